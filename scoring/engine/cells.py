"""Checks of a grid's cells."""

from scoring.choices import GRADES
from scoring.engine.spec import Grid


def is_table(cells: object, rows: int, columns: int) -> bool:
    """Say whether these are so many rows of so many grades."""
    return (
        isinstance(cells, list)
        and len(cells) == rows
        and all(
            isinstance(row, list)
            and len(row) == columns
            and all(isinstance(cell, str) and len(cell) == 1 and cell in GRADES for cell in row)
            for row in cells
        )
    )


def only_improves(grid: Grid) -> bool:
    """Say whether no step up in the grid leads to a letter further down the alphabet."""
    beside = all(left >= right for row in grid.cells for left, right in zip(row, row[1:], strict=False))
    below = all(
        low >= high
        for lower, upper in zip(grid.cells, grid.cells[1:], strict=False)
        for low, high in zip(lower, upper, strict=True)
    )
    return beside and below
