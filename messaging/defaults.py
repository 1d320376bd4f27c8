"""What a fresh workspace gets of messaging."""

from datetime import datetime


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Lay down the defaults in the workspace in scope."""
