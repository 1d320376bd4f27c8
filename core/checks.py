"""System checks of core: what would otherwise be missing in silence."""

from typing import Any

from django.core import checks
from django.urls import NoReverseMatch, reverse

from core import navigation


@checks.register()
def check_navigation(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Report entries that lead nowhere: pages leave them out rather than fail."""
    return [
        checks.Warning(f"The navigation entry {item.name!r} names no URL: {item.url_name!r}.", id="core.W001")
        for item in navigation.registered()
        if not _leads_somewhere(item.url_name)
    ]


def _leads_somewhere(url_name: str) -> bool:
    try:
        reverse(url_name, kwargs={"workspace": "x"})
    except NoReverseMatch:
        return False
    return True
