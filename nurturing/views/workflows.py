"""Workflows as a whole: their list and order, new ones, their state."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from leads.models import Lead
from leads.views.moves import show_refusal
from nurturing import figures, starts
from nurturing.choices import WorkflowState
from nurturing.forms.workflows import CreateForm, SettingsForm
from nurturing.models import Workflow
from nurturing.services import arranging, workflows
from nurturing.views.addresses import to
from nurturing.views.one import get_workflow, refused
from tenants.permissions import Capability, requires


State = WorkflowState


@require_GET
@requires(Capability.VIEW_NURTURE)
def workflow_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the workflows in the order in which they are asked, with who is where."""
    is_archive = request.GET.get("state") == State.ARCHIVED
    every = list(Workflow.objects.order_by("position", "pk"))
    shown = [item for item in every if (item.state == State.ARCHIVED) == is_archive]
    totals = figures.totals(shown)
    values = {
        "rows": [{"workflow": item, "totals": totals[item.pk]} for item in shown],
        "is_archive": is_archive,
        "archived": sum(item.state == State.ARCHIVED for item in every),
        "page_title": _("Workflows"),
    }
    return render(request, "nurturing/workflows.html", values)


@require_POST
@requires(Capability.EDIT_NURTURE)
def move(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Ask a workflow before or after its neighbor."""
    steps = -1 if request.POST.get("to") == "up" else 1
    try:
        arranging.move(workflow=get_workflow(pk), steps=steps, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal, back_url=to(request, "workflows"))
    return see_other(to(request, "workflows"))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_NURTURE)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a workflow from a starting template or a blank one; it begins in dry run."""
    data = request.POST if request.method == "POST" else None
    form = CreateForm(data, starts=starts.choices(), initial={"start": starts.FIRST})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = starts.begin(**form.cleaned_data, by=request.user.pk, at=timezone.now())
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                return see_other(to(request, "edit-workflow", pk=made.pk))
    values = {"form": form, "starts": starts.STARTS, "page_title": _("Create workflow")}
    return render(request, "nurturing/create_workflow.html", values, status=status)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_NURTURE)
def settings(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change name, description and track."""
    workflow = get_workflow(pk)
    data = request.POST if request.method == "POST" else None
    initial = {name: getattr(workflow, name) for name in ("name", "description", "track")}
    form = SettingsForm(data, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                workflows.rename(
                    workflow=workflow, **form.cleaned_data, by=request.user.pk, at=timezone.now()
                )
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                toasts.add(request, _("Saved."))
                return see_other(to(request, "edit-workflow", pk=pk))
    values = {
        "form": form,
        "workflow": get_workflow(pk),
        "tracks": _tracks(),
        "page_title": _("Name and track"),
    }
    return render(request, "nurturing/workflow_settings.html", values, status=status)


def _tracks() -> list[str]:
    """Return tracks that leads are on, for the field to offer."""
    found = Lead.objects.open().exclude(track="").order_by().values_list("track", flat=True).distinct()
    return sorted(found[:50])


@require_POST
@requires(Capability.EDIT_NURTURE)
def verb(request: HttpRequest, workspace: str, pk: int, verb: str) -> HttpResponse:
    """Do one thing to the workflow as a whole: publish, pause, resume, archive, take up again, copy."""
    if verb not in VERBS:
        raise Http404
    workflow = get_workflow(pk)
    act, said, undo, page = VERBS[verb]
    try:
        made = act(workflow=workflow, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal, back_url=to(request, "edit-workflow", pk=pk))
    undo_url = to(request, "workflow-verb", pk=pk, verb=undo) if undo else ""
    toasts.add(request, str(said) % {"name": workflow.name}, undo_url=undo_url)
    target = made.pk if isinstance(made, Workflow) else pk
    return see_other(to(request, page) if page == "workflows" else to(request, page, pk=target))


Verb = tuple[Any, str | Promise, str, str]
VERBS: dict[str, Verb] = {
    "publish": (
        workflows.publish,
        gettext_lazy("The new version of “%(name)s” is live."),
        "",
        "edit-workflow",
    ),
    "pause": (workflows.pause, gettext_lazy("“%(name)s” is paused."), "resume", "edit-workflow"),
    "resume": (workflows.resume, gettext_lazy("“%(name)s” goes on."), "pause", "edit-workflow"),
    "archive": (workflows.archive, gettext_lazy("“%(name)s” is in the archive."), "restore", "workflows"),
    "restore": (workflows.restore, gettext_lazy("“%(name)s” is in dry run again."), "", "edit-workflow"),
    "discard": (workflows.discard_draft, gettext_lazy("The changes are gone."), "", "edit-workflow"),
    "default": (
        arranging.make_default,
        gettext_lazy("“%(name)s” takes whom no other takes."),
        "",
        "edit-workflow",
    ),
    "duplicate": (arranging.duplicate, gettext_lazy("“%(name)s” was copied."), "", "edit-workflow"),
}
