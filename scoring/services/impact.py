"""What a draft would change: every lead's grade now against its grade by the draft, in one pass."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from conditions.fragments import IdRange
from core.scope import current_workspace_id
from scoring import queries
from scoring.choices import GRADES
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.spec import ModelSpec
from scoring.services.passes import over_many


EVERY = IdRange(0, 2**62)
# Beyond this the page does not wait for it; the simulation that runs as a job comes with what-if.
MOST_LEADS = 50_000
SIZE = "SELECT count(*) FROM (SELECT 1 FROM leads_leadrank WHERE workspace_id = %s LIMIT %s) found"


@dataclass(frozen=True, slots=True)
class Impact:
    """Leads by grade now and by the draft; grades set by hand stay as they are."""

    cells: dict[tuple[str, str], int]
    green_now: int
    green_then: int

    @property
    def total(self) -> int:
        """Return how many leads were compared."""
        return sum(self.cells.values())

    def moved(self, *, up: bool) -> int:
        """Return how many would rise, or fall."""
        return sum(count for (now, then), count in self.cells.items() if (then < now if up else then > now))

    @property
    def rises(self) -> int:
        """Return how many leads would get a better grade."""
        return self.moved(up=True)

    @property
    def falls(self) -> int:
        """Return how many leads would get a worse grade."""
        return self.moved(up=False)

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, int]], int]]:
        """Return the matrix: grade now, the cells with the way they go, and the row's total."""
        return [(now, [self._cell(now, then) for then in GRADES], self._total(now)) for now in GRADES]

    def _cell(self, now: str, then: str) -> tuple[str, int]:
        way = "same" if now == then else "up" if then < now else "down"
        return way, self.cells.get((now, then), 0)

    def _total(self, now: str) -> int:
        return sum(count for (grade, _then), count in self.cells.items() if grade == now)


def measure(*, spec: ModelSpec, at: datetime) -> Impact | None:
    """Compare every lead; None where there are too many to wait for."""
    workspace_id = current_workspace_id()
    with over_many(), connection.cursor() as cursor:
        cursor.execute(SIZE, [workspace_id, MOST_LEADS + 1])
        if cursor.fetchone()[0] > MOST_LEADS:
            return None
        compiler = ScoreCompiler(spec, queries.registry(), today=at.astimezone(UTC).date())
        source = compiler.from_sql(workspace_id=workspace_id, rows=EVERY)
        cursor.execute(
            "SELECT r.grade, s.grade, count(*), count(*) FILTER (WHERE r.light = 'green'), "
            f"count(*) FILTER (WHERE g.light = 'green') {source.sql} GROUP BY r.grade, s.grade",
            list[Any](source.params),
        )
        rows = cursor.fetchall()
    return Impact(
        {(now, then): count for now, then, count, _green, _later in rows},
        sum(row[3] for row in rows),
        sum(row[4] for row in rows),
    )
