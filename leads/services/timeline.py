"""The one way to write on a lead's timeline."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core import sets
from leads.models import Activity


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``data`` shapes per kind are in docs/timeline.md."""

    lead_id: int
    kind: str
    at: datetime
    by: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    dedup_key: str | None = None


def record(
    *,
    lead_id: int,
    kind: str,
    at: datetime,
    by: int | None = None,
    data: dict[str, Any] | None = None,
    dedup_key: str | None = None,
) -> None:
    """Write one entry; a repeated ``dedup_key`` of the same UTC day is kept once."""
    record_many([Entry(lead_id, kind, at, by, data or {}, dedup_key)])


def record_many(entries: Iterable[Entry]) -> None:
    """Write the entries in one statement."""
    sets.insert(
        Activity,
        (
            {
                "lead_id": entry.lead_id,
                "kind": entry.kind,
                "occurred_at": entry.at,
                "day": entry.at.astimezone(UTC).date(),
                "by_id": entry.by,
                "data": entry.data,
                "dedup_key": entry.dedup_key,
            }
            for entry in entries
        ),
        ignore_conflicts=True,
    )
