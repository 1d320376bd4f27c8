"""A workspace as it is on its first day, with people of every role, and the things an address may name."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from conversion.services import convert
from conversion.services.opportunities import OpportunityInput
from core.scope import workspace_scope
from distribution.services import hand_off
from leadcrm import onboarding
from leads.models import Lead
from leads.services import tasks
from tenants.choices import Role
from tenants.models import Membership, Team, User
from tests.factories import capture, leads
from tests.factories import tenants as people
from work.models import Job


AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
QUALIFIED = {"need": "A kitchen", "budget": 12_000, "authority": "decides", "timeline": "quarter"}


@dataclass(frozen=True, slots=True)
class Call:
    """What to put into an address, and what to send to it; no body means that a form's refusal will do.

    ``raw`` is sent as it is, with ``headers``, where what is sent must be signed.
    """

    kwargs: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    query: str = ""
    raw: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class World:
    """One workspace; ``members`` has one of each role, the rep in a team, ``stranger`` a rep of another one."""

    def __init__(self, slug: str) -> None:
        self.workspace = onboarding.create_workspace(
            slug=slug,
            name=slug.title(),
            admin_email=f"admin@{slug}.test",
            password=people.PASSWORD,
            at=timezone.now(),
        )
        self.north = people.make_team(self.workspace, "North")
        south = people.make_team(self.workspace, "South")
        admin = Membership.objects.get(workspace=self.workspace)
        self.members: dict[str, Membership] = {Role.ADMIN.value: admin}
        for role in Role.values:
            if role not in self.members:
                team = self.north if role == Role.REP else None
                self.members[role] = people.make_member(self.workspace, role, team=team)
        self.other_rep = people.make_member(self.workspace, "rep", team=south)
        # Who asks; a few samples are of what this person did just before.
        self.actor = admin
        self.former = people.make_member(self.workspace, "manager", is_active=False)

    @property
    def rep(self) -> User:
        """The rep who owns the leads and deals."""
        return self.members["rep"].user

    @property
    def team(self) -> Team:
        """The rep's team."""
        return self.north

    def lead(self, stage: str = "sal", **columns: Any) -> Lead:
        """Make a lead of the rep's that Sales works on."""
        email = {
            "email": f"{uuid4().hex[:12]}@reformassol.es",
            "company": "Reformas Sol",
            "last_name": "Ruiz",
        }
        return leads.make_lead(**email | {"stage": stage, "owner": self.rep} | columns)

    def offered(self) -> Lead:
        """Make a lead that waits for the rep's answer."""
        lead = self.lead("marketing", owner=None)
        hand_off.hand_off(lead=lead, owner_id=self.rep.pk, by=None, at=timezone.now(), reason="Ready")
        return Lead.objects.select_related("rank").get(pk=lead.pk)

    def qualified(self) -> Lead:
        """Make a lead that may be converted."""
        return self.lead("sql", contact_status="connected", **QUALIFIED)

    def task(self, lead: Lead) -> Any:
        """Plan something for the rep to do with the lead."""
        return tasks.add(
            lead=lead,
            title="Call",
            due_at=timezone.now(),
            assignee_id=self.rep.pk,
            by=None,
            at=timezone.now(),
        )

    def deal(self) -> Any:
        """Make an open deal of the rep's by converting a lead."""
        made, _is_new = convert.convert(
            lead=self.qualified(),
            by=self.rep.pk,
            at=timezone.now(),
            opportunity=OpportunityInput(name="Kitchen"),
        )
        return made.opportunity

    def inquiry(self) -> Any:
        """Let an inquiry wait in quarantine."""
        return capture.make_inquiry({"email": "nobody@", "full_name": "Ana"}, state="quarantined")

    def job(self) -> Job:
        """Start long work."""
        return Job.objects.create(kind="probe", total=2)


def inside(world: World) -> Any:
    """Enter the world's scope."""
    return workspace_scope(world.workspace.pk)
