"""The hand-off verbs of one lead: accept, give back, by hand; each a page, a dialog and a POST."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import toasts
from core.errors import DomainError
from core.htmx import wants_fragment
from distribution.forms.work import GiveBackForm, HandOffForm
from distribution.services import hand_off
from distribution.views.board import reasons, work_url
from leads.choices import Light, Stage
from leads.models import Lead
from leads.views.access import back_to_lead, get_lead, lead_url
from leads.views.moves import refuse, show_refusal
from leads.views.people import People
from tenants.permissions import Capability, requires


@require_POST
@requires(Capability.WORK_LEADS)
def accept(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Accept an offered lead."""
    lead = get_lead(request, pk)
    try:
        hand_off.accept(lead=lead, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refuse(request, lead, refusal)
    toasts.add(request, _("%(lead)s accepted.") % {"lead": lead.title})
    return back_to_lead(request, pk)


@require_http_methods(["GET", "POST"])
@requires(Capability.WORK_LEADS)
def give_back(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Return an offered lead, or recycle one that Sales works on, with a reason."""
    lead = get_lead(request, pk)
    form = GiveBackForm(request.POST if request.method == "POST" else None, reasons=reasons())
    is_offered = lead.rank.stage == Stage.MQL

    def save(values: dict[str, Any]) -> None:
        act = hand_off.reject if is_offered else hand_off.recycle
        act(lead=lead, **values, by=request.user.pk, at=timezone.now())
        toasts.add(request, _("%(lead)s returned to Marketing.") % {"lead": lead.title})

    title = _("Return to Marketing") if is_offered else _("Recycle")
    return _answer(request, lead, form, save, title=title, button=_("Return to Marketing"))


@require_http_methods(["GET", "POST"])
@requires(Capability.HAND_OFF)
def by_hand(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Send a lead to Sales by hand, or give one that waits to somebody else."""
    lead = get_lead(request, pk)
    people = People(request)
    is_waiting = lead.rank.stage == Stage.MQL
    form = HandOffForm(
        request.POST if request.method == "POST" else None,
        people=[person for person in people.owners if person[0] != lead.rank.owner_id],
        is_waiting=is_waiting,
        needs_reason=lead.rank.stage == Stage.MARKETING and lead.rank.light != Light.GREEN,
    )

    def save(values: dict[str, Any]) -> None:
        made = hand_off.hand_off(lead=lead, **values, by=request.user.pk, at=timezone.now())
        name = people.names.get(made.owner_id or 0, "")
        toasts.add(request, _("%(lead)s handed to %(name)s.") % {"lead": lead.title, "name": name})

    title = _("Give to somebody else") if is_waiting else _("Hand to Sales")
    return _answer(request, lead, form, save, title=title, button=title)


def _answer(
    request: HttpRequest,
    lead: Lead,
    form: forms.Form,
    save: Callable[[dict[str, Any]], None],
    *,
    title: str,
    button: str,
) -> HttpResponse:
    """Show the form, or save it and go back; a refusal stands on the form."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save(form.cleaned_data)
            except DomainError as refusal:
                status = refusal.status
                show_refusal(form, refusal)
            else:
                return _leave(request, lead)
    values = {
        "lead": lead,
        "form": form,
        "page_title": title,
        "button": button,
        "action": request.path,
        "back_url": lead_url(request, lead.pk),
    }
    template = "leads/_verb_dialog.html" if wants_fragment(request) else "leads/verb.html"
    response = render(request, template, values, status=status)
    response["Vary"] = "HX-Request"
    return response


def _leave(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Go back to the lead, or to today's page for a rep who gave it away and may not see it any more."""
    response = back_to_lead(request, lead.pk)
    membership = request.membership  # type: ignore[attr-defined]
    if not Lead.objects.visible_to(membership).filter(pk=lead.pk).exists():
        response["Location"] = work_url(request)
    if wants_fragment(request):
        url = response["Location"]
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
    return response
