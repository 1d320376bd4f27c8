"""The draft's page, and what is done with a draft as a whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import toasts
from core.errors import DomainError
from scoring import queries
from scoring.engine.spec import ModelSpec
from scoring.services import drafts, publish
from scoring.views.draft_acts import done, refused, revision, to
from scoring.views.draft_acts import number as number_of
from scoring.views.draft_signing import signing_context
from scoring.views.draft_tests import changes
from scoring.views.live import model_context
from tenants.permissions import Capability, requires


@require_GET
@requires(Capability.VIEW_DRAFT)
def show(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the draft; what it would change follows as a part of its own."""
    draft = queries.draft()
    live = queries.live()
    if draft is None:
        return render(request, "scoring/no_draft.html", {"page_title": _("Scoring draft"), "live": live})
    names = queries.registry()
    before = queries.spec_of(live, names) if live else None
    values = model_context(draft, before, asked=request.GET.get("model", ""))
    values |= {
        "page_title": _("Scoring draft v%(number)d") % {"number": queries.next_version()},
        "live": live,
        "draft": draft,
        "is_stale": (live.version if live else None) != draft.based_on,
        "edited": _edited(before, values["spec"]),
        "changes": changes(before, values["spec"], names),
        "can_edit": _can(request, Capability.EDIT_SCORING),
        "can_publish": _can(request, Capability.PUBLISH_SCORING),
        **signing_context(request, draft),
    }
    return render(request, "scoring/draft.html", values)


@require_POST
@requires(Capability.EDIT_SCORING)
def start(request: HttpRequest, workspace: str) -> HttpResponse:
    """Start a draft from the live model, if there is none."""
    drafts.start(by=request.user.pk, at=timezone.now())
    return to(request, "scoring:draft")


def _can(request: HttpRequest, capability: Capability) -> bool:
    may: bool = request.membership.can(capability)  # type: ignore[attr-defined]
    return may


def _edited(before: ModelSpec | None, after: ModelSpec) -> int:
    """Return how many criteria are new or changed, in all models."""
    if before is None:
        return 0
    old = {criterion.key: criterion for criterion in before.every_criterion()}
    return sum(old.get(criterion.key) != criterion for criterion in after.every_criterion())


@require_POST
@requires(Capability.PUBLISH_SCORING)
def go_live(request: HttpRequest, workspace: str) -> HttpResponse:
    """Publish the draft as it was seen."""

    def do() -> None:
        model, _job = publish.publish(
            by=request.user.pk,
            at=timezone.now(),
            revision=revision(request),
            override_reason=request.POST.get("override_reason", ""),
        )
        toasts.add(
            request, _("v%(number)d is live. Every lead is being rescored.") % {"number": model.version}
        )

    return done(request, do, "scoring:live")


@require_POST
@requires(Capability.PUBLISH_SCORING)
def roll_back(request: HttpRequest, workspace: str, number: int) -> HttpResponse:
    """Make an older version live again, under a new number; ask first where parts of it name what is gone."""
    seen = number_of(request, "live")

    def do() -> None:
        model, _job = publish.publish_again(
            version=number,
            by=request.user.pk,
            at=timezone.now(),
            live=seen,
            confirm=request.POST.get("confirm") == "on",
        )
        text = _("v%(old)d is live again, as v%(number)d. Every lead is being rescored.")
        toasts.add(request, text % {"old": number, "number": model.version})

    try:
        do()
    except publish.NamesWhatIsGone as refusal:
        values = {
            "page_title": _("Make v%(number)d live again") % {"number": number},
            "message": refusal.message,
            "number": number,
            "seen": seen,
        }
        return render(request, "scoring/roll_back.html", values, status=409)
    except DomainError as refusal:
        return refused(request, refusal)
    return to(request, "scoring:live")


@require_POST
@requires(Capability.EDIT_SCORING)
def discard(request: HttpRequest, workspace: str) -> HttpResponse:
    """Throw the draft away."""

    def do() -> None:
        drafts.discard(by=request.user.pk, at=timezone.now(), revision=revision(request))
        toasts.add(request, _("The draft is gone. What is live has not changed."))

    return done(request, do, "scoring:live")


@require_POST
@requires(Capability.EDIT_SCORING)
def rebase(request: HttpRequest, workspace: str) -> HttpResponse:
    """Keep the draft as it is, on top of what is live now."""

    def do() -> None:
        drafts.rebase(by=request.user.pk, at=timezone.now(), revision=revision(request))
        toasts.add(request, _("The draft follows the live model now."))

    return done(request, do, "scoring:draft")
