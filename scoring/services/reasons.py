"""Why Sales gives leads back: the workspace's own list, which distribution keeps and scoring does not know."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to choose from, in the workspace's own words."""

    slug: str
    label: str


_asked: list[Callable[[], list[Reason]]] = []


def register(asked: Callable[[], list[Reason]]) -> None:
    """Name who keeps the list; called once, in ``AppConfig.ready``."""
    _asked[:] = [asked]


def every() -> list[Reason]:
    """Return the reasons in use, in their order; none where nobody keeps a list. Queries: one."""
    return _asked[0]() if _asked else []
