"""Pieces of SQL text with their parameters, in the order psycopg will bind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core import prepared


class Fragment(NamedTuple):
    """SQL text with ``%s`` placeholders and its parameters; unpacks as ``sql, params``.

    A literal percent sign in the text is written twice, since the text is always run with parameters.
    """

    sql: str
    params: tuple[object, ...] = ()


def join(separator: str, parts: Iterable[Fragment]) -> Fragment:
    """Return the parts as one fragment, their parameters in the same order."""
    parts = list(parts)
    return Fragment(
        separator.join(part.sql for part in parts), tuple(param for part in parts for param in part.params)
    )


def literal(text: str) -> str:
    """Return the text as a quoted SQL string that is safe inside a statement with parameters."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


@dataclass(frozen=True, slots=True)
class IdRange:
    """The rows from one id to another, both included: a chunk of a long pass."""

    first: int
    last: int

    def limit(self, column: str) -> Fragment:
        """Return the clause that keeps the column inside the range."""
        return Fragment(f"{column} BETWEEN %s AND %s", (self.first, self.last))

    def values(self) -> dict[str, str]:
        """Return what a statement written for ``RANGE_TO_COME`` is run with."""
        return prepared.bounds(self.first, self.last)


@dataclass(frozen=True, slots=True)
class IdSet:
    """The rows with these ids: one lead, or a claimed batch."""

    ids: Sequence[int]

    def limit(self, column: str) -> Fragment:
        """Return the clause that keeps the column among the ids."""
        ids = self.ids if isinstance(self.ids, str) else list(self.ids)
        return Fragment(f"{column} = ANY(%s::bigint[])", (ids,))

    def values(self) -> dict[str, str]:
        """Return what a statement written for ``SET_TO_COME`` is run with."""
        return prepared.ids(self.ids)


Rows = IdRange | IdSet
# Rows of statements that are prepared once and run with other rows each time (``core.prepared``).
RANGE_TO_COME = IdRange(prepared.FIRST, prepared.LAST)  # type: ignore[arg-type]
SET_TO_COME = IdSet(prepared.IDS)  # type: ignore[arg-type]


def to_come(rows: Rows) -> Rows:
    """Return what stands for rows of this kind in a statement that is prepared."""
    return RANGE_TO_COME if isinstance(rows, IdRange) else SET_TO_COME
