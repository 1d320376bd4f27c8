"""Verbs of a lead's road that are leads' own: close, reopen, assign, qualify."""

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
from leads import clues
from leads.choices import Stage
from leads.factsheet import QUALIFICATION
from leads.forms.work import AssignForm, CloseForm, QualifyForm
from leads.models import Lead
from leads.services import ownership, qualification, stages
from leads.views.access import back_to_lead, get_lead, lead_url, posted
from leads.views.people import People
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def close(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Disqualify a lead or call it invalid, with a reason."""
    lead = get_lead(request, pk)
    form = CloseForm(posted(request))

    def save(values: dict[str, Any]) -> None:
        stages.close(lead=lead, **values, by=request.user.pk, at=timezone.now())
        undo_url = lead_url(request, pk, "reopen")
        toasts.add(request, _("%(lead)s left the road.") % {"lead": lead.title}, undo_url=undo_url)

    return _answer(request, lead, form, save, title=_("Disqualify"), button=_("Close lead"))


@require_POST
@requires(Capability.EDIT_LEADS)
def reopen(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take a closed lead back into Marketing."""
    lead = get_lead(request, pk)
    try:
        stages.reopen(lead=lead, by=request.user.pk, at=timezone.now(), reason="by_hand")
    except DomainError as refusal:
        return refuse(request, lead, refusal)
    toasts.add(request, _("%(lead)s is back in Marketing.") % {"lead": lead.title})
    return back_to_lead(request, pk)


@require_http_methods(["GET", "POST"])
@requires(Capability.ASSIGN_LEADS)
def assign(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Give a lead to a person or to nobody."""
    lead = get_lead(request, pk)
    people = People(request)
    form = AssignForm(posted(request), people=people.owners, initial={"owner_id": lead.rank.owner_id})

    def save(values: dict[str, Any]) -> None:
        owner_id = values["owner_id"]
        ownership.assign(lead_id=lead.pk, owner_id=owner_id, by=request.user.pk, at=timezone.now())
        if owner_id is None:
            toasts.add(request, _("The lead has no owner now."))
        else:
            toasts.add(request, _("Lead assigned to %(name)s.") % {"name": people.names[owner_id]})

    return _answer(request, lead, form, save, title=_("Assign"), button=_("Assign"))


@require_http_methods(["GET", "POST"])
@requires(Capability.WORK_LEADS)
def qualify(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Write need, budget, authority and timeline; with all four the lead is qualified."""
    lead = get_lead(request, pk)
    known = {name: getattr(lead, name) for name in ("need", "budget", "authority", "timeline")}
    form = QualifyForm(posted(request), initial=known)
    for fact in QUALIFICATION:
        probable = clues.standing_text(lead, fact, currency=request.workspace.currency)  # type: ignore[attr-defined]
        form.fields[fact.name].help_text = probable and _("Clue: %(clue)s") % {"clue": probable}

    def save(_values: dict[str, Any]) -> None:
        qualification.qualify(lead=lead, values=form.values(), by=request.user.pk, at=timezone.now())
        toasts.add(request, _("%(lead)s is qualified.") % {"lead": lead.title})

    return _answer(request, lead, form, save, title=_("Qualify"), button=_("Qualify lead"))


def refuse(request: HttpRequest, lead: Lead, refusal: DomainError) -> HttpResponse:
    """Say what stands in the way on a page of its own."""
    values = {"message": refusal.message, "back_url": lead_url(request, lead.pk)}
    return render(request, "409.html", values, status=409)


def _answer(
    request: HttpRequest,
    lead: Lead,
    form: forms.Form,
    save: Callable[[dict[str, Any]], None],
    *,
    title: str,
    button: str,
) -> HttpResponse:
    """Show the form, or save it and go back; a refusal stands on the form, by its field where it names one."""
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
        "is_danger": isinstance(form, CloseForm),
        "is_contacted": lead.rank.stage == Stage.SAL,
    }
    template = "leads/_verb_dialog.html" if wants_fragment(request) else "leads/verb.html"
    response = render(request, template, values, status=status)
    response["Vary"] = "HX-Request"
    return response


def show_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Put a refusal onto the form: each fault by its field, the sentence itself where no field is named."""
    beside = [error for error in refusal.errors if error["path"] not in form.fields]
    for error in refusal.errors:
        if error["path"] in form.fields:
            form.add_error(error["path"], error["message"])
    for error in beside:
        form.add_error(None, error["message"])
    if not refusal.errors:
        form.add_error(None, refusal.message)


def _leave(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Go back to the lead; out of a dialog by telling htmx to follow."""
    response = back_to_lead(request, lead.pk)
    if wants_fragment(request):
        url = response["Location"]
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
    return response
