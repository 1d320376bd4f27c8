"""Leads that are likely the same: the list, setting a pair aside, and the scan of all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import paginate
from core.tables import Column
from leads import likeness
from leads.models import LikelyPair
from leads.models.merge import LikelyPairQuerySet
from leads.services import duplicate_scan, duplicates, merging
from leads.views.access import next_url
from leads.views.merge import merge_url
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember


COLUMNS = (
    Column("first", gettext_lazy("Lead")),
    Column("second", gettext_lazy("Likely the same as")),
    Column("score", gettext_lazy("Likeness"), numeric=True),
    Column("why", gettext_lazy("Why")),
    Column("act", gettext_lazy("What to do"), label_hidden=True),
)
CAP = 10_000


def seen_by(request: HttpRequest) -> LikelyPairQuerySet:
    """Return the pairs of which the member may see both leads."""
    pairs = LikelyPair.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    return pairs.select_related("first__rank", "second__rank")


@require_GET
@requires(Capability.EDIT_LEADS)
def pair_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the likely duplicates, the likeliest first."""
    pairs = seen_by(request).open()
    page = paginate(pairs, order=("-score", "-pk"), cursor=request.GET.get("cursor"))
    count = pairs.order_by()[: CAP + 1].count()
    values = {
        "columns": COLUMNS,
        "rows": [line(request, pair) for pair in page.items],
        "page": page,
        "count": count,
        "noun": ngettext("pair", "pairs", count),
        "scan": duplicate_scan.last(),
        "page_title": _("Likely duplicates"),
    }
    return render(request, "leads/duplicates.html", values)


def line(request: HttpRequest, pair: LikelyPair) -> dict[str, Any]:
    """Return a pair as the list draws it, the lead that would stay first."""
    stays, goes = merging.survivor(pair.first, pair.second)
    return {
        "pair": pair,
        "stays": stays,
        "goes": goes,
        "reasons": reasons_of(pair),
        "merge_url": merge_url(request, stays.pk, goes.pk, is_from_list=True),
    }


def reasons_of(pair: LikelyPair) -> list[str]:
    """Return why the two are likely the same, in words."""
    return [str(likeness.REASONS[name][1]) for name in pair.reasons if name in likeness.REASONS]


@require_POST
@requires(Capability.EDIT_LEADS)
def dismiss(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Note that the two are not the same."""
    pair = get_object_or_404(seen_by(request), pk=pk)
    duplicates.dismiss(pair=pair, by=request.user.pk, at=timezone.now())
    undo_url = reverse("leads:restore-pair", kwargs={"workspace": workspace, "pk": pk})
    said = _("%(first)s and %(second)s are not the same.")
    toasts.add(request, said % {"first": pair.first.title, "second": pair.second.title}, undo_url=undo_url)
    return _back(request)


@require_POST
@requires(Capability.EDIT_LEADS)
def restore(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Suggest a pair again."""
    duplicates.restore(pair=get_object_or_404(seen_by(request), pk=pk))
    toasts.add(request, _("The suggestion is back."))
    return _back(request)


@require_POST
@requires(Capability.TRIAGE_INBOX)
def scan(request: HttpRequest, workspace: str) -> HttpResponse:
    """Compare all leads in the background."""
    try:
        job = duplicate_scan.start(by=request.user.pk)
    except DomainError as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return _back(request)
    return remember(see_other(reverse("tenants:job", kwargs={"workspace": workspace, "pk": job.pk})))


def _back(request: HttpRequest) -> HttpResponse:
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return see_other(next_url(request) or reverse("leads:duplicates", kwargs={"workspace": slug}))
