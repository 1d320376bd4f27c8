"""Pages of content: the pieces, one piece, the coverage map, and the brief for a missing piece."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import paginate
from core.tables import Column
from leads.choices import Phase
from leads.models import Topic
from leads.views.moves import show_refusal
from nurturing import briefs, coverage
from nurturing.forms.content import ContentForm
from nurturing.models import ContentPiece
from nurturing.services import content
from nurturing.views.addresses import to
from nurturing.views.one import refused
from tenants.permissions import Capability, requires


COLUMNS = (
    Column("title", gettext_lazy("Title")),
    Column("topic", gettext_lazy("Topic")),
    Column("phase", gettext_lazy("Phase")),
    Column("format", gettext_lazy("Format")),
    Column("language", gettext_lazy("Language")),
    Column("name", gettext_lazy("Name in mails")),
)


def _tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    pages = (("content", _("Pieces")), ("coverage", _("Coverage map")))
    return [{"url": to(request, name), "label": label, "current": name == current} for name, label in pages]


@require_GET
@requires(Capability.VIEW_NURTURE)
def piece_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the pieces by title; of one cell of the map if it is asked for."""
    is_archive = request.GET.get("state") == "archived"
    pieces, where = _asked(request, ContentPiece.objects.filter(is_active=not is_archive))
    page = paginate(pieces.select_related("topic"), order=["title", "pk"], cursor=request.GET.get("cursor"))
    values = {
        "page": page,
        "columns": COLUMNS,
        "where": where,
        "is_archive": is_archive,
        "has_archive": ContentPiece.objects.filter(is_active=False).exists(),
        "tabs": _tabs(request, "content"),
        "page_title": _("Content"),
    }
    return render(request, "nurturing/content.html", values)


def _asked(request: HttpRequest, pieces: QuerySet[ContentPiece]) -> tuple[QuerySet[ContentPiece], list[str]]:
    where = []
    if slug := request.GET.get("topic", ""):
        topic = get_object_or_404(Topic, slug=slug)
        pieces, where = pieces.filter(topic=topic), [topic.name]
    phase = request.GET.get("phase", "")
    if phase in Phase.values:
        pieces, where = pieces.filter(phase=phase), [*where, str(Phase(phase).label)]
    return pieces, where


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_NURTURE)
def edit_piece(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Make or change a piece; a new one may come from a cell of the map."""
    piece = get_object_or_404(ContentPiece, pk=pk) if pk else None
    data = request.POST if request.method == "POST" else None
    form = ContentForm(data, piece=piece, initial={} if piece else _initial(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = _save(request, piece, form.values())
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                toasts.add(request, _("“%(name)s” saved.") % {"name": saved.title})
                return see_other(to(request, "content"))
    values = {
        "form": form,
        "piece": piece,
        "page_title": piece.title if piece else _("Add content"),
    }
    return render(request, "nurturing/piece.html", values, status=status)


def _initial(request: HttpRequest) -> dict[str, Any]:
    topic = Topic.objects.filter(slug=request.GET.get("topic", "")).first()
    return {
        "topic_id": topic.pk if topic else None,
        "phase": request.GET.get("phase", ""),
        "language": request.workspace.language,  # type: ignore[attr-defined]
    }


def _save(request: HttpRequest, piece: ContentPiece | None, values: dict[str, Any]) -> ContentPiece:
    by, at = request.user.pk, timezone.now()
    if piece is None:
        return content.create(values=values, by=by, at=at)
    return content.change(piece=piece, values=values, by=by, at=at)


@require_POST
@requires(Capability.EDIT_NURTURE)
def archive_piece(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Set a piece aside or bring it back; mails that link to it go on doing so."""
    piece = get_object_or_404(ContentPiece, pk=pk)
    values = {"is_active": not piece.is_active}
    try:
        content.change(piece=piece, values=values, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal, back_url=to(request, "piece", pk=pk))
    said = _("“%(name)s” is offered again.") if piece.is_active else _("“%(name)s” is in the archive.")
    toasts.add(request, said % {"name": piece.title}, undo_url=to(request, "archive-piece", pk=pk))
    return see_other(to(request, "content"))


@require_GET
@requires(Capability.VIEW_NURTURE)
def coverage_map(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show topics by phases: what we have to tell, how many leads stand there, and what is missing."""
    values = {
        "map": coverage.draw(),
        "heads": [*(str(Phase(phase).label) for phase in Phase.values), _("Phase not known")],
        "tabs": _tabs(request, "coverage"),
        "page_title": _("Coverage map"),
    }
    return render(request, "nurturing/coverage.html", values)


@require_GET
@requires(Capability.VIEW_NURTURE)
def brief(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what somebody who writes the missing piece should know, on one printable page."""
    topic = get_object_or_404(Topic, slug=request.GET.get("topic", ""))
    phase = request.GET.get("phase", "")
    if phase not in Phase.values:
        raise Http404
    query = urlencode({"topic": topic.slug, "phase": phase})
    values = {
        "brief": briefs.write(topic, phase),
        "create_url": f"{to(request, 'create-piece')}?{query}",
        "page_title": _("Brief: %(topic)s, %(phase)s") % {"topic": topic.name, "phase": Phase(phase).label},
    }
    return render(request, "nurturing/brief.html", values)
