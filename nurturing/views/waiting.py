"""Marketing's list of those who wait for a person: by reason, with what is missing and the next verb."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core.pagination import paginate
from core.tables import Column
from leads import deeds
from nurturing import caring
from nurturing.choices import ReviewReason
from nurturing.models import Care
from nurturing.views.addresses import to
from tenants.permissions import Capability, requires


COLUMNS = (
    Column("lead", gettext_lazy("Lead")),
    Column("grade", gettext_lazy("Grade")),
    Column("reason", gettext_lazy("Why it waits")),
    Column("since", gettext_lazy("Since")),
    Column("verb", gettext_lazy("Next"), label_hidden=True),
)


@require_GET
@requires(Capability.EDIT_NURTURE)
def show(request: HttpRequest, workspace: str) -> HttpResponse:
    """List who waits, newest first; of one reason if it is asked for."""
    reason = request.GET.get("reason", "")
    reason = reason if reason in ReviewReason.values else ""
    counts = caring.counts()
    page = paginate(
        caring.waiting(reason).select_related("lead__rank"),
        order=["-since", "-lead_id"],
        cursor=request.GET.get("cursor"),
    )
    membership = request.membership  # type: ignore[attr-defined]
    values = {
        "page": page,
        "rows": [_row(request, care) for care in page.items],
        "columns": COLUMNS,
        "tabs": _tabs(request, counts, reason),
        "total": sum(counts.values()),
        "advice": caring.ADVICE.get(reason, ""),
        "list": {
            "verbs": sorted(deeds.offered(membership), key=lambda verb: verb.name != "enroll"),
            "query": "",
            "names_text": "",
        },
        "page_title": _("Waiting for a person"),
    }
    return render(request, "nurturing/waiting.html", values)


def _tabs(request: HttpRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    url = to(request, "waiting")
    found = [{"url": url, "label": _("All"), "count": sum(counts.values()), "current": not current}]
    # A reason somebody is looking at stays, though the last one has gone.
    shown = {**counts, current: counts.get(current, 0)} if current else counts
    return found + [
        {
            "url": f"{url}?reason={reason}",
            "label": ReviewReason(reason).label,
            "count": number,
            "current": reason == current,
        }
        for reason, number in shown.items()
    ]


def _row(request: HttpRequest, care: Care) -> dict[str, Any]:
    return {"care": care, "lead": care.lead, "step": next_step(request, care)}


def next_step(request: HttpRequest, care: Care) -> dict[str, Any] | None:
    """Return the verb that helps this lead on, if the member may do it: its words and its address."""
    step = caring.STEPS[care.reason]
    if not request.membership.can(step.capability):  # type: ignore[attr-defined]
        return None
    slug = request.workspace.slug  # type: ignore[attr-defined]
    url = reverse(step.url_name, kwargs={"workspace": slug, "pk": care.lead_id, **step.kwargs})
    return {"label": step.label, "url": url}
