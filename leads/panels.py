"""Panels of the lead page: each room registers its own, the page loops over them (style §3.5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the lead page.

    ``place``: "head" (badges below the title), "verbs" (buttons for the lead's state), "aside" (right column),
    "main" (above the timeline). Two other pages collect theirs: "card" (one line on the next lead of today's page)
    and "today" (a card on today's page of marketers and admins; there ``lead`` is None).
    ``build(request, lead)`` returns the template's context, or None to stay away.
    """

    name: str
    order: int
    template: str
    build: Callable[[HttpRequest, Any], dict[str, Any] | None]
    place: str = "aside"


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel; called in ``AppConfig.ready``."""
    _panels[panel.name] = panel


PAGE = ("head", "verbs", "aside", "main")


def collect(
    request: HttpRequest,
    lead: Any,
    *,
    places: Sequence[str] = PAGE,
) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return for each of the places the templates to include with their contexts, in order."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {place: [] for place in places}
    for panel in sorted(_panels.values(), key=lambda item: item.order):
        context = panel.build(request, lead) if panel.place in found else None
        if context is not None:
            found[panel.place].append((panel.template, context))
    return found
