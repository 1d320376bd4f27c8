"""Sales' valuation of a criterion: what the last closed meeting that valued it came to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg

from conditions.nodes import to_json
from scoring.choices import MeetingState
from scoring.engine import meeting_tally
from scoring.engine.spec import CriterionSpec
from scoring.models import MeetingVote


@dataclass(frozen=True, slots=True)
class Valuation:
    """The value in the middle from −3 to +3, how far the values are apart, of how many people, and in which meeting."""

    median: float
    spread: int
    voters: int
    meeting_id: int
    title: str
    closed_at: datetime


class Valuations:
    """What Sales gave for criteria: by the key a criterion had when it was asked, else by what it asked."""

    def __init__(self, by_key: Mapping[str, Valuation], by_condition: Mapping[str, Valuation]) -> None:
        self.by_key, self.by_condition = by_key, by_condition

    def of(self, criterion: CriterionSpec) -> Valuation | None:
        """Return the valuation of a criterion, None if nobody gave it a value."""
        if criterion.is_broken:
            return self.by_key.get(criterion.key)
        return self.named(criterion.key, to_json(criterion.condition))

    def named(self, key: str, condition: Any) -> Valuation | None:
        """Return the valuation of a criterion that a document holds: the newer of both."""
        found = [self.by_key.get(key), self.by_condition.get(_words(condition))]
        return max((each for each in found if each), key=lambda each: each.closed_at, default=None)


def read() -> Valuations:
    """Return what the closed meetings came to. Queries: one."""
    votes = MeetingVote.objects.filter(line__meeting__state=MeetingState.CLOSED, line__is_asked=True)
    lines = (
        votes.order_by()
        .values(
            "line_id",
            "line__key",
            "line__condition",
            "line__meeting_id",
            "line__meeting__title",
            "line__meeting__closed_at",
        )
        .annotate(values=ArrayAgg("value"))
    )
    by_key: dict[str, Valuation] = {}
    by_condition: dict[str, Valuation] = {}
    # The newest last, so that it stands.
    for line in sorted(lines, key=lambda line: (line["line__meeting__closed_at"], line["line_id"])):
        tally = meeting_tally.tally(line["values"])
        found = Valuation(
            median=tally.median or 0.0,
            spread=tally.spread,
            voters=tally.count,
            meeting_id=line["line__meeting_id"],
            title=line["line__meeting__title"],
            closed_at=line["line__meeting__closed_at"],
        )
        if line["line__key"]:
            by_key[line["line__key"]] = found
        else:
            by_condition[_words(line["line__condition"])] = found
    return Valuations(by_key, by_condition)


def _words(condition: Any) -> str:
    """Return the same text for equal conditions, in whatever order their names stand."""
    return json.dumps(condition, sort_keys=True)
