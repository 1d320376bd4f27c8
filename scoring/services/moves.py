"""The names behind the numbers of a draft's impact: which leads would move, from what to what, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdRange, IdSet, Rows, join
from conditions.registry import Registry
from core.scope import current_workspace_id
from leads.models import Lead
from scoring.engine import reasons
from scoring.engine.choosing import Chooser
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.reasons import Read, Reason
from scoring.engine.shift import Foreseen
from scoring.engine.spec import ModelSpec
from scoring.services.passes import over_many
from scoring.services.snapshots import loaded


SIZE = 50
# A page looks at so many leads before it offers to look further; each window takes about a third of a second.
WINDOW, WINDOWS = 20_000, 3
BOUND = """SELECT min(lead_id) FROM (SELECT lead_id FROM leads_leadrank
  WHERE workspace_id = %s AND lead_id < %s ORDER BY lead_id DESC LIMIT %s) w"""
COLUMNS = "SELECT l.id, r.score, r.grade, r.light, s.score, s.grade, g.light"
WAYS = {
    "up": "s.grade < r.grade",
    "down": "s.grade > r.grade",
    "grade": "s.grade <> r.grade",
    "light": "g.light <> r.light",
}
DEFAULT = "-"
ANY = "(s.grade <> r.grade OR g.light <> r.light)"


@dataclass(frozen=True, slots=True)
class Which:
    """The moves asked for: of one cell of a matrix, of one way, or of some leads; empty asks for any change.

    ``model`` keeps to the leads that would have the special model of that key, "-" to those of the default one.
    """

    now: str = ""
    then: str = ""
    light_now: str = ""
    light_then: str = ""
    way: str = ""
    model: str = ""
    ids: Sequence[int] | None = None

    def clause(self, chooser: Chooser) -> Fragment:
        """Return the condition over ``r``, ``s``, ``g`` and ``m``."""
        given = [
            ("r.grade", self.now),
            ("s.grade", self.then),
            ("r.light", self.light_now),
            ("g.light", self.light_then),
        ]
        parts = [Fragment(f"{column} = %s", (value,)) for column, value in given if value]
        if self.way or not parts:
            parts.append(Fragment(WAYS.get(self.way, ANY)))
        if self.model:
            key = "" if self.model == DEFAULT else self.model
            parts.append(Fragment(f"{chooser.model_key()} = %s", (key,)))
        return join(" AND ", parts)


@dataclass(frozen=True, slots=True)
class Move:
    """One lead: what it is, what it would be, and what weighs most in that; the greatest first."""

    lead: Lead
    now: Foreseen
    then: Foreseen
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """Some moves, the newest leads first; ``after`` goes on from here, None at the end."""

    items: list[Move]
    after: int | None


def page(
    *,
    spec: ModelSpec,
    live: ModelSpec | None,
    names: Registry,
    which: Which,
    at: datetime,
    after: int | None = None,
) -> Moves:
    """Return the next moves; fewer than a page with ``after`` set where many leads had to be looked through."""
    compiler = ScoreCompiler(spec, names, today=at.astimezone(UTC).date())
    found: list[tuple[Any, ...]] = []
    if which.ids is not None:
        found, after = _of_ids(compiler, which.ids, after)
    else:
        found, after = _walk(compiler, which, after)
    moves = {row[0]: (Foreseen(*row[1:4]), Foreseen(*row[4:7])) for row in found}
    return Moves(explained(moves, spec=spec, live=live, names=names, at=at), after)


def _of_ids(
    compiler: ScoreCompiler, ids: Sequence[int], after: int | None
) -> tuple[list[tuple[Any, ...]], int | None]:
    left = sorted((lead_id for lead_id in ids if after is None or lead_id < after), reverse=True)
    chosen = left[:SIZE]
    found = _select(compiler, IdSet(chosen), Fragment("true"))
    return found, chosen[-1] if len(left) > SIZE else None


def _walk(
    compiler: ScoreCompiler, which: Which, after: int | None
) -> tuple[list[tuple[Any, ...]], int | None]:
    found: list[tuple[Any, ...]] = []
    upper = after if after is not None else 2**62
    for _window in range(WINDOWS):
        lower = _bound(upper)
        if lower is None:
            return found, None
        found += _select(
            compiler, IdRange(lower, upper - 1), which.clause(compiler.chooser), most=SIZE + 1 - len(found)
        )
        if len(found) > SIZE:
            return found[:SIZE], found[SIZE - 1][0]
        upper = lower
    return found, upper if _bound(upper) is not None else None


def _bound(upper: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(BOUND, [current_workspace_id(), upper, WINDOW])
        found: int | None = cursor.fetchone()[0]
    return found


def _select(
    compiler: ScoreCompiler, rows: Rows, clause: Fragment, *, most: int = SIZE
) -> list[tuple[Any, ...]]:
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=rows)
    params: list[Any] = [*source.params, *clause.params, most]
    with over_many(), connection.cursor() as cursor:
        cursor.execute(f"{COLUMNS} {source.sql} AND {clause.sql} ORDER BY l.id DESC LIMIT %s", params)
        return cursor.fetchall()


def explained(
    moves: Mapping[int, tuple[Foreseen, Foreseen]],
    *,
    spec: ModelSpec,
    live: ModelSpec | None,
    names: Registry,
    at: datetime,
) -> list[Move]:
    """Add to each move its lead and its reasons: the lines by the one model against those by the other."""
    if not moves:
        return []
    before = _lines(live, names, list(moves), at=at) if live else {}
    after = _lines(spec, names, list(moves), at=at)
    leads = Lead.objects.in_bulk(list(moves))
    return [
        Move(
            leads[lead_id],
            now,
            then,
            reasons.of(live, spec, before.get(lead_id, Read()), after[lead_id], now, then),
        )
        for lead_id, (now, then) in moves.items()
    ]


def _lines(spec: ModelSpec, names: Registry, ids: list[int], *, at: datetime) -> dict[int, Read]:
    compiler = ScoreCompiler(spec, names, today=at.astimezone(UTC).date())
    lines = compiler.lines()
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=IdSet(ids))
    with connection.cursor() as cursor:
        columns = f"l.id, {compiler.chooser.model_key()}, {lines.sql}"
        cursor.execute(f"SELECT {columns} {source.sql}", list[Any]((*lines.params, *source.params)))
        return {
            lead_id: Read(model, reasons.flat(loaded(kept))) for lead_id, model, kept in cursor.fetchall()
        }
