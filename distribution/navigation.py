"""Where distribution's pages stand in the frame, and what it adds to the lead page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from distribution.choices import HandOffState
from distribution.models import HandOff
from leads.choices import ContactStatus, Stage
from leads.models import Lead
from leads.panels import Panel
from leads.panels import register as register_panel


def waiting_for(request: HttpRequest) -> "QuerySet[HandOff]":
    """Return what waits for the reader's answer, to be counted."""
    return HandOff.objects.waiting().filter(owner_id=request.user.pk)


def clock(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return the clock that runs: to the answer, then to the first contact."""
    rank = lead.rank
    is_new = rank.stage in {Stage.SAL, Stage.SQL} and rank.contact_status == ContactStatus.NOT_CONTACTED
    if rank.stage != Stage.MQL and not is_new:
        return None
    state = HandOffState.OFFERED if rank.stage == Stage.MQL else HandOffState.ACCEPTED
    latest = HandOff.objects.filter(lead_id=lead.pk, state=state).order_by("-offered_at", "-pk").first()
    return {"hand_off": latest} if latest and latest.contacted_at is None else None


def verbs(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return what the reader may do about the hand-off in the lead's stage."""
    membership, stage = request.membership, lead.rank.stage  # type: ignore[attr-defined]
    can_work, can_hand_off = membership.can("work_leads"), membership.can("hand_off")
    found = {
        "can_accept": stage == Stage.MQL and can_work,
        "can_recycle": stage in {Stage.SAL, Stage.SQL} and can_work,
        "can_hand_off": stage == Stage.MARKETING and can_hand_off,
        "can_pass_on": stage == Stage.MQL and can_hand_off,
        "is_green": lead.rank.light == "green",
    }
    return found if any(value for name, value in found.items() if name != "is_green") else None


def register() -> None:
    """Add the entries and the panels; called once, when every room's models are loaded."""
    navigation.register(
        navigation.Item(
            name="today",
            label=_("Today"),
            icon="today",
            url_name="distribution:today",
            order=10,
            goto="h",
            badge=waiting_for,
        ),
        navigation.Item(
            name="hand-off",
            label=_("Hand-off"),
            icon="handshake",
            url_name="distribution:hand-off",
            order=65,
            group="manage",
            capability="hand_off",
            goto="d",
        ),
    )
    register_panel(Panel("hand-off-clock", 10, "distribution/panels/clock.html", clock, "head"))
    register_panel(Panel("hand-off-verbs", 10, "distribution/panels/verbs.html", verbs, "verbs"))
