"""Writing on the timeline: a note, a call, the next step."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import toasts
from core.errors import DomainError
from core.htmx import wants_fragment
from leads.forms.work import CallForm, NoteForm, TaskForm
from leads.services import calls, notes, tasks
from leads.views.access import back_to_lead, get_lead
from leads.views.detail import PAGE, context
from leads.views.lead_page import LeadPage
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def note(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Offer or write a note."""
    page = LeadPage(request, get_lead(request, pk), composer="note")
    if request.method == "GET":
        return show_composer(page, NoteForm())
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_composer(page, form, status=422)
    notes.add(lead=page.lead, **form.cleaned_data, by=request.user.pk, at=page.now)
    return finish(page, _("Note saved."))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def call(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Offer or log a call."""
    page = LeadPage(request, get_lead(request, pk), composer="call")
    if request.method == "GET":
        return show_composer(page, CallForm())
    form = CallForm(request.POST)
    if not form.is_valid():
        return show_composer(page, form, status=422)
    try:
        calls.log(lead=page.lead, **form.cleaned_data, by=request.user.pk, at=page.now)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return show_composer(page, form, status=refusal.status)
    return finish(page, _("Call logged."))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def task(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Offer or plan the next step."""
    page = LeadPage(request, get_lead(request, pk), composer="task")
    people = page.people.assignees
    if request.method == "GET":
        initial = {"due_at": tasks.next_morning(page.now), "assignee_id": request.user.pk}
        return show_composer(page, TaskForm(initial=initial, people=people))
    form = TaskForm(request.POST, people=people)
    if not form.is_valid():
        return show_composer(page, form, status=422)
    try:
        tasks.add(lead=page.lead, **form.cleaned_data, by=request.user.pk, at=page.now)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return show_composer(page, form, status=refusal.status)
    return finish(page, _("Next step planned."))


def show_composer(page: LeadPage, form: forms.Form, *, status: int = 200) -> HttpResponse:
    """Show the composer with the form, on the whole page without scripts."""
    page.composer_form = form
    template = "leads/_composer.html" if wants_fragment(page.request) else PAGE
    response = render(page.request, template, context(page), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def finish(page: LeadPage, sentence: str) -> HttpResponse:
    """Show an empty note again; the rest of the page refreshes itself on ``lead-changed``."""
    toasts.add(page.request, sentence)
    if not wants_fragment(page.request):
        return back_to_lead(page.request, page.lead.pk)
    page.composer = "note"
    response = show_composer(page, NoteForm())
    response["HX-Trigger"] = "lead-changed"
    return response
