"""Panels of the lead page: each room registers its own, the page loops over them (style §3.5)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the lead page.

    ``place``: "head" (badges below the title), "verbs" (buttons for the lead's state), "aside" (right column),
    "main" (above the timeline). ``build(request, lead)`` returns the template's context, or None to stay away.
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


def collect(request: HttpRequest, lead: Any) -> dict[str, list[tuple[str, dict[str, Any]]]]:  # noqa: ANN401
    """Return for each place the templates to include with their contexts, in order."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {"head": [], "verbs": [], "aside": [], "main": []}
    for panel in sorted(_panels.values(), key=lambda item: item.order):
        context = panel.build(request, lead)
        if context is not None:
            found[panel.place].append((panel.template, context))
    return found
