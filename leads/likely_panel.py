"""What the lead page shows of merging: who is likely the same, and what was merged into the lead."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from leads import likeness
from leads.models import Lead, LikelyPair, MergeRecord
from leads.services import merging


SHOWN = 3


def likely(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return the leads that are likely the same as this one, the likeliest first. Queries: one."""
    membership = request.membership  # type: ignore[attr-defined]
    if not membership.can("edit_leads"):
        return None
    pairs = LikelyPair.objects.filter(Q(first_id=lead.pk) | Q(second_id=lead.pk), dismissed_at=None)
    if membership.role == "rep":
        visible = Lead.objects.visible_to(membership).values("pk")
        pairs = pairs.filter(first__in=visible, second__in=visible)
    found = pairs.select_related("first", "second").order_by("-score", "-pk")[:SHOWN]
    lines = [_line(request, pair, lead) for pair in found]
    return {"lines": lines} if lines else None


def _line(request: HttpRequest, pair: LikelyPair, lead: Lead) -> dict[str, Any]:
    other = pair.second if pair.first_id == lead.pk else pair.first
    stays, goes = merging.survivor(lead, other)
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return {
        "title": other.title,
        "score": pair.score,
        "reasons": [likeness.REASONS[name][1] for name in pair.reasons if name in likeness.REASONS],
        "url": reverse("leads:merge", kwargs={"workspace": slug, "pk": stays.pk, "other": goes.pk}),
        "dismiss_url": reverse("leads:dismiss-pair", kwargs={"workspace": slug, "pk": pair.pk}),
    }


def merges(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return the merges of the lead that stand, newest first. Queries: one."""
    if not request.membership.can("edit_leads"):  # type: ignore[attr-defined]
        return None
    records = MergeRecord.objects.filter(winner_id=lead.pk, undone_at=None).defer("kept")
    newest = list(records.order_by("-at", "-pk")[:5])
    return {"records": newest} if newest else None
