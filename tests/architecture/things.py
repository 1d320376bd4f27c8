"""How the things that addresses name are made, in the state in which the address wants them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils import timezone

from capture.models import Form
from capture.services import triage
from conversion.models import LostReason, Pipeline, PipelineStage
from conversion.services import opportunities
from distribution.models import Absence, Pool, RejectReason, Route
from distribution.services import work
from distribution.views.today import SALT
from leads.models import ClassificationRule
from leads.services import tasks
from scoring import queries as scoring
from scoring.services import drafts, publish
from tenants.models import ApiKey, Invitation
from tenants.services import api_keys, members
from tests.architecture.world import Call, World
from tests.factories import capture, distribution, leads


Sample = Callable[[World], Call]
RULE = {"field": "company.employees", "op": "gte", "value": 50}
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


def send(**body: Any) -> Sample:
    """Need nothing but a body."""
    return lambda world: Call(body=body)


def page(make: Callable[[World], Any], **body: Any) -> Sample:
    """Name an object by its number; values of the body may be made from world and object."""

    def sample(world: World) -> Call:
        thing = make(world)
        return Call({"pk": thing.pk}, _resolved(body, world, thing))

    return sample


def api(make: Callable[[World], Any], **body: Any) -> Sample:
    """Name an object by its public id."""

    def sample(world: World) -> Call:
        thing = make(world)
        return Call({"public_id": thing.public_id}, _resolved(body, world, thing))

    return sample


def _resolved(body: dict[str, Any], world: World, thing: Any) -> dict[str, Any] | None:
    return {key: value(world, thing) if callable(value) else value for key, value in body.items()} or None


def lead(world: World) -> Any:
    return world.lead()


def early(world: World) -> Any:
    return world.lead("marketing", owner=None)


def connected(world: World) -> Any:
    return world.lead(contact_status="connected")


def deal(world: World) -> Any:
    return world.deal()


def account(world: World) -> Any:
    return world.deal().account


def contact(world: World) -> Any:
    return world.deal().contact


def form(world: World) -> Form:
    return capture.make_form()


def pool(world: World) -> Pool:
    return distribution.make_pool("East", [world.members["rep"]])


def route(world: World) -> Route:
    return distribution.make_route(pool(world), "East")


def reason(world: World) -> RejectReason:
    return distribution.make_reason("too-far")


def rule(world: World) -> ClassificationRule:
    return ClassificationRule.objects.create(
        kind="phase", name="Big", condition={"all": [RULE]}, value="decision", position=99
    )


def invitation(world: World) -> Invitation:
    made, _token = members.invite(
        email="new@example.test", role="rep", team_id=None, by=None, at=timezone.now()
    )
    return made


def key(world: World) -> ApiKey:
    made, _secret = api_keys.create(name="x", scopes=["*"], by=None, at=timezone.now())
    return made


def draft(world: World) -> Any:
    return drafts.start(by=None, at=timezone.now())


def stage(world: World) -> PipelineStage:
    return PipelineStage.objects.filter(kind="open").order_by("position").last()


def pipeline(world: World) -> Pipeline:
    return Pipeline.objects.order_by("pk").first()


def lost_reason(world: World) -> LostReason:
    return LostReason.objects.order_by("pk").first()


def with_task(world: World, *, done: bool = False) -> Call:
    here = world.lead()
    task = world.task(here)
    if done:
        tasks.finish(task=task, by=None, at=timezone.now())
    return Call({"pk": here.pk, "task": task.pk}, {})


def form_field(world: World, **body: Any) -> Call:
    return Call({"pk": form(world).pk, "name": "message"}, body)


def entry(world: World) -> Call:
    return Call({"kind": "topics", "pk": leads.make_topic().pk}, {"name": "Baths", "purchase_cycle_days": 30})


def draft_with(kind: str, **body: Any) -> Sample:
    def sample(world: World) -> Call:
        draft(world)
        spec = scoring.spec_of(scoring.draft(), scoring.registry())
        groups = [group for dimension in ("fit", "engagement") for group in spec.groups_of(dimension)]
        chosen = groups[0].key if kind == "group" else groups[0].criteria[0].key
        return Call({"key": chosen}, body or None)

    return sample


def needs_draft(**body: Any) -> Sample:
    def sample(world: World) -> Call:
        draft(world)
        return Call(body=body or None)

    return sample


def older_version(world: World) -> Call:
    draft(world)
    publish.publish(by=None, at=timezone.now())
    return Call({"number": 1}, {})


def inquiry_as_spam(world: World) -> Call:
    inquiry = world.inquiry()
    triage.mark_spam(inquiry=inquiry, by=None, at=timezone.now())
    return Call({"pk": inquiry.pk}, {})


def closed_lead(world: World) -> Any:
    return world.lead("disqualified")


def closed_deal(world: World) -> Any:
    made = world.deal()
    opportunities.win(opportunity=made, by=world.rep.pk, at=timezone.now())
    return made


def lost_deal(world: World) -> Any:
    made = world.deal()
    opportunities.lose(opportunity=made, reason=lost_reason(world), by=world.rep.pk, at=timezone.now())
    return made


def converted(world: World) -> Any:
    return world.deal().lead


def joining(world: World) -> Call:
    made, token = members.invite(
        email="new@example.test", role="rep", team_id=None, by=None, at=timezone.now()
    )
    return Call({"token": token}, {"name": "Nora", "password": "correct-horse-battery"})


def public_form(world: World) -> Call:
    return Call({"token": form(world).token}, {"email": "ana@reformassol.es", "first_name": "Ana"})


def thanks(world: World) -> Call:
    here = form(world)
    inquiry = capture.make_inquiry(form=here)
    return Call({"token": here.token, "public_id": inquiry.public_id})


def logged_call(world: World) -> Call:
    logged = work.log_call(
        lead=world.lead(),
        outcome="no_answer",
        note="",
        step="",
        when="",
        when_at=None,
        task_id=None,
        by=world.actor.user_id,
        at=timezone.now(),
    )
    deed = {
        "lead": logged.lead_id,
        "at": logged.at.isoformat(),
        "status": logged.contact_status,
        "planned": logged.planned and logged.planned.pk,
        "finished": None,
        "by": world.actor.user_id,
    }
    return Call({"token": signing.dumps(deed, salt=SALT)}, {})


def absent(world: World) -> Call:
    Absence.objects.create(user=world.rep, until_on=timezone.localdate() + timedelta(days=9))
    return Call({"user": world.rep.pk}, {})
