"""One measured line."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured and what it is held against.

    ``floor`` is the least the same machine needs, measured in the same run and in the same ``unit``; ``ratio`` is
    value by floor. ``target`` is what the ratio, or without a floor the value, should not exceed.
    """

    bench: str
    leads: int
    value: float
    unit: str
    floor: float | None = None
    target: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    workers: int = 1

    @property
    def ratio(self) -> float | None:
        """Return how many times the floor it takes."""
        return round(self.value / self.floor, 2) if self.floor else None

    @property
    def is_met(self) -> bool | None:
        """Say whether it stays within its target; None without one."""
        if self.target is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.target

    def as_dict(self) -> dict[str, Any]:
        """Return the line as the command prints it."""
        rounded = {
            key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()
        }
        return {**rounded, "ratio": self.ratio}
