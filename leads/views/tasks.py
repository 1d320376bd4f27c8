"""Finishing a next step, and taking that back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import toasts
from leads.models import Task
from leads.services import tasks
from leads.views.access import back_to_lead, get_lead, lead_url
from leads.views.moves import refuse
from tenants.permissions import Capability, requires


@require_POST
@requires(Capability.EDIT_LEADS)
def finish(request: HttpRequest, workspace: str, pk: int, task: int) -> HttpResponse:
    """Finish a next step and offer the way back."""
    lead = get_lead(request, pk)
    found = get_object_or_404(Task, lead_id=lead.pk, pk=task)
    try:
        tasks.finish(task=found, by=request.user.pk, at=timezone.now())
    except tasks.TaskConflict as refusal:
        return refuse(request, lead, refusal)
    undo_url = lead_url(request, pk, "reopen-task", task=task)
    toasts.add(request, _("Finished “%(title)s”.") % {"title": found.title}, undo_url=undo_url)
    return back_to_lead(request, pk)


@require_POST
@requires(Capability.EDIT_LEADS)
def reopen(request: HttpRequest, workspace: str, pk: int, task: int) -> HttpResponse:
    """Put a finished step back."""
    lead = get_lead(request, pk)
    found = get_object_or_404(Task, lead_id=lead.pk, pk=task)
    try:
        tasks.reopen(task=found, by=request.user.pk, at=timezone.now())
    except tasks.TaskConflict as refusal:
        return refuse(request, lead, refusal)
    toasts.add(request, _("“%(title)s” is to be done again.") % {"title": found.title})
    return back_to_lead(request, pk)
