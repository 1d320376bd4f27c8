"""How leads would move from what they are to what other rules would make of them: counts, and who is ready."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.choices import GRADES


LIGHTS = ("green", "amber", "red")
Cells = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a lead would have by the other rules."""

    score: int
    grade: str
    light: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Leads by grade and by light, (now, then); grades set by hand stay as they are.

    ``ready``: leads that publishing would move and that hand-off would look at then: green or wished for in
    Marketing's hands, or waiting for a new hand-off. ``models``: leads by (key of the model they would have, "up",
    "down" or "same").
    """

    grades: Cells = field(default_factory=dict)
    lights: Cells = field(default_factory=dict)
    ready: Mapping[int, Foreseen] = field(default_factory=dict)
    models: Cells = field(default_factory=dict)

    def __add__(self, other: "Shift") -> "Shift":
        """Return both together: two parts of the same leads."""
        return Shift(
            Counter(self.grades) + Counter(other.grades),
            Counter(self.lights) + Counter(other.lights),
            {**self.ready, **other.ready},
            Counter(self.models) + Counter(other.models),
        )

    @property
    def total(self) -> int:
        """Return how many leads were compared."""
        return sum(self.grades.values())

    @property
    def rises(self) -> int:
        """Return how many leads would get a better grade."""
        return sum(count for (now, then), count in self.grades.items() if then < now)

    @property
    def falls(self) -> int:
        """Return how many leads would get a worse grade."""
        return sum(count for (now, then), count in self.grades.items() if then > now)

    @property
    def changed_lights(self) -> int:
        """Return how many leads would get another light."""
        return sum(count for (now, then), count in self.lights.items() if then != now)

    def of_model(self, key: str) -> tuple[int, int, int]:
        """Return how many leads would have the model, and of them how many rise and fall."""
        up, down, same = (self.models.get((key, turn), 0) for turn in ("up", "down", "same"))
        return up + down + same, up, down

    def before(self, light: str) -> int:
        """Return how many leads have the light now."""
        return sum(count for (now, _then), count in self.lights.items() if now == light)

    def after(self, light: str) -> int:
        """Return how many leads would have the light."""
        return sum(count for (_now, then), count in self.lights.items() if then == light)

    def as_json(self) -> dict[str, Any]:
        """Return it as a job keeps it."""
        return {
            "grades": [[*cell, count] for cell, count in sorted(self.grades.items())],
            "lights": [[*cell, count] for cell, count in sorted(self.lights.items())],
            "ready": [
                [lead_id, each.score, each.grade, each.light] for lead_id, each in sorted(self.ready.items())
            ],
            "models": [[*cell, count] for cell, count in sorted(self.models.items())],
        }


def from_json(kept: Mapping[str, Any]) -> Shift:
    """Return what ``as_json`` wrote."""
    return Shift(
        {(now, then): count for now, then, count in kept.get("grades", [])},
        {(now, then): count for now, then, count in kept.get("lights", [])},
        {lead_id: Foreseen(score, grade, light) for lead_id, score, grade, light in kept.get("ready", [])},
        {(model, turn): count for model, turn, count in kept.get("models", [])},
    )


def way(now: str, then: str, order: str | tuple[str, ...] = GRADES) -> str:
    """Say where a move leads: "up", "down" or "same"; ``order`` lists the best first."""
    before, after = order.index(now), order.index(then)
    return "same" if before == after else "up" if after < before else "down"
