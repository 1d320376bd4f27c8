"""What base.html needs on every page; everything lazy, so that pages without it pay nothing."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from core import navigation
from core.preferences import PREFERENCES


MOBILE_ITEMS = 3


class Shell:
    """The frame around a page, as one person sees it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def theme(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return PREFERENCES["theme"].read(self._request)

    @property
    def density(self) -> str:
        """``compact`` or ``comfortable``."""
        return PREFERENCES["density"].read(self._request)

    @property
    def keys(self) -> str:
        """``off`` if single keys do nothing (WCAG 2.1.4)."""
        return PREFERENCES["keys"].read(self._request)

    @property
    def here(self) -> str:
        """The page's own address, to come back to."""
        return self._request.get_full_path()

    @cached_property
    def main(self) -> list[navigation.Link]:
        """The daily entries of the side bar."""
        return navigation.links(self._request, "main")

    @cached_property
    def manage(self) -> list[navigation.Link]:
        """The entries below the line."""
        return navigation.links(self._request, "manage")

    @cached_property
    def create(self) -> list[navigation.Link]:
        """What `+` in the top bar offers."""
        return navigation.links(self._request, "create")

    @cached_property
    def bar(self) -> list[navigation.Link]:
        """The icons at the end of the top bar."""
        return navigation.links(self._request, "bar")

    @property
    def mobile(self) -> list[navigation.Link]:
        """The entries of the phone's bottom bar."""
        return (self.main + self.manage)[:MOBILE_ITEMS]

    @property
    def mobile_rest(self) -> list[navigation.Link]:
        """The entries behind "More" on a phone."""
        return (self.main + self.manage)[MOBILE_ITEMS:]

    @cached_property
    def workspaces(self) -> list[navigation.WorkspaceLink]:
        """The workspaces to switch to; one query, asked only where the switcher is drawn."""
        return navigation.workspaces(self._request)

    @cached_property
    def search(self) -> dict[str, str] | None:
        """Where the search field sends its words."""
        return navigation.search(self._request)

    @cached_property
    def now(self) -> datetime:
        """One moment for the whole page, so that two ages of the same row agree."""
        return timezone.now()  # noqa: TID251 - pages show ages; nothing is decided by it


def shell(request: HttpRequest) -> dict[str, Any]:
    """Offer ``{{ shell }}`` to templates."""
    return {"shell": Shell(request)}
