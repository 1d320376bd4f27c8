"""A deal's way: from stage to stage, won, lost, opened again."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from conversion.choices import DealState, StageKind
from conversion.forms.deals import LoseForm, MoveForm, RecycleForm, VersionForm
from conversion.models import LostReason, Opportunity, PipelineStage
from conversion.services import opportunities, recycling
from conversion.views.answers import address, ask, get_deal, leave, next_or, refuse
from core import toasts
from core.errors import DomainError
from leads.services import again
from tenants.permissions import Capability, requires


# After so long a lost deal is worth another word, unless somebody says otherwise.
REST = timedelta(days=180)


def _version(request: HttpRequest) -> int | None:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


@require_POST
@requires(Capability.EDIT_SALES)
def move(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put a deal into another stage; into the lost one by way of the reason."""
    deal = get_deal(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    stage = get_object_or_404(PipelineStage, pk=form.cleaned_data["to"], pipeline=deal.pipeline_id)
    url = next_or(request, address(request, "opportunity", pk=pk))
    if stage.kind == StageKind.LOST and deal.state == DealState.OPEN:
        return leave(request, address(request, "lose", pk=pk))
    version, at = form.cleaned_data["version"], timezone.now()
    try:
        opportunities.move(opportunity=deal, stage=stage, by=request.user.pk, at=at, version=version)
    except DomainError as refusal:
        return refuse(request, refusal, back_url=url)
    if stage.kind == StageKind.WON:
        _say_won(request, deal)
    else:
        said = _("%(name)s is in “%(stage)s”.") % {"name": deal.name, "stage": stage.name}
        toasts.add(request, said)
    return leave(request, url)


def _say_won(request: HttpRequest, deal: Opportunity) -> None:
    undo_url = address(request, "reopen", pk=deal.pk)
    toasts.add(request, _("%(name)s is won.") % {"name": deal.name}, undo_url=undo_url)


@require_POST
@requires(Capability.EDIT_SALES)
def win(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Close a deal as won."""
    deal = get_deal(request, pk)
    url = next_or(request, address(request, "opportunity", pk=pk))
    try:
        opportunities.win(opportunity=deal, by=request.user.pk, at=timezone.now(), version=_version(request))
    except DomainError as refusal:
        return refuse(request, refusal, back_url=url)
    _say_won(request, deal)
    return leave(request, url)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def lose(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Close a deal as lost, with a reason."""
    deal = get_deal(request, pk)
    reasons = {
        reason.slug: reason for reason in LostReason.objects.filter(is_active=True).order_by("position", "pk")
    }
    form = LoseForm(
        request.POST if request.method == "POST" else None,
        reasons=[(slug, reason.name) for slug, reason in reasons.items()],
        initial={"version": deal.version},
    )
    url = address(request, "opportunity", pk=pk)

    def save(given: dict[str, Any]) -> str:
        opportunities.lose(
            opportunity=deal,
            reason=reasons[given["reason"]],
            note=given["note"],
            by=request.user.pk,
            at=timezone.now(),
            version=given["version"],
        )
        undo_url = address(request, "reopen", pk=pk)
        toasts.add(request, _("%(name)s is lost.") % {"name": deal.name}, undo_url=undo_url)
        return url

    return ask(
        request,
        form,
        save,
        page_title=_("Lose %(name)s") % {"name": deal.name},
        button=_("Close as lost"),
        is_danger=True,
        back_url=url,
        back_label=deal.name,
    )


@require_POST
@requires(Capability.EDIT_SALES)
def reopen(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Fight for a closed deal again."""
    deal = get_deal(request, pk)
    url = next_or(request, address(request, "opportunity", pk=pk))
    try:
        opportunities.reopen(opportunity=deal, at=timezone.now())
    except DomainError as refusal:
        return refuse(request, refusal, back_url=url)
    toasts.add(request, _("%(name)s is open again.") % {"name": deal.name})
    return leave(request, url)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def recycle(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Give the lead of a lost deal back to Marketing, with a date and a track."""
    deal = get_deal(request, pk)
    form = RecycleForm(
        request.POST if request.method == "POST" else None,
        tracks=again.tracks(),
        initial={"resume_on": timezone.localdate() + REST},
    )
    url = address(request, "opportunity", pk=pk)

    def save(given: dict[str, Any]) -> str:
        lead = recycling.recycle(opportunity=deal, **given, by=request.user.pk, at=timezone.now())
        day = date_format(given["resume_on"], pgettext("date format", "j F Y"))
        toasts.add(
            request, _("%(lead)s is with Marketing again, until %(day)s.") % {"lead": lead.title, "day": day}
        )
        return url

    return ask(
        request,
        form,
        save,
        page_title=_("Recycle the lead"),
        button=_("Recycle the lead"),
        back_url=url,
        back_label=deal.name,
    )
