"""An inquiry beside the lead that it may be of: one person's, or two people's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_countries import countries

from capture.inbox import LABELS, Opened
from capture.models import Inquiry
from capture.services import triage
from core import numbers, toasts
from core.answers import see_other
from core.errors import DomainError
from leads.choices import Timeline
from leads.models import Lead
from leads.services.likely import Candidate
from tenants.permissions import Capability, requires


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as the inquiry tells it and as the lead has it."""

    label: Any
    told: Any
    known: Any

    @property
    def differs(self) -> bool:
        """Say whether both tell something, and not the same."""
        return bool(self.told and self.known) and str(self.told) != str(self.known)


def _opened(pk: int) -> Opened:
    ways = Inquiry.objects.select_related("form", "hook", "lead", "source", "rule")
    return Opened(get_object_or_404(ways, pk=pk))


def _next_url(request: HttpRequest, workspace: str) -> str:
    asked = request.GET.get("next", "")
    inbox = reverse("capture:inbox", kwargs={"workspace": workspace})
    return asked if asked.startswith(inbox) else inbox


@require_GET
@requires(Capability.TRIAGE_INBOX)
def compare(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the inquiry beside the likeliest lead, or the one that is chosen among the likely."""
    opened = _opened(pk)
    candidates = _candidates(opened)
    asked = request.GET.get("lead", "")
    chosen = next(
        (one for one in candidates if str(one.lead.pk) == asked), candidates[0] if candidates else None
    )
    next_url = _next_url(request, workspace)
    values = {
        "opened": opened,
        "chosen": chosen,
        "others": [one for one in candidates if one is not chosen],
        "rows": _rows(opened, chosen.lead) if chosen else [],
        "joins": chosen is not None and opened.would_join is not None,
        "next_url": next_url,
        "next_query": urlencode({"next": next_url}),
        "back_url": reverse("capture:inbox", kwargs={"workspace": workspace})
        + f"?{urlencode({'state': opened.tab, 'open': pk})}",
        "page_title": _("Is it the same?"),
    }
    return render(request, "capture/compare.html", values)


def _candidates(opened: Opened) -> Sequence[Candidate]:
    if not opened.is_open:
        return []
    joins = opened.would_join
    return [Candidate.certain(joins)] if joins else opened.likely


def _rows(opened: Opened, lead: Lead) -> list[Row]:
    told = opened.reading.facts
    rows = [
        Row(label, _said(name, told.get(name, "")), _said(name, getattr(lead, name)))
        for name, label in LABELS.items()
    ]
    return [row for row in rows if row.told or row.known]


def _said(name: str, value: Any) -> Any:
    """Return the value in words where it is a code or a number."""
    if not value:
        return ""
    if name == "country":
        return countries.name(str(value))
    if name == "timeline":
        return Timeline(value).label
    return numbers.plain(value) if name in {"budget", "employees"} else value


@require_POST
@requires(Capability.TRIAGE_INBOX)
def accept_same(request: HttpRequest, workspace: str, pk: int, lead: int) -> HttpResponse:
    """Make a lead of the inquiry and go on to merge it with the one that it is like; merging can be undone."""
    other = get_object_or_404(Lead, pk=lead)
    try:
        accepted = triage.accept(
            inquiry=_opened(pk).inquiry, corrections={}, by=request.user.pk, at=timezone.now()
        )
    except DomainError as refusal:
        back = {"message": refusal.message, "back_url": _next_url(request, workspace)}
        return render(request, "409.html", back, status=refusal.status)
    if accepted.lead_id == other.pk:
        toasts.add(request, _("Accepted."))
        return see_other("leads:detail", workspace=workspace, pk=other.pk)
    toasts.add(request, _("Accepted. Now choose what stays."))
    return see_other("leads:merge", workspace=workspace, pk=other.pk, other=accepted.lead_id)
