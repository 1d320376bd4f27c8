"""Pieces of SQL text with their parameters, in the order psycopg will bind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(frozen=True, slots=True)
class IdSet:
    """The rows with these ids: one lead, or a claimed batch."""

    ids: Sequence[int]

    def limit(self, column: str) -> Fragment:
        """Return the clause that keeps the column among the ids."""
        return Fragment(f"{column} = ANY(%s::bigint[])", (list(self.ids),))


Rows = IdRange | IdSet
