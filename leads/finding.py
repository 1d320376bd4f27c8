"""How the palette finds leads and segments."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.palette import Finder, Hit
from core.text import fold
from leads.models import LeadRank, Segment
from leads.models.token import found_by


def _ranks(request: HttpRequest) -> QuerySet[LeadRank]:
    return LeadRank.objects.visible_to(request.membership).select_related("lead")  # type: ignore[attr-defined]


def _hits(request: HttpRequest, ranks: Iterable[LeadRank]) -> list[Hit]:
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return [
        Hit(
            label=rank.lead.title,
            url=reverse("leads:detail", kwargs={"workspace": slug, "pk": rank.pk}),
            detail=" · ".join(
                part
                for part in (rank.lead.company, rank.lead.email, str(rank.get_stage_display()))
                if part and part != rank.lead.title
            ),
            icon="leads",
            pk=rank.pk,
        )
        for rank in ranks
    ]


def find_leads(request: HttpRequest, text: str, limit: int) -> list[Hit]:
    """Return leads that have every word, the last one as a beginning, best first. Queries: one or two."""
    found = found_by(text)
    if found is None:
        return []
    ranks = _ranks(request).filter(pk__in=found)
    return _hits(request, ranks.order_by("-score", "-pk")[:limit])


def read_leads(request: HttpRequest, ids: Sequence[int]) -> list[Hit]:
    """Return the leads of these ids. Queries: one."""
    return _hits(request, _ranks(request).filter(pk__in=ids))


def _segment_hits(request: HttpRequest, found: Iterable[Segment]) -> list[Hit]:
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return [
        Hit(
            label=item.name,
            url=reverse("leads:segment", kwargs={"workspace": slug, "pk": item.pk}),
            detail=item.description,
            icon="funnel",
            pk=item.pk,
        )
        for item in found
    ]


def find_segments(request: HttpRequest, text: str, limit: int) -> list[Hit]:
    """Return segments whose name has every word as a beginning; there are few, so all names are read."""
    words = fold(text).split()
    found = [
        item
        for item in Segment.objects.only("pk", "name", "description").order_by("name", "pk")[:1000]
        if all(any(known.startswith(word) for known in fold(item.name).split()) for word in words)
    ]
    return _segment_hits(request, found[:limit])


def read_segments(request: HttpRequest, ids: Sequence[int]) -> list[Hit]:
    """Return the segments of these ids. Queries: one."""
    return _segment_hits(request, Segment.objects.filter(pk__in=ids))


FINDERS = (
    Finder(
        name="leads",
        label=_("Leads"),
        order=10,
        find=find_leads,
        read=read_leads,
        capability="view_leads",
        list_url="leads:list",
    ),
    Finder(
        name="segments",
        label=_("Segments"),
        order=50,
        find=find_segments,
        read=read_segments,
        capability="view_leads",
    ),
)
