"""What a fresh workspace gets of nurturing."""

from datetime import datetime


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Lay down the defaults in the workspace in scope."""
