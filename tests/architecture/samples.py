"""What each address is tried with: one entry for every name of the URL conf that needs anything at all."""

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
from leads.models import ClassificationRule, Source
from leads.services import tasks
from scoring import defaults
from scoring import queries as scoring
from scoring.services import drafts, publish
from tenants.models import ApiKey, Invitation
from tenants.services import api_keys, members
from tests.architecture.samples_lists import SAMPLES as LISTS
from tests.architecture.samples_nurturing import SAMPLES as NURTURING
from tests.architecture.samples_nurturing_api import SAMPLES as NURTURING_API
from tests.architecture.samples_outbox import SAMPLES as OUTBOX
from tests.architecture.samples_segments import SAMPLES as SEGMENTS
from tests.architecture.samples_templates import SAMPLES as TEMPLATES
from tests.architecture.samples_webhooks import SAMPLES as WEBHOOKS
from tests.architecture.world import QUALIFIED, Call, World
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


def _with_task(world: World, *, done: bool = False) -> Call:
    here = world.lead()
    task = world.task(here)
    if done:
        tasks.finish(task=task, by=None, at=timezone.now())
    return Call({"pk": here.pk, "task": task.pk}, {})


def _form_field(world: World, **body: Any) -> Call:
    return Call({"pk": form(world).pk, "name": "message"}, body)


def _entry(world: World) -> Call:
    return Call({"kind": "topics", "pk": leads.make_topic().pk}, {"name": "Baths", "purchase_cycle_days": 30})


def _draft_with(kind: str, **body: Any) -> Sample:
    def sample(world: World) -> Call:
        draft(world)
        spec = scoring.spec_of(scoring.draft(), scoring.registry())
        groups = [group for dimension in ("fit", "engagement") for group in spec.groups_of(dimension)]
        chosen = groups[0].key if kind == "group" else groups[0].criteria[0].key
        return Call({"key": chosen}, body or None)

    return sample


def _needs_draft(**body: Any) -> Sample:
    def sample(world: World) -> Call:
        draft(world)
        return Call(body=body or None)

    return sample


def _older_version(world: World) -> Call:
    draft(world)
    publish.publish(by=None, at=timezone.now())
    return Call({"number": 1}, {})


def _inquiry_as_spam(world: World) -> Call:
    inquiry = world.inquiry()
    triage.mark_spam(inquiry=inquiry, by=None, at=timezone.now())
    return Call({"pk": inquiry.pk}, {})


def _closed_lead(world: World) -> Any:
    return world.lead("disqualified")


def _closed_deal(world: World) -> Any:
    made = world.deal()
    opportunities.win(opportunity=made, by=world.rep.pk, at=timezone.now())
    return made


def _lost_deal(world: World) -> Any:
    made = world.deal()
    opportunities.lose(opportunity=made, reason=lost_reason(world), by=world.rep.pk, at=timezone.now())
    return made


def _converted(world: World) -> Any:
    return world.deal().lead


def _joining(world: World) -> Call:
    made, token = members.invite(
        email="new@example.test", role="rep", team_id=None, by=None, at=timezone.now()
    )
    return Call({"token": token}, {"name": "Nora", "password": "correct-horse-battery"})


def _public_form(world: World) -> Call:
    return Call({"token": form(world).token}, {"email": "ana@reformassol.es", "first_name": "Ana"})


def _thanks(world: World) -> Call:
    here = form(world)
    inquiry = capture.make_inquiry(form=here)
    return Call({"token": here.token, "public_id": inquiry.public_id})


def _logged_call(world: World) -> Call:
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


def _absent(world: World) -> Call:
    Absence.objects.create(user=world.rep, until_on=timezone.localdate() + timedelta(days=9))
    return Call({"user": world.rep.pk}, {})


SAMPLES: dict[str, Sample] = {
    # tenants
    "tenants:profile": send(name="Ana", language="en"),
    "tenants:workspace": send(
        name="Acme", language="en", time_zone="Europe/Madrid", currency="EUR", country="ES"
    ),
    "tenants:invite": send(email="new@example.test", role="rep", team=""),
    "tenants:member": lambda world: Call(
        {"pk": world.members["viewer"].pk}, {"role": "rep", "team": "", "is_active": "on"}
    ),
    "tenants:revoke_invitation": page(invitation),
    "tenants:create_team": send(name="East"),
    "tenants:team": page(lambda world: world.team, name="North-West"),
    "tenants:delete_team": page(lambda world: world.team),
    "tenants:create_api_key": send(name="Site", kind="secret", scopes=["leads:read"], origins=""),
    "tenants:revoke_api_key": page(key),
    "tenants:retry_work": send(all="1"),
    "tenants:job": page(lambda world: world.job()),
    # leads
    "leads:create": send(first_name="Ana", company="Reformas Luna", email="ana@luna.es"),
    "leads:detail": page(lead),
    "leads:timeline": page(lead),
    "leads:watch": page(lead),
    "leads:fact": lambda world: Call(
        {"pk": world.lead(version=1).pk, "name": "city"}, {"value": "Soria", "version": 1}
    ),
    "leads:history": page(lead),
    "leads:note": page(lead, text="Hello"),
    "leads:call": page(lead, outcome="connected"),
    "leads:task": page(
        lead, title="Call", due_at=f"{TOMORROW}T10:00", assignee_id=lambda world, thing: world.rep.pk
    ),
    "leads:finish-task": _with_task,
    "leads:reopen-task": lambda world: _with_task(world, done=True),
    "leads:assign": page(lead, owner_id=lambda world, thing: world.members["manager"].user_id),
    "leads:qualify": page(connected, **QUALIFIED),
    "leads:close": page(early, to_stage="disqualified", reason="no_fit"),
    "leads:reopen": page(_closed_lead),
    "leads:consent": page(lead, is_given="yes", channel="phone", text="May we write to you?"),
    "leads:create-rule": send(kind="phase", name="Big", value="decision"),
    "leads:rule": page(rule),
    "leads:toggle-rule": page(rule),
    "leads:move-rule": page(rule, to="up"),
    "leads:catalog": lambda world: Call({"kind": "topics"}),
    "leads:create-entry": lambda world: Call(
        {"kind": "topics"}, {"name": "Baths", "purchase_cycle_days": 30}
    ),
    "leads:entry": _entry,
    "leads:toggle-entry": _entry,
    "leads:create-field": send(label="Rooms", type="number", category="interest", position=0),
    "leads:field": page(lambda world: leads.make_field(), label="Rooms", category="interest", position=0),
    "leads:toggle-field": page(lambda world: leads.make_field()),
    # capture
    "capture:create-form": send(name="Site", template="contact", language="en"),
    "capture:form": page(form),
    "capture:publish-form": page(lambda world: capture.make_form(is_active=False)),
    "capture:close-form": page(form),
    "capture:preview-form": page(form),
    "capture:form-waiting": page(form),
    "capture:form-texts": page(
        form, title="Hello", button="Send", thanks_title="Thanks", privacy_url="https://example.com/privacy"
    ),
    "capture:form-settings": page(form, name="Site", language="en", allowed_origins=""),
    "capture:add-field": page(form, name="city"),
    "capture:form-field": lambda world: _form_field(world, label="What for?"),
    "capture:move-field": lambda world: _form_field(world, to="up"),
    "capture:remove-field": lambda world: _form_field(world),
    "capture:accept": page(lambda world: world.inquiry(), email="ana@reformassol.es"),
    "capture:spam": page(lambda world: world.inquiry()),
    "capture:undo-spam": _inquiry_as_spam,
    "capture:replay": page(lambda world: world.inquiry()),
    # scoring
    "scoring:version": lambda world: Call({"number": 1}),
    "scoring:roll-back": _older_version,
    "scoring:draft": _needs_draft(),
    "scoring:publish": _needs_draft(),
    "scoring:discard": _needs_draft(),
    "scoring:rebase": _needs_draft(),
    "scoring:settings": _needs_draft(name="Ours", fit_weight=50, near_points=5),
    "scoring:criterion-new": _needs_draft(),
    "scoring:criterion": _draft_with("criterion"),
    "scoring:criterion-delete": _draft_with("criterion"),
    "scoring:group-new": _needs_draft(label_en="More", dimension="fit"),
    "scoring:group": _draft_with("group"),
    "scoring:group-delete": _draft_with("group"),
    "scoring:explanation": page(lead),
    "scoring:panel": page(lead),
    "scoring:grade": page(early, grade="A", reason="Knows us"),
    # distribution
    "distribution:call": page(lead, outcome="connected"),
    "distribution:today-accept": page(lambda world: world.offered()),
    "distribution:today-return": page(lambda world: world.offered(), reason="no-need"),
    "distribution:undo-call": _logged_call,
    "distribution:accept": page(lambda world: world.offered()),
    "distribution:give-back": page(lambda world: world.offered(), reason="no-need"),
    "distribution:by-hand": page(
        early, owner_id=lambda world, thing: world.rep.pk, reason="Ready all the same"
    ),
    "distribution:clock": send(accept_minutes=60, contact_minutes=120),
    "distribution:create-route": lambda world: Call(
        body={"name": "East", "pool_id": pool(world).pk, "is_active": "on", "cond-mode": "all"}
    ),
    "distribution:route": page(route),
    "distribution:move-route": page(route, to="up"),
    "distribution:create-pool": send(name="East", takes_all_reps="on"),
    "distribution:pool": page(pool, name="East", takes_all_reps="on"),
    "distribution:delete-pool": page(pool),
    "distribution:create-absence": lambda world: Call(body={"user_id": world.rep.pk, "until_on": TOMORROW}),
    "distribution:end-absence": _absent,
    "distribution:create-reason": send(label="Too far", resume_days=90, is_active="on"),
    "distribution:reason": page(reason, label="Too far", resume_days=90, is_active="on"),
    # conversion
    "conversion:convert": page(lambda world: world.qualified(), account="new", contact="new"),
    "conversion:undo": page(_converted),
    "conversion:create-account": send(name="Obras Norte"),
    "conversion:account": page(account),
    "conversion:edit-account": page(account, name="Obras Norte"),
    "conversion:create-contact": page(account, first_name="Luis", email="luis@norte.es"),
    "conversion:create-deal": lambda world: Call({"account": account(world).pk}),
    "conversion:contact": page(contact),
    "conversion:edit-contact": page(contact, first_name="Luis", email="luis@norte.es"),
    "conversion:create-opportunity": lambda world: Call(
        body={
            "name": "Bath",
            "account_id": account(world).pk,
            "stage_id": stage(world).pk,
            "owner_id": world.rep.pk,
        }
    ),
    "conversion:opportunity": page(deal),
    "conversion:edit-opportunity": page(
        deal,
        name="Bath",
        account_id=lambda world, thing: thing.account_id,
        stage_id=lambda world, thing: thing.stage_id,
        owner_id=lambda world, thing: world.rep.pk,
    ),
    "conversion:next-step": page(deal, next_step="Visit", next_step_on=TOMORROW),
    "conversion:move": page(deal, to=lambda world, thing: stage(world).pk),
    "conversion:win": page(deal),
    "conversion:lose": page(deal, reason=lambda world, thing: lost_reason(world).slug),
    "conversion:reopen": page(_closed_deal),
    "conversion:recycle": page(_lost_deal, resume_on=TOMORROW),
    "conversion:create-pipeline": send(name="Repairs"),
    "conversion:pipeline": page(pipeline, name="Works"),
    "conversion:create-stage": page(pipeline, name="Measuring", probability=30),
    "conversion:stage": page(stage, name="Measuring", probability=30),
    "conversion:move-stage": page(stage, to="up"),
    "conversion:remove-stage": page(stage),
    "conversion:create-reason": send(name="Too far"),
    "conversion:reason": page(lost_reason, name="Too far"),
    "conversion:toggle-reason": page(lost_reason),
    # API
    "capture-api:inquiries": send(email="ana@reformassol.es", full_name="Ana Ruiz"),
    "capture-api:inquiry": api(lambda world: world.inquiry()),
    "capture-api:form": api(form),
    "leads-api:leads": send(email="ana@luna.es", company="Reformas Luna"),
    "leads-api:lead": api(lead, city="Soria"),
    "leads-api:lead-timeline": api(lead),
    "leads-api:lead-notes": api(lead, text="Hello"),
    "leads-api:lead-calls": api(lead, outcome="connected"),
    "leads-api:lead-qualify": api(connected, **QUALIFIED),
    "leads-api:lead-disqualify": api(early, reason="no_fit"),
    "leads-api:lead-assign": api(
        lead, owner=lambda world, thing: str(world.members["manager"].user.public_id)
    ),
    "leads-api:activities": lambda world: Call(
        body={"lead": str(world.lead().public_id), "kind": "page_view", "data": {"url": "https://x.es/"}}
    ),
    "leads-api:sources": send(name="Fair", channel="form"),
    "leads-api:source": api(lambda world: Source.objects.order_by("pk").first(), name="Fair"),
    "leads-api:campaigns": send(name="Fair"),
    "leads-api:campaign": api(lambda world: leads.make_campaign(), name="Fair"),
    "leads-api:topics": send(name="Baths"),
    "leads-api:topic": api(lambda world: leads.make_topic(), name="Baths"),
    "leads-api:products": send(name="Bath"),
    "leads-api:product": api(lambda world: leads.make_product(), name="Bath"),
    "leads-api:fields": send(key="rooms", label="Rooms", type="number"),
    "leads-api:field": api(lambda world: leads.make_field(), label="Rooms"),
    "leads-api:classification-rules": send(kind="phase", condition={"all": [RULE]}, value="decision"),
    "leads-api:classification-rule": api(rule, value="awareness"),
    "scoring-api:lead-score": api(lead),
    "scoring-api:lead-grade": api(early, grade="A", reason="Knows us"),
    "scoring-api:model": api(lambda world: scoring.live()),
    "scoring-api:draft": _needs_draft(**defaults.document(country="ES", name="Ours")),
    "scoring-api:publish": _needs_draft(),
    "distribution-api:hand-off": api(early, reason="Ready"),
    "distribution-api:accept": api(lambda world: world.offered()),
    "distribution-api:reject": api(lambda world: world.offered(), reason="no-need"),
    "distribution-api:recycle": api(lead, reason="no-need"),
    "distribution-api:routes": lambda world: Call(
        body={"name": "East", "pool": str(pool(world).public_id), "condition": {"all": [RULE]}}
    ),
    "distribution-api:route": api(route, name="East"),
    "distribution-api:route-order": lambda world: Call(
        body={"order": [str(pk) for pk in Route.objects.values_list("public_id", flat=True)]}
    ),
    "distribution-api:pools": send(name="East"),
    "distribution-api:pool": api(pool, name="West"),
    "distribution-api:reject-reasons": send(label="Too far"),
    "distribution-api:reject-reason": api(reason, label="Too far"),
    "conversion-api:lead-convert": api(lambda world: world.qualified(), opportunity={"name": "Kitchen"}),
    "conversion-api:accounts": send(name="Obras Norte"),
    "conversion-api:account": api(account, name="Obras Norte"),
    "conversion-api:contacts": lambda world: Call(
        body={"account": str(account(world).public_id), "first_name": "Luis"}
    ),
    "conversion-api:contact": api(contact, first_name="Luis"),
    "conversion-api:opportunities": lambda world: Call(
        body={"name": "Bath", "account": str(account(world).public_id)}
    ),
    "conversion-api:opportunity": api(deal, name="Bath"),
    "conversion-api:opportunity-move": api(deal, stage=lambda world, thing: str(stage(world).public_id)),
    "conversion-api:opportunity-won": api(deal),
    "conversion-api:opportunity-lost": api(deal, reason=lambda world, thing: lost_reason(world).slug),
    "conversion-api:opportunity-reopen": api(_closed_deal),
    **LISTS,
    **NURTURING,
    **NURTURING_API,
    **SEGMENTS,
    **TEMPLATES,
    **WEBHOOKS,
    **OUTBOX,
    # public
    "join:invitation": _joining,
    "public:form": _public_form,
    "public:thanks": _thanks,
    "core:preferences": send(theme="dark"),
    "account_login": send(login="admin@acme.test", password="correct-horse-battery"),
    "account_logout": send(),
    "account_reset_password": send(email="admin@acme.test"),
    "account_reset_password_from_key": lambda world: Call({"uidb36": "1", "key": "gone"}),
}


def sample_of(name: str, world: World) -> Call:
    """Return what the address is tried with; inside the world's scope."""
    return SAMPLES.get(name, lambda _world: Call())(world)
