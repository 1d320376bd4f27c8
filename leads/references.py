"""Which tables name a lead, and what becomes of their rows when two leads are merged (like the panels, a registry).

Every column that holds a lead's id has one line here; a test fails for one that has none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models


class Rule(StrEnum):
    """What happens to the lost lead's rows."""

    MOVES = "moves"  # they become the survivor's
    ONE = "one"  # put away with the merge; the survivor gets one like it where it has none of its own
    AWAY = "away"  # put away with the merge, since they tell of a lead that is no longer there
    STAGES = "stages"  # the rows of the road that ends are put away, those of the other become the survivor's
    STAYS = "stays"  # history by number: nothing follows from it


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads being merged; ``ended`` is the one whose road ends here."""

    winner: int
    loser: int
    road: int
    stage: str
    by: int | None
    at: datetime

    @property
    def ended(self) -> int:
        """Return the lead whose stage, owner and hand-off do not go on."""
        return self.loser if self.road == self.winner else self.winner


# Row id → the columns it gets, so that both leads' rows fit on one.
Settle = Callable[[Pair], Mapping[int, Mapping[str, Any]]]
# What else must follow from rows that were settled, or came back: a queue, mails that wait.
Follow = Callable[[Sequence[int], datetime], None]


@dataclass(frozen=True, slots=True)
class Reference:
    """One column that names a lead.

    ``follows_road``: rows written while the merge lasts belong to whoever gets the road back. ``is_ledger``: the
    serving login may not change the table, so the database's own function does it. ``said`` names what was settled,
    for the timeline. ``rank_column``: the rank's column that repeats the row, and is the survivor's with it.
    """

    model: str
    rule: Rule
    field: str = "lead"
    follows_road: bool = False
    is_ledger: bool = False
    settle: Settle | None = None
    settled: Follow | None = None
    revived: Follow | None = None
    said: str = ""
    rank_column: str = ""

    @property
    def key(self) -> str:
        """Return the name under which a merge keeps its rows."""
        return f"{self.model}.{self.field}".lower()

    def find_model(self) -> type[models.Model]:
        """Return the model."""
        return apps.get_model(self.model)

    @property
    def column(self) -> str:
        """Return the column's name in the database."""
        fields = {field.name: field for field in self.find_model()._meta.concrete_fields}
        return str(fields[self.field].column)


_references: dict[str, Reference] = {}


def register(*references: Reference) -> None:
    """Add references; called in ``AppConfig.ready``."""
    _references.update({reference.key: reference for reference in references})


def every() -> list[Reference]:
    """Return all of them, in the order they were added."""
    return list(_references.values())


CONSENTS = Reference("leads.ConsentRecord", Rule.MOVES, is_ledger=True)
OWN = (
    Reference("leads.Activity", Rule.MOVES),
    Reference("leads.StageChange", Rule.STAGES, follows_road=True),
    Reference("leads.FieldChange", Rule.MOVES),
    CONSENTS,
    Reference("leads.Task", Rule.MOVES),
    Reference("leads.LeadToken", Rule.AWAY),
    Reference("leads.LeadTag", Rule.AWAY),
    Reference("leads.LeadRank", Rule.AWAY),
    Reference("leads.LikelyPair", Rule.AWAY, field="first"),
    Reference("leads.LikelyPair", Rule.AWAY, field="second"),
    Reference("leads.LeadAlias", Rule.MOVES),
    Reference("leads.MergeRecord", Rule.MOVES, field="winner"),
    Reference("leads.Lead", Rule.MOVES, field="previous_lead"),
    Reference("leads.DeedRow", Rule.STAYS, field="lead_id"),
    # two leads of which one is restricted are one that is
    Reference("leads.Restriction", Rule.MOVES),
)
