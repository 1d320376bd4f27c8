"""Where distribution's pages stand in the frame, and what it adds to the lead page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from distribution import panels
from distribution.models import HandOff
from leads.panels import Panel
from leads.panels import register as register_panel


def waiting_for(request: HttpRequest) -> int:
    """Return how many leads wait for the reader's answer; one indexed query."""
    return HandOff.objects.waiting().filter(owner_id=request.user.pk).count()


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
    register_panel(Panel("hand-off-clock", 10, "distribution/panels/clock.html", panels.clock, "head"))
    register_panel(Panel("hand-off-verbs", 10, "distribution/panels/verbs.html", panels.verbs, "verbs"))
