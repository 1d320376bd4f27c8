"""Pages about files of leads: brought in, columns said, foreseen and mended, run, taken back."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from capture import import_pages, queries, targets
from capture.import_choices import OPEN, ImportState
from capture.import_forms import UploadForm
from capture.models import Import, ImportFault
from capture.services import cold_calls, import_drafts, import_files, import_run, import_undo, imports
from capture.services.import_files import FileGone
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import render_part
from core.pagination import paginate
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember
from work import jobs
from work.models import Job


BOTH = ["GET", "POST"]
STEERING = {"pause": jobs.pause, "resume": jobs.resume, "cancel": jobs.cancel}


@require_GET
@requires(Capability.IMPORT_LEADS)
def import_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the imports, newest first."""
    every = Import.objects.select_related("by")
    page = paginate(every, order=("-created_at", "-pk"), cursor=request.GET.get("cursor"))
    rows = [{"batch": batch, "step": step_of(batch)} for batch in page.items]
    return render(request, "capture/imports.html", {"page": page, "rows": rows})


def step_of(batch: Import) -> str:
    """Return the name of the page on which an import goes on."""
    pages = {ImportState.MAPPING: "capture:import-map", ImportState.READY: "capture:import-preview"}
    return pages.get(ImportState(batch.state), "capture:import-run")


@require_http_methods(BOTH)
@requires(Capability.IMPORT_LEADS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Bring a file in; the page of its columns follows."""
    return upload(request)


def upload(
    request: HttpRequest, *, initial: dict[str, Any] | None = None, is_cold: bool = False
) -> HttpResponse:
    """Answer with the first step, or take the file in; ``is_cold`` says beside it what such a list is for."""
    lists = queries.attribution()
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        sources=lists["sources"],
        campaigns=lists["campaigns"],
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _to(request, _take_in(request, form))
        except DomainError as refusal:
            form.add_error("file", str(refusal.message))
    context = {"form": form, "steps": import_pages.steps(None, "upload"), "is_cold": is_cold}
    return render(request, "capture/import_upload.html", context, status=422 if form.errors else 200)


def _take_in(request: HttpRequest, form: UploadForm) -> Import:
    upload = form.cleaned_data["file"]
    kept = import_files.keep(upload)
    try:
        return import_drafts.create(
            kept=kept,
            file_name=upload.name,
            told=form.told,
            by=request.user.pk,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except BaseException:
        import_files.drop(kept.token)
        raise


@require_http_methods(BOTH)
@requires(Capability.IMPORT_LEADS)
def map_columns(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the columns with some of their values, and keep which is what."""
    batch = _batch(pk)
    if batch.state not in OPEN:
        return _started(request, batch) if request.method == "POST" else _to(request, batch)
    fault: DomainError | None = None
    if request.method == "POST":
        try:
            return _to(request, _map(request, batch))
        except import_drafts.ImportStarted:
            return _started(request, batch)
        except DomainError as refusal:
            fault = refusal
    groups = targets.with_own_fields(import_pages.GROUPS)
    try:
        columns = import_pages.columns(batch, request.POST if fault else None)  # type: ignore[arg-type]
    except FileGone as gone:
        return _gone(request, batch, gone)
    context = {
        "batch": batch,
        "steps": import_pages.steps(batch, "map"),
        "columns": columns,
        "groups": groups,
        "every_row": import_pages.for_every_row(groups),
        "new_fields": import_pages.NEW_FIELDS,
        "policies": import_pages.POLICIES,
        "policy": request.POST.get("policy") or batch.mapping.get("policy", "fill"),
        "constants": import_pages.constants(batch),
        "fault": fault,
        "details": getattr(fault, "errors", None) or [],
    }
    return render(request, "capture/import_map.html", context, status=422 if fault else 200)


def _map(request: HttpRequest, batch: Import) -> Import:
    chosen = import_pages.chosen(batch, request.POST)  # type: ignore[arg-type]
    return import_drafts.map_columns(
        batch=batch,
        columns=chosen.columns,
        own=chosen.own,
        policy=chosen.policy,
        constants=chosen.constants,
        by=request.user.pk,  # type: ignore[arg-type]
        at=timezone.now(),
    )


@require_GET
@requires(Capability.IMPORT_LEADS)
def preview(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what would become of the rows, before anything is written; asks again while they are counted."""
    batch = _batch(pk)
    if batch.state != ImportState.READY:
        return _to(request, batch)
    try:
        shown = import_pages.preview(batch, request.GET.get("show", ""))
    except FileGone as gone:
        return _gone(request, batch, gone)
    context = {"batch": batch, "steps": import_pages.steps(batch, "preview"), "preview": shown}
    return render_part(request, "capture/import_preview.html", "rows", context)


@require_POST
@requires(Capability.IMPORT_LEADS)
def mend(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Keep other texts for cells of one row, and foresee anew."""
    batch = _batch(pk)
    row = request.POST.get("row", "")
    cells = {
        int(name.removeprefix("cell:")): text
        for name, text in request.POST.items()
        if name.startswith("cell:") and name.removeprefix("cell:").isdecimal() and len(name) < 10
    }
    if not row.isdecimal() or len(row) > 9 or not cells:
        return _to(request, batch)
    try:
        import_drafts.mend(
            batch=batch,
            row=int(row),
            cells=cells,  # type: ignore[arg-type]
            by=request.user.pk,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except import_drafts.ImportStarted:
        return _started(request, batch)
    except DomainError as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return _to(request, batch)
    toasts.add(request, _("Row %(n)s was mended. The file itself stays as it is.") % {"n": row})
    return _to(request, batch, show=request.POST.get("show", ""))


@require_POST
@requires(Capability.IMPORT_LEADS)
def discard(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Throw an import away that never ran."""
    batch = _batch(pk)
    try:
        import_drafts.discard(batch=batch)
    except import_drafts.ImportStarted:
        return _started(request, batch)
    toasts.add(request, _("The file was thrown away; nothing was imported."))
    return see_other("capture:imports", workspace=workspace)


@require_POST
@requires(Capability.IMPORT_LEADS)
def start(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Start the import."""
    batch = _batch(pk)
    try:
        import_run.start(batch=batch, by=request.user.pk, at=timezone.now())  # type: ignore[arg-type]
    except import_drafts.ImportStarted:
        return _started(request, batch)
    except DomainError as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return _to(request, batch)
    return remember(see_other("capture:import-run", workspace=workspace, pk=pk))


@require_GET
@requires(Capability.IMPORT_LEADS)
def run(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show how far the import is and what it did."""
    batch = _batch(pk)
    if batch.state in OPEN:
        return _to(request, batch)
    is_undone = batch.state in {ImportState.UNDOING, ImportState.UNDONE}
    context = {
        "batch": batch,
        "steps": import_pages.steps(batch, "run"),
        "job": Job.objects.filter(pk=batch.job_id).first(),
        "can_undo": import_undo.can_undo(batch, at=timezone.now()),
        "can_call": not is_undone and cold_calls.can_call(batch),
        "until": batch.finished_at and batch.finished_at + import_undo.TIME,
        "has_faults": ImportFault.objects.filter(batch=batch).exists() if batch.failed else False,
        "left": import_pages.left(batch) if is_undone and batch.left_alone else [],
    }
    return render_part(request, "capture/import_run.html", "progress", context)


@require_POST
@requires(Capability.IMPORT_LEADS)
def steer(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Pause the run, go on with it, or end it; what was imported stays."""
    batch = _batch(pk)
    act = STEERING.get(request.POST.get("do", ""))
    job = Job.objects.filter(pk=batch.job_id).first()
    if act and job:
        try:
            act(job=job, at=timezone.now())
        except DomainError as refusal:
            toasts.add(request, refusal.message, level=messages.ERROR)
    return remember(see_other("capture:import-run", workspace=workspace, pk=pk))


@require_POST
@requires(Capability.IMPORT_LEADS)
def undo(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take the import back; what somebody worked with since stays, and is named."""
    batch = _batch(pk)
    try:
        import_undo.start(batch=batch, by=request.user.pk, at=timezone.now())  # type: ignore[arg-type]
    except import_undo.CannotUndo as refusal:
        return _conflict(request, batch, refusal)
    return remember(see_other("capture:import-run", workspace=workspace, pk=pk))


@require_GET
@requires(Capability.IMPORT_LEADS)
def errors(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Send the rows that failed in the file's own columns, so that they can be mended and imported again."""
    batch = _batch(pk)
    faults = list(
        ImportFault.objects.filter(batch=batch).order_by("row").values_list("row", "reason", "cells")
    )
    lines = [imports.fault_heads(batch.header), *(imports.fault_line(*fault) for fault in faults)]
    response = StreamingHttpResponse(_as_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-errors.csv"'
    return response  # type: ignore[return-value]


class _Echo:
    """A file whose writes are handed on."""

    def write(self, text: str) -> str:
        return text


def _as_csv(lines: list[list[str]]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    yield from (writer.writerow(line) for line in lines)


def _batch(pk: int) -> Import:
    return get_object_or_404(Import.objects.select_related("source", "campaign", "by"), pk=pk)


def _to(request: HttpRequest, batch: Import, *, show: str = "") -> HttpResponse:
    """Go where the import goes on."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    answer = see_other(step_of(batch), workspace=slug, pk=batch.pk)
    if show.isalpha():
        answer["Location"] += f"?show={show}"
    return answer


def _gone(request: HttpRequest, batch: Import, refusal: FileGone) -> HttpResponse:
    """Say of a draft that its file is no longer there; what is left to do is to throw it away."""
    return render(
        request, "capture/import_gone.html", {"batch": batch, "message": refusal.message}, status=410
    )


def _started(request: HttpRequest, batch: Import) -> HttpResponse:
    return _conflict(
        request, batch, import_drafts.ImportStarted(_("Somebody started this import a moment ago."))
    )


def _conflict(request: HttpRequest, batch: Import, refusal: DomainError) -> HttpResponse:
    slug = request.workspace.slug  # type: ignore[attr-defined]
    back = see_other("capture:import-run", workspace=slug, pk=batch.pk)["Location"]
    return render(request, "409.html", {"message": refusal.message, "back_url": back}, status=409)
