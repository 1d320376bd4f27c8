"""What each address is tried with: one entry for every name of the URL conf that needs anything at all."""

from distribution.models import Route
from leads.models import Source
from scoring import defaults
from scoring import queries as scoring
from tests.architecture.samples_byhand import SAMPLES as BY_HAND
from tests.architecture.samples_clues import SAMPLES as CLUES
from tests.architecture.samples_forms import SAMPLES as FORMS
from tests.architecture.samples_hooks import SAMPLES as HOOKS
from tests.architecture.samples_imports import SAMPLES as IMPORTS
from tests.architecture.samples_lists import SAMPLES as LISTS
from tests.architecture.samples_mail import SAMPLES as MAIL
from tests.architecture.samples_merging import SAMPLES as MERGING
from tests.architecture.samples_nurturing import SAMPLES as NURTURING
from tests.architecture.samples_nurturing_api import SAMPLES as NURTURING_API
from tests.architecture.samples_outbox import SAMPLES as OUTBOX
from tests.architecture.samples_privacy import SAMPLES as PRIVACY
from tests.architecture.samples_referrals import SAMPLES as REFERRALS
from tests.architecture.samples_rules import SAMPLES as RULES
from tests.architecture.samples_scoring import SAMPLES as SCORING
from tests.architecture.samples_segments import SAMPLES as SEGMENTS
from tests.architecture.samples_templates import SAMPLES as TEMPLATES
from tests.architecture.samples_tracking import SAMPLES as TRACKING
from tests.architecture.samples_webhooks import SAMPLES as WEBHOOKS
from tests.architecture.things import (
    RULE,
    TOMORROW,
    Sample,
    absent,
    account,
    api,
    closed_deal,
    closed_lead,
    connected,
    contact,
    converted,
    deal,
    draft_with,
    early,
    entry,
    form,
    form_field,
    inquiry_as_spam,
    invitation,
    joining,
    key,
    lead,
    logged_call,
    lost_deal,
    lost_reason,
    needs_draft,
    older_version,
    page,
    pipeline,
    pool,
    public_form,
    reason,
    route,
    rule,
    send,
    stage,
    thanks,
    with_task,
)
from tests.architecture.world import QUALIFIED, Call, World
from tests.factories import capture, leads


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
    "leads:finish-task": with_task,
    "leads:reopen-task": lambda world: with_task(world, done=True),
    "leads:assign": page(lead, owner_id=lambda world, thing: world.members["manager"].user_id),
    "leads:qualify": page(connected, **QUALIFIED),
    "leads:close": page(early, to_stage="disqualified", reason="no_fit"),
    "leads:reopen": page(closed_lead),
    "leads:consent": page(lead, is_given="yes", channel="phone", text="May we write to you?"),
    "leads:create-rule": send(kind="phase", name="Big", value="decision"),
    "leads:rule": page(rule),
    "leads:toggle-rule": page(rule),
    "leads:move-rule": page(rule, to="up"),
    "leads:catalog": lambda world: Call({"kind": "topics"}),
    "leads:create-entry": lambda world: Call(
        {"kind": "topics"}, {"name": "Baths", "purchase_cycle_days": 30}
    ),
    "leads:entry": entry,
    "leads:campaign-costs": page(lambda world: leads.make_campaign(), costs="2026-11-01 120.50"),
    "leads:toggle-entry": entry,
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
    "capture:form-field": lambda world: form_field(world, label="What for?"),
    "capture:move-field": lambda world: form_field(world, to="up"),
    "capture:remove-field": lambda world: form_field(world),
    "capture:accept": page(lambda world: world.inquiry(), email="ana@reformassol.es"),
    "capture:spam": page(lambda world: world.inquiry()),
    "capture:undo-spam": inquiry_as_spam,
    "capture:replay": page(lambda world: world.inquiry()),
    # scoring
    "scoring:version": lambda world: Call({"number": 1}),
    "scoring:roll-back": older_version,
    **SCORING,
    "scoring:publish": needs_draft(),
    "scoring:discard": needs_draft(),
    "scoring:rebase": needs_draft(),
    "scoring:settings": needs_draft(name="Ours", fit_weight=50, near_points=5),
    "scoring:criterion-new": needs_draft(),
    "scoring:criterion": draft_with("criterion"),
    "scoring:criterion-delete": draft_with("criterion"),
    "scoring:group-new": needs_draft(label_en="More", dimension="fit"),
    "scoring:group": draft_with("group"),
    "scoring:group-delete": draft_with("group"),
    "scoring:explanation": page(lead),
    "scoring:panel": page(lead),
    "scoring:grade": page(early, grade="A", reason="Knows us"),
    # distribution
    "distribution:call": page(lead, outcome="connected"),
    "distribution:today-accept": page(lambda world: world.offered()),
    "distribution:today-return": page(lambda world: world.offered(), reason="no-need"),
    "distribution:undo-call": logged_call,
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
    "distribution:end-absence": absent,
    "distribution:create-reason": send(label="Too far", resume_days=90, is_active="on"),
    "distribution:reason": page(reason, label="Too far", resume_days=90, is_active="on"),
    # conversion
    "conversion:convert": page(lambda world: world.qualified(), account="new", contact="new"),
    "conversion:undo": page(converted),
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
    "conversion:reopen": page(closed_deal),
    "conversion:recycle": page(lost_deal, resume_on=TOMORROW),
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
    "capture-api:inquiry-batch": send(inquiries=[{"email": "ana@reformassol.es"}, {"full_name": "Nobody"}]),
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
    "leads-api:campaign-costs": api(
        lambda world: leads.make_campaign(), costs=[{"day": "2026-11-01", "amount_cents": 12050}]
    ),
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
    "scoring-api:draft": needs_draft(**defaults.document(country="ES", name="Ours")),
    "scoring-api:publish": needs_draft(),
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
    "conversion-api:opportunity-reopen": api(closed_deal),
    **CLUES,
    **MAIL,
    **MERGING,
    **PRIVACY,
    **LISTS,
    **NURTURING,
    **NURTURING_API,
    **SEGMENTS,
    **TEMPLATES,
    **WEBHOOKS,
    **BY_HAND,
    **FORMS,
    **HOOKS,
    **IMPORTS,
    **RULES,
    **REFERRALS,
    **TRACKING,
    **OUTBOX,
    # public
    "join:invitation": joining,
    "public:form": public_form,
    "public:thanks": thanks,
    "core:preferences": send(theme="dark"),
    "account_login": send(login="admin@acme.test", password="correct-horse-battery"),
    "account_logout": send(),
    "account_reset_password": send(email="admin@acme.test"),
    "account_reset_password_from_key": lambda world: Call({"uidb36": "1", "key": "gone"}),
}


def sample_of(name: str, world: World) -> Call:
    """Return what the address is tried with; inside the world's scope."""
    return SAMPLES.get(name, lambda _world: Call())(world)
