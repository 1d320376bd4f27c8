"""Pieces of the scoring SQL: laterals, sums, cuts, the grid, JSON objects."""

from collections.abc import Iterable, Sequence

from conditions.fragments import Fragment, join, literal
from scoring.engine.spec import Grid


PAIRS = 45  # jsonb_build_object takes a hundred arguments


def lateral(columns: Sequence[Fragment], alias: str) -> Fragment:
    """Return a lateral that is worked out once a row: OFFSET 0 keeps it from being pulled up."""
    inner = join(", ", columns or [Fragment("true AS none")])
    return Fragment(f"CROSS JOIN LATERAL (SELECT {inner.sql} OFFSET 0) {alias}", inner.params)


def any_of(parts: Iterable[Fragment]) -> Fragment:
    """Return the clause that holds if any part does."""
    joined = join(" OR ", parts)
    return Fragment(f"({joined.sql})", joined.params) if joined.sql else Fragment("false")


def added(parts: Iterable[str]) -> str:
    """Return the sum of the parts."""
    return " + ".join(parts) or "0"


def cut_sql(value: str, cap: int | None) -> str:
    """Return the value held between minus and plus the cap."""
    return value if cap is None else f"greatest({-cap}, least({cap}, {value}))"


def grade_sql(grid: Grid) -> str:
    """Return the CASE that walks the grid from the highest thresholds down."""
    rows = []
    for row in range(len(grid.cells) - 1, -1, -1):
        cells = " ".join(
            f"WHEN d.engagement >= {grid.engagement[column - 1]} THEN '{grid.cells[row][column]}'"
            for column in range(len(grid.engagement), 0, -1)
        )
        rows.append((row, case(cells, f"'{grid.cells[row][0]}'")))
    outer = " ".join(f"WHEN d.fit >= {grid.fit[row - 1]} THEN {cell}" for row, cell in rows if row)
    return case(outer, rows[-1][1])


def case(whens: str, otherwise: str) -> str:
    """Return the CASE, or only its ELSE where a dimension has no threshold."""
    return f"CASE {whens} ELSE {otherwise} END" if whens else otherwise


def gap_sql(grid: Grid, grade: str) -> str:
    """Return the tenths of fit and engagement together that are wanting for a grade that the grid gives."""
    ways = [
        f"greatest(0, {fit} - d.fit) + greatest(0, {engagement} - d.engagement)"
        for fit, engagement in grid.ways_to(grade)
    ]
    return f"least({', '.join(ways)})"


def json_object(pairs: Iterable[tuple[str, str]]) -> str:
    """Return one JSON object of the pairs without its nulls."""
    written = [f"{literal(key)}, {value}" for key, value in pairs]
    chunks = [written[start : start + PAIRS] for start in range(0, len(written), PAIRS)]
    objects = [f"jsonb_build_object({', '.join(chunk)})" for chunk in chunks]
    return f"jsonb_strip_nulls({' || '.join(objects)})" if objects else "'{}'::jsonb"
