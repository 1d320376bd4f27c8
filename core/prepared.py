"""Long statements that run often: the server reads and plans each once a connection, not each time it runs.

A pooler that gives every transaction another connection must know of prepared statements (PgBouncer from 1.21 with
``max_prepared_statements``); ``DATABASE_PREPARES=no`` does without.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from psycopg import Cursor


# How many a connection keeps; the one unused for longest goes first. Each takes some hundred kilobytes at the server.
MOST = 40
# One plan for all values: working out another for each costs several times what the statement itself does.
ONE_PLAN = "SET LOCAL plan_cache_mode = force_generic_plan"
# What stands in a statement for the ids, the bounds of a range, and the moment, it is run with.
IDS, FIRST, LAST, AT = "{ids to come}", "{first to come}", "{last to come}", "{moment to come}"
NAMES = {IDS: "ids", FIRST: "first", LAST: "last", AT: "at"}


class _Run(NamedTuple):
    """What Django's log of statements looks for."""

    query: bytes


class _Preparing(Cursor[Any]):
    """A cursor whose parameters stay parameters and whose statements are prepared."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> "_Preparing":  # type: ignore[override]
        """Run the statement, prepared on this connection if it was not yet."""
        super().execute(query, params, prepare=True)
        self._query = _Run(query.encode())  # type: ignore[assignment]
        return self


def written(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> str:
    """Return the statement with its values written into it; where one is to come (``NAMES``), its name is left."""
    text: str = mogrify(sql, params, connection).replace("%", "%%")
    for to_come, name in NAMES.items():
        text = text.replace(f"'{to_come}'", f"%({name})s")
    return text


def ids(values: Sequence[int]) -> dict[str, str]:
    """Return the parameters of a statement that ``written`` left with ids: always of one type, so one plan."""
    return {"ids": "{" + ",".join(map(str, values)) + "}"}


def bounds(first: int, last: int) -> dict[str, str]:
    """Return the parameters of a statement that ``written`` left with a range, as texts for the same reason."""
    return {"first": str(first), "last": str(last)}


@contextmanager
def cursor(*, one_plan: bool = True) -> Iterator[Any]:
    """Return a cursor that prepares what it runs; where nothing may be prepared, a plain one.

    Without ``one_plan`` the server decides whether values deserve a plan of their own; a statement without any
    parameter has one plan in any case.
    """
    if not settings.DATABASE_PREPARES:
        with connection.cursor() as plain:
            yield plain
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    inner = connection.connection
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    inner.prepared_max, inner.prepare_threshold = MOST, 0
    try:
        with wrap(_Preparing(inner)) as prepared:  # type: ignore[arg-type]
            if one_plan:
                inner.execute(ONE_PLAN)
            yield prepared
    finally:
        # Whatever else runs here is planned for the values it is run with (scale §0.8).
        inner.prepare_threshold = None
