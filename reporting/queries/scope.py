"""What every report is asked with, and how its statements run."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.db import connection

from core.scope import current_workspace_id
from reporting.period import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """A period and whose leads: of one source, one campaign, one owner, or all (None)."""

    period: Period
    source_id: int | None = None
    campaign_id: int | None = None
    owner_id: int | None = None
    currency: str = "EUR"

    def during(self, period: Period) -> "Scope":
        """Return the same question about another period."""
        return replace(self, period=period)

    @property
    def values(self) -> dict[str, Any]:
        """Return the parameters of a statement."""
        return {
            "workspace": current_workspace_id(),
            "start": self.period.start,
            "end": self.period.end,
            "parts": [datetime.combine(day, time(), self.period.zone) for day in self.period.parts()],
            "days": self.period.parts(),
            "source": self.source_id,
            "campaign": self.campaign_id,
            "owner": self.owner_id,
            "currency": self.currency,
        }

    def limits(self, alias: str, *, owner: str = "") -> str:
        """Return the conditions on source, campaign and owner of the row; ``owner`` names another column for it."""
        columns = {
            f"{alias}.source_id = %(source)s": self.source_id,
            f"{alias}.campaign_id = %(campaign)s": self.campaign_id,
            f"{owner or f'{alias}.owner_id'} = %(owner)s": self.owner_id,
        }
        return "".join(f" AND {test}" for test, value in columns.items() if value is not None)


def part_of(column: str) -> str:
    """Return the SQL of the first day of the part of the period in which the moment lies."""
    return f"(%(days)s::date[])[width_bucket({column}, %(parts)s::timestamptz[])]"


def rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run the statement and return what it finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
