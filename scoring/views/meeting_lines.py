"""The ballot of a meeting before the vote: how far its count is, and a criterion of the chair's own."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions.editor import ConditionEditor
from core import answers, toasts
from core.errors import DomainError
from core.htmx import wants_fragment
from scoring import queries
from scoring.engine.reader import criteria_registry
from scoring.services import meeting_counting, meeting_lines
from scoring.views import meeting_words as words
from scoring.views.meeting import found, me
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember


@require_GET
@requires(Capability.VIEW_SCORING)
def counting(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show how far the count is; asked each second while a worker counts, and then the page shows the ballot."""
    meeting = found(request, pk)
    if not meeting.is_counting:
        if wants_fragment(request):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)
    return render(request, "scoring/_meeting_counting.html", words.counting(request, meeting))


@require_POST
@requires(Capability.EDIT_SCORING)
def count(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Go on with a count that stopped."""
    meeting_counting.again(meeting=found(request, pk), by=request.user.pk, at=timezone.now())
    return remember(answers.see_other("scoring:meeting", workspace=workspace, pk=pk))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def add(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put a condition of one's own on the ballot."""
    meeting = found(request, pk)
    if not meeting.is_open:
        return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)
    editor = ConditionEditor(
        criteria_registry(queries.registry()),
        data=request.POST if request.method == "POST" else None,
        refresh_url=request.path,
        unwraps=True,
    )
    if editor.is_changing and wants_fragment(request):
        return render(request, "components/conditions.html", {"editor": editor})
    refusal: DomainError | None = None
    if editor.is_submitted and editor.is_valid():
        try:
            line = meeting_lines.add(
                meeting=meeting, condition=editor.tree, by=me(request), at=timezone.now()
            )
        except DomainError as raised:
            refusal = raised
        else:
            toasts.add(request, _("“%(name)s” is on the ballot.") % {"name": words.label(line)})
            return answers.see_other("scoring:meeting-ballot", workspace=workspace, pk=pk)
    values: dict[str, Any] = {
        "page_title": _("Add a criterion to the ballot"),
        "meeting": meeting,
        "editor": editor,
        "refusal": refusal.message if refusal else "",
        "preview": {"is_readable": False},
    }
    is_conflict = refusal is not None and refusal.status == HTTPStatus.CONFLICT
    status = 409 if is_conflict else 422 if editor.is_submitted else 200
    return render(request, "scoring/meeting_line.html", values, status=status)
