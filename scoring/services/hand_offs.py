"""Who would get the leads that a draft makes ready: asked of whoever knows the routes, which scoring does not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from scoring.engine.shift import Foreseen


class Foresee(Protocol):
    """Tells who would get which of these leads, without giving them."""

    def __call__(self, *, scores: Mapping[int, Foreseen], at: datetime) -> dict[int, int]:
        """Return lead → person; leads that would not be handed over are left out."""


_asked: list[Foresee] = []


def register(asked: Foresee) -> None:
    """Name whom to ask; called once, in ``AppConfig.ready``."""
    _asked[:] = [asked]


def foresee(scores: Mapping[int, Foreseen], *, at: datetime) -> dict[int, int]:
    """Return lead → person, empty where nobody was named who knows."""
    return _asked[0](scores=scores, at=at) if _asked and scores else {}
