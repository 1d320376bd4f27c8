"""What the lead page shows of merging: who is likely the same, and what was merged into the lead."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from leads import likeness
from leads.models import Lead, LikelyPair, MergeRecord


SHOWN = 3
NAMES = ("first_name", "last_name", "company", "email", "phone")


def rows(request: HttpRequest, lead: Lead) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return what the page reads beside its other short lists: likely pairs, and merges that stand."""
    membership = request.membership  # type: ignore[attr-defined]
    pairs = LikelyPair.objects.of(lead.pk).open().visible_to(membership)
    merges = MergeRecord.objects.filter(winner_id=lead.pk, undone_at=None)
    if not membership.can("edit_leads"):
        pairs, merges = pairs.none(), merges.none()
    other = {
        f"other_{name}": Case(When(first_id=lead.pk, then=F(f"second__{name}")), default=F(f"first__{name}"))
        for name in ("id", *NAMES)
    }
    pairs = pairs.annotate(**other).values("id", "score", "reasons", *other)
    return (
        pairs.order_by("-score", "-id")[:SHOWN],
        merges.order_by("-at", "-id").values("id", "loser_title", "at")[:5],
    )


def likely(request: HttpRequest, lead: Lead, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a likely pair as the page draws it."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    other = Lead(workspace_id=lead.workspace_id, **{name: row[f"other_{name}"] for name in NAMES})
    url = reverse("leads:merge", kwargs={"workspace": slug, "pk": lead.pk, "other": row["other_id"]})
    return {
        "title": other.title,
        "score": row["score"],
        "reasons": [likeness.REASONS[name][1] for name in row["reasons"] if name in likeness.REASONS],
        "url": f"{url}?suggested=1",
        "dismiss_url": reverse("leads:dismiss-pair", kwargs={"workspace": slug, "pk": row["id"]}),
    }


def merged(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a merge as the page draws it."""
    return {"pk": row["id"], "loser_title": row["loser_title"], "at": parse_datetime(row["at"])}


class MergingPart:
    """What the lead page draws of it; the page has ``request``, ``lead`` and its short lists."""

    request: HttpRequest
    lead: Lead
    _lists: Any

    @cached_property
    def likely(self) -> list[dict[str, Any]]:
        """Who is likely the same, the likeliest first."""
        return [likely(self.request, self.lead, row) for row in self._lists.likely]

    @cached_property
    def merges(self) -> list[dict[str, Any]]:
        """What was merged into the lead, the newest first."""
        return [merged(row) for row in self._lists.merges]
