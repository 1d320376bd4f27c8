"""Rows for every list of the product, one more of each at a time, so that pages can be weighed with few and many."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from conversion.models import LostReason
from conversion.services import opportunities, pipelines
from conversion.services.opportunities import OpportunityInput
from distribution.models import Absence
from distribution.services import hand_off
from leads.models import ClassificationRule, Lead
from leads.services import calls, clues, consent, notes
from scoring.services import drafts, publish, rescore
from tenants.services import api_keys, members
from tests.architecture.samples_hooks import hook
from tests.architecture.world import Call, World
from tests.factories import capture, conversion, distribution, leads
from tests.factories import tenants as people
from work.models import Job, WorkItem


RULE = {"field": "company.employees", "op": "gte", "value": 50}
STAGES = ("marketing", "sal", "sql", "disqualified")


def grow(world: World, numbers: range) -> None:
    """Make one more of everything for each number."""
    for number in numbers:
        for make in MAKERS:
            make(world, number)
    # What a process reads once a published version.
    rescore.live()


def _catalog(world: World, number: int) -> None:
    leads.make_source(f"source-{number}")
    leads.make_campaign(f"campaign-{number}")
    leads.make_topic(f"topic-{number}")
    leads.make_product(f"product-{number}")
    leads.make_field(f"field_{number}")
    ClassificationRule.objects.create(
        kind="phase", name=f"Rule {number}", condition={"all": [RULE]}, value="decision", position=number
    )


def _people(world: World, number: int) -> None:
    team = people.make_team(world.workspace, f"Team {number}")
    rep = people.make_member(world.workspace, "rep", f"rep-{number}@acme.test", name=f"Rep {number}")
    Absence.objects.create(user=rep.user, until_on=timezone.localdate() + timedelta(days=9))
    now = timezone.now()
    members.invite(email=f"new{number}@acme.test", role="rep", team_id=team.pk, by=None, at=now)
    api_keys.create(name=f"Key {number}", scopes=["leads:read"], by=None, at=now)
    pool = distribution.make_pool(f"Pool {number}", [rep])
    distribution.make_route(pool, f"Route {number}", condition={"all": [RULE]})
    distribution.make_reason(f"reason-{number}")


def _inquiries(world: World, number: int) -> None:
    form = capture.make_form(name=f"Form {number}")
    hook(world)
    capture.make_inquiry({"email": f"in{number}@luna.es", "full_name": "Ana"}, form=form)
    capture.make_inquiry({"email": "nobody@", "full_name": "Ana"}, state="quarantined")
    lead = world.lead("marketing", owner=None)
    inquiry = capture.make_inquiry(form=form, state="accepted")
    type(inquiry).objects.filter(pk=inquiry.pk).update(lead=lead)
    capture.make_tracker()
    capture.make_visit("a" * 32, f"/{number}", lead=lead, channel="search")


def _touched(world: World, rows: int) -> Any:
    lead = world.lead()
    for number in range(rows):
        capture.make_visit("b" * 32, f"/{number}", lead=lead, channel="search")
    return lead


def _leads(world: World, number: int) -> None:
    for stage in STAGES:
        live_through(world, world.lead(stage, score=number, grade="ABCD"[number % 4]))
    hand_off.hand_off(
        lead=world.lead("marketing", owner=None),
        owner_id=world.rep.pk,
        by=None,
        at=timezone.now(),
        reason="Ready",
    )


def _deals(world: World, number: int) -> None:
    world.deal()
    opportunities.lose(
        opportunity=world.deal(), reason=LostReason.objects.order_by("pk").first(), by=None, at=timezone.now()
    )
    pipelines.create_pipeline(name=f"Pipeline {number}", by=None, at=timezone.now())


def _work(world: World, number: int) -> None:
    now = timezone.now()
    Job.objects.create(kind="probe", total=2)
    WorkItem.objects.create(
        workspace_id=world.workspace.pk,
        queue="lead",
        key=10_000_000 + number,
        due_at=now,
        seq=1,
        dead_at=now,
        error="Boom",
    )
    drafts.start(by=None, at=now)
    publish.publish(by=None, at=now)


MAKERS: list[Callable[[World, int], None]] = [_catalog, _people, _inquiries, _leads, _deals, _work]


# --- things with a past of their own ---------------------------------------------------------------------------------
def live_through(world: World, lead: Lead) -> Lead:
    """Give the lead one more of everything that its page lists."""
    now = timezone.now()
    leads.make_activity(lead, url="https://acme.test/prices")
    notes.add(lead=lead, text="Hello", by=world.rep.pk, at=now)
    clues.give(lead=lead, question="timeline", value="now", confidence=50, by=world.rep.pk, at=now)
    calls.log(lead=lead, outcome="no_answer", note="", by=world.rep.pk, at=now)
    world.task(lead)
    consent.record(
        lead=lead,
        is_given=True,
        text="May we write to you?",
        text_version="1",
        channel="phone",
        evidence="",
        ip_class="",
        at=now,
        by=None,
    )
    return lead


def busy_lead(world: World, number: int) -> Lead:
    """Make a lead with this much of a past."""
    lead = world.lead()
    for _ in range(number):
        live_through(world, lead)
    return lead


def _account(world: World, number: int) -> Any:
    account = world.deal().account
    for each in range(number):
        contact = conversion.make_contact(account, first_name=f"Luis {each}", email=f"luis{each}@sol.es")
        opportunities.create(
            account=account,
            contact=contact,
            values=OpportunityInput(name=f"Bath {each}", owner_id=world.rep.pk),
            at=timezone.now(),
        )
    return account


def _form(world: World, number: int) -> Any:
    form = capture.make_form(name="Busy")
    for _ in range(number):
        capture.make_inquiry(form=form, state="quarantined")
    return form


def _convertible(world: World, number: int) -> Lead:
    for _ in range(number):
        account = conversion.make_account(domain="")
        conversion.make_contact(account)
    lead = world.qualified()
    for _ in range(number):
        live_through(world, lead)
    return lead


# Addresses of one thing whose page lists what belongs to it, and the name that it has in the address.
BUSY: dict[str, tuple[Callable[[World, int], Any], str]] = {
    **{
        f"leads:{name}": (busy_lead, "pk")
        for name in (
            "detail",
            "timeline",
            "watch",
            "history",
            "assign",
            "note",
            "call",
            "task",
            "clue",
            "consent",
        )
    },
    "scoring:explanation": (busy_lead, "pk"),
    "scoring:panel": (busy_lead, "pk"),
    "scoring-api:lead-score": (busy_lead, "public_id"),
    "leads-api:lead": (busy_lead, "public_id"),
    "leads-api:lead-timeline": (busy_lead, "public_id"),
    "leads-api:lead-clues": (busy_lead, "public_id"),
    "conversion:account": (_account, "pk"),
    "conversion:create-deal": (_account, "account"),
    "conversion:convert": (_convertible, "pk"),
    "capture:form": (_form, "pk"),
    "capture:form-waiting": (_form, "pk"),
    "capture:hook": (hook, "pk"),
    "capture:hook-waiting": (hook, "pk"),
    "capture:lead-touches": (_touched, "pk"),
    "capture-api:touches": (_touched, "public_id"),
}


def busy(world: World, rows: int) -> dict[str, Call]:
    """Return what those addresses are asked with: things that have this many of all that belongs to them."""
    things = {make: make(world, rows) for make in {make for make, _key in BUSY.values()}}
    return {
        name: Call({key: getattr(things[make], "public_id" if key == "public_id" else "pk")})
        for name, (make, key) in BUSY.items()
    }
