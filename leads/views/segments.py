"""Pages of segments: all of them, one with its leads, and the editor that counts while one edits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions.describe import describe_html
from conditions.editor import ConditionEditor
from conditions.faults import ConditionError
from conditions.nodes import Node
from conditions.registry import Registry
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import wants_fragment
from core.tables import Column
from leads import queries, segments
from leads.forms.segments import SegmentForm
from leads.models import Lead, LeadRank, Segment
from leads.services import segments as service
from leads.views.moves import show_refusal
from tenants.permissions import Capability, requires


COLUMNS = (
    Column("name", gettext_lazy("Name")),
    Column("uses", gettext_lazy("Used by")),
    Column("count", gettext_lazy("Leads"), numeric=True),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One segment of the list: what it says, who asks for it, whether it can be read."""

    segment: Segment
    sentence: str
    is_broken: bool
    uses: Sequence[segments.Use]


@dataclass(frozen=True, slots=True)
class Preview:
    """Who belongs, as far as this member may see them; ``size`` and ``leads`` are None if that takes too long."""

    size: segments.Size | None
    leads: Sequence[Lead] | None
    is_readable: bool = True


def _url(request: HttpRequest, page: str, **kwargs: Any) -> str:
    return reverse(f"leads:{page}", kwargs={"workspace": request.workspace.slug, **kwargs})  # type: ignore[attr-defined]


@require_GET
@requires(Capability.VIEW_LEADS)
def segment_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show every segment with its rule and its last count; counts that are old are asked for."""
    found = list(Segment.objects.order_by("name", "pk"))
    registry = queries.registry(with_scores=True)
    used = segments.uses([item.pk for item in found], workspace)
    service.ask_for_counts(shown=found, at=timezone.now())
    values = {
        "rows": [_row(item, registry, used[item.pk]) for item in found],
        # what is counted is the whole workspace's, which a rep does not see
        "columns": COLUMNS if _sees_all(request) else COLUMNS[:2],
        "sees_counts": _sees_all(request),
        "page_title": _("Segments"),
    }
    return render(request, "leads/segments.html", values)


def _sees_all(request: HttpRequest) -> bool:
    return request.membership.role != "rep"  # type: ignore[attr-defined]


def _row(segment: Segment, registry: Registry, uses: Sequence[segments.Use]) -> Row:
    try:
        node = segments.parsed(segment.condition, registry)
    except ConditionError as refusal:
        return Row(segment, refusal.message, is_broken=True, uses=uses)
    return Row(segment, describe_html(node, registry), is_broken=False, uses=uses)


@require_GET
@requires(Capability.VIEW_LEADS)
def segment(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show a segment: its rule, how many belong, some of them, and what uses it."""
    found = get_object_or_404(Segment, pk=pk)
    values: dict[str, Any] = {
        "segment": found,
        "uses": segments.uses([pk], workspace)[pk],
        "page_title": found.name,
        "leads_url": f"{_url(request, 'list')}?segment={found.public_id}",
    }
    try:
        node, registry = segments.read(found.condition)
    except ConditionError as refusal:
        values |= {"fault": refusal, "preview": Preview(None, None, is_readable=False)}
    else:
        values |= {
            "sentence": describe_html(node, registry),
            "preview": _preview(request, node, registry),
        }
    return render(request, "leads/segment.html", values)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_CATALOG)
def edit_segment(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Make or change a segment; the buttons of the condition's editor come back here with nothing saved."""
    found = get_object_or_404(Segment, pk=pk) if pk else None
    editor = _editor(request, found)
    if wants_fragment(request) and editor.is_changing:
        return render(request, "components/conditions.html", {"editor": editor})
    known = {"name": found.name, "description": found.description} if found else {}
    form = SegmentForm(request.POST if editor.is_submitted else None, initial=known)
    if editor.is_changing:
        form.initial = {name: request.POST.get(name, "") for name in form.fields}
    status = 200
    if editor.is_submitted:
        status = 422
        # Both are asked, so that every fault is shown at once.
        if all([form.is_valid(), editor.is_valid()]):
            try:
                saved = _save(request, found, form.cleaned_data | {"condition": editor.tree})
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                return see_other(_url(request, "segment", pk=saved.pk))
    values = {
        "form": form,
        "editor": editor,
        "segment": found,
        "preview": _preview_of(request, editor),
        "back_url": _url(request, "segment", pk=pk) if pk else _url(request, "segments"),
        "page_title": _("Edit segment") if found else _("Create segment"),
    }
    return render(request, "leads/edit_segment.html", values, status=status)


def _editor(request: HttpRequest, found: Segment | None) -> ConditionEditor:
    return ConditionEditor(
        queries.registry(with_scores=True),
        tree=found.condition if found else None,
        data=request.POST if request.method == "POST" else None,
        refresh_url=request.path,
    )


def _save(request: HttpRequest, found: Segment | None, values: dict[str, Any]) -> Segment:
    by, at = request.user.pk, timezone.now()
    if found is None:
        saved = service.create(values=values, by=by, at=at)
    else:
        saved = service.change(segment=found, values=values, by=by, at=at)
    toasts.add(request, _("Segment “%(name)s” saved.") % {"name": saved.name})
    return saved


@require_POST
@requires(Capability.VIEW_LEADS)
def preview_segment(request: HttpRequest, workspace: str) -> HttpResponse:
    """Count the leads of a condition that is being edited and show some; nothing is saved.

    Of segments, criteria, routes and classification alike, so for all who may see leads: of those they may see.
    """
    editor = _editor(request, None)
    return render(request, "leads/_segment_preview.html", {"preview": _preview_of(request, editor)})


@require_POST
@requires(Capability.EDIT_CATALOG)
def delete_segment(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Delete a segment that nothing uses."""
    found = get_object_or_404(Segment, pk=pk)
    try:
        service.delete(segment=found, workspace=workspace, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        back = {"message": refusal.message, "back_url": _url(request, "segment", pk=pk)}
        return render(request, "409.html", back, status=refusal.status)
    toasts.add(request, _("Segment “%(name)s” deleted.") % {"name": found.name})
    return see_other(_url(request, "segments"))


def _preview_of(request: HttpRequest, editor: ConditionEditor) -> Preview:
    node = editor.current_node
    return _preview(request, node, editor.registry) if node else Preview(None, None, is_readable=False)


def _preview(request: HttpRequest, node: Node, registry: Registry) -> Preview:
    ranks = LeadRank.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    today = timezone.now().date()
    return Preview(
        size=segments.size(ranks, node, registry, today=today),
        leads=segments.samples(ranks, node, registry, today=today),
    )
