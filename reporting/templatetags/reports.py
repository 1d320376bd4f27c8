"""What the tables of reports need of templates."""

from collections.abc import Sequence

from django import template

from core.tables import Column
from reporting.sheets import Cell


register = template.Library()


@register.filter
def beside(cells: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[Cell, Column]]:
    """Return each cell with its column."""
    return list(zip(cells, columns, strict=True))
