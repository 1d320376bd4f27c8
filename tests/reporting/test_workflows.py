"""Results of workflows and content, over a few enrollments whose fate is known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.scope import workspace_scope
from leads.models import Lead, StageChange
from messaging.models import LinkClick, Message, Recipient, Template, TemplateVersion
from nurturing.models import ContentPiece, Enrollment, StepRun, Workflow, WorkflowVersion
from reporting.period import Period
from reporting.queries import workflows
from reporting.queries.scope import Scope
from tenants.models import Workspace
from tests.factories import conversion, leads
from tests.factories.scoring import make_snapshot


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
MARCH = Scope(Period(date(2026, 3, 1), date(2026, 3, 31), ZoneInfo("UTC")))


class Office:
    """One workflow that sends one mail with a link to the guide, and leads on their way through it."""

    def __init__(self) -> None:
        self.workflow = Workflow.objects.create(name="Welcome")
        self.version = WorkflowVersion.objects.create(workflow=self.workflow)
        links = [{"url": "https://x.example/"}, {"url": "https://x.example/guide", "content": "guide"}]
        self.text = TemplateVersion.objects.create(
            template=Template.objects.create(name="Hello"), language="en", subject="Hello", links=links
        )
        ContentPiece.objects.create(slug="guide", title="The guide", url="https://x.example/guide")

    def enroll(self, at: datetime = AT, *, state: str = "sent", **lead: Any) -> tuple[Lead, Message]:
        made = leads.make_lead(created_at=at - timedelta(days=1), **lead)
        enrollment = Enrollment.objects.create(
            lead=made, workflow=self.workflow, version=self.version, step="m", step_at=at, entered_at=at
        )
        recipient = Recipient.objects.create(digest=f"{made.pk}", email=made.email)
        sent = {"sent_at": at} if state == "sent" else {"reason": "no_consent"}
        message = Message.objects.create(
            key=f"k{made.pk}",
            state=state,
            lead=made,
            recipient=recipient,
            template_version=self.text,
            due_at=at,
            **sent,
        )
        StepRun.objects.create(enrollment=enrollment, step="m", kind="email", at=at, message=message)
        return made, message

    def click(self, message: Message, *, place: int = 1, verdict: str = "human") -> None:
        LinkClick.objects.create(message=message, place=place, at=AT + timedelta(hours=1), verdict=verdict)


@pytest.fixture
def office(workspace: Workspace) -> Iterator[Office]:
    with workspace_scope(workspace.pk):
        yield Office()


def only(found: Any) -> Any:
    (one,) = found
    return one


def test_workflow_counts_those_who_entered_and_what_became_of_them(office: Office) -> None:
    won, mail = office.enroll(stage="converted")
    office.click(mail)
    office.click(mail, place=0)
    make_snapshot(won, AT + timedelta(hours=2), light="green")
    StageChange.objects.create(lead=won, from_stage="marketing", to_stage="mql", at=AT + timedelta(hours=3))
    deal = conversion.make_deal(lead=won, at=AT)
    type(deal).objects.filter(pk=deal.pk).update(state="won", closed_at=AT + timedelta(days=5))
    gone, farewell = office.enroll()
    Recipient.objects.filter(pk=farewell.recipient_id).update(
        state="unsubscribed", state_at=AT + timedelta(days=1)
    )
    office.click(farewell, verdict="machine")
    make_snapshot(gone, AT - timedelta(days=9), light="green")  # before it entered
    office.enroll(state="withheld")
    office.enroll(at=AT + timedelta(days=60))  # another month

    found = only(workflows.workflows(MARCH))

    assert (found.name, found.entered, found.sent, found.unsent) == ("Welcome", 3, 2, 1)
    assert (found.clicked, found.unsubscribed, found.green, found.handed_off, found.won) == (1, 1, 1, 1, 1)


def test_content_counts_clicks_on_its_own_link_only(office: Office) -> None:
    reader, mail = office.enroll()
    office.click(mail)
    office.click(mail)
    make_snapshot(reader, AT + timedelta(days=1), light="green")
    _other, second = office.enroll()
    office.click(second, place=0)
    _third, third = office.enroll()
    office.click(third, verdict="machine")
    office.enroll(state="withheld")

    found = only(workflows.content(MARCH))

    assert (found.key, found.name, found.sent, found.people) == ("guide", "The guide", 3, 3)
    assert (found.clicked, found.green, found.handed_off, found.won) == (1, 1, 0, 0)


def test_lead_twice_in_a_workflow_counts_for_each_time(office: Office) -> None:
    lead, _mail = office.enroll()
    Enrollment.objects.filter(lead=lead).update(state="finished", ended_at=AT)
    Enrollment.objects.create(
        lead=lead,
        workflow=office.workflow,
        version=office.version,
        step="m",
        step_at=AT,
        entered_at=AT + timedelta(days=2),
    )
    StageChange.objects.create(lead=lead, from_stage="marketing", to_stage="mql", at=AT + timedelta(days=1))

    found = only(workflows.workflows(MARCH))

    assert (found.entered, found.handed_off) == (2, 1)
