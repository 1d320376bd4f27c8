"""Settings: pipelines with their stages, and reasons for losing."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conversion import queries
from conversion.choices import StageKind
from conversion.forms.pipelines import NameForm, ReasonForm, StageForm
from conversion.models import LostReason, Pipeline, PipelineStage
from conversion.services import pipelines
from conversion.views.answers import address, ask, leave, refuse
from core import toasts
from core.errors import DomainError
from tenants.permissions import Capability, requires


@require_GET
@requires(Capability.EDIT_ROUTES)
def show_pipelines(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show every pipeline with its stages, and the reasons for losing."""
    by_pipeline: dict[int, list[PipelineStage]] = {}
    for stage in queries.stages():
        by_pipeline.setdefault(stage.pipeline_id, []).append(stage)
    values = {
        "pipelines": [(pipeline, by_pipeline.get(pipeline.pk, [])) for pipeline in queries.pipelines()],
        "reasons": LostReason.objects.order_by("-is_active", "position", "pk"),
        "page_title": _("Pipelines"),
    }
    return render(request, "conversion/pipelines.html", values)


def _ask(request: HttpRequest, form: forms.Form, save: Any, title: str, **context: Any) -> HttpResponse:
    url = address(request, "pipelines")

    def store(given: dict[str, Any]) -> str:
        save(given, {"by": request.user.pk, "at": timezone.now()})
        toasts.add(request, _("“%(name)s” saved.") % {"name": given["name"]})
        return url

    return ask(
        request,
        form,
        store,
        page_title=title,
        button=_("Save"),
        back_url=url,
        back_label=_("Pipelines"),
        **context,
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def edit_pipeline(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Add a pipeline, or rename one."""
    pipeline = get_object_or_404(Pipeline, pk=pk) if pk else None
    form = NameForm(request.POST or None, initial={"name": pipeline.name if pipeline else ""})

    def save(given: dict[str, Any], who: dict[str, Any]) -> None:
        if pipeline:
            pipelines.rename_pipeline(pipeline=pipeline, **given, **who)
        else:
            pipelines.create_pipeline(**given, **who)

    return _ask(request, form, save, _("Rename pipeline") if pipeline else _("Add pipeline"))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def add_stage(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Add a stage to a pipeline."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    form = StageForm(request.POST or None)

    def save(given: dict[str, Any], who: dict[str, Any]) -> None:
        pipelines.add_stage(pipeline=pipeline, **given, **who)

    return _ask(request, form, save, _("Add stage"))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def edit_stage(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Rename a stage, or give it another probability."""
    stage = get_object_or_404(PipelineStage, pk=pk)
    initial = {"name": stage.name, "probability": stage.probability}
    form: forms.Form = StageForm(request.POST or None, initial=initial)
    if stage.kind != StageKind.OPEN:
        form = NameForm(request.POST or None, initial=initial)

    def save(given: dict[str, Any], who: dict[str, Any]) -> None:
        pipelines.change_stage(stage=stage, **{"probability": stage.probability} | given, **who)

    return _ask(request, form, save, _("Edit %(name)s") % {"name": stage.name})


@require_POST
@requires(Capability.EDIT_ROUTES)
def move_stage(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put a stage one place up or down."""
    stage = get_object_or_404(PipelineStage, pk=pk)
    is_up = request.POST.get("to") == "up"
    pipelines.move_stage(stage=stage, is_up=is_up, by=request.user.pk, at=timezone.now())
    return leave(request, address(request, "pipelines"))


@require_POST
@requires(Capability.EDIT_ROUTES)
def remove_stage(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Remove a stage in which no deal stands."""
    stage = get_object_or_404(PipelineStage, pk=pk)
    url = address(request, "pipelines")
    try:
        pipelines.remove_stage(stage=stage, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refuse(request, refusal, back_url=url)
    toasts.add(request, _("Stage “%(name)s” removed.") % {"name": stage.name})
    return leave(request, url)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def edit_reason(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Add a reason for losing, or rename one."""
    reason = get_object_or_404(LostReason, pk=pk) if pk else None
    form = ReasonForm(request.POST or None, initial={"name": reason.name if reason else ""})

    def save(given: dict[str, Any], who: dict[str, Any]) -> None:
        if reason:
            pipelines.rename_reason(reason=reason, **given, **who)
        else:
            pipelines.add_reason(**given, **who)

    return _ask(request, form, save, _("Rename reason") if reason else _("Add reason"))


@require_POST
@requires(Capability.EDIT_ROUTES)
def toggle_reason(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Set a reason aside, or offer it again."""
    reason = get_object_or_404(LostReason, pk=pk)
    url = address(request, "pipelines")
    is_active = not reason.is_active
    try:
        pipelines.offer_reason(reason=reason, is_active=is_active, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refuse(request, refusal, back_url=url)
    said = _("“%(name)s” is offered again.") if is_active else _("“%(name)s” is set aside.")
    undo_url = address(request, "toggle-reason", pk=pk)
    toasts.add(request, said % {"name": reason.name}, undo_url=undo_url)
    return leave(request, url)
