"""Small pieces that several reports say alike."""

from typing import Any

from django.utils.translation import gettext as _

from core.tables import Column
from reporting import formats
from reporting.sheets import Cell
from reporting.statistics import share


def figure(label: str, value: str, note: str = "") -> dict[str, Any]:
    """Return a key figure."""
    return {"label": label, "value": value, "note": note}


def compared(now: int, before: int) -> str:
    """Return a count against the period before: "23 more than before (98)"."""
    difference = now - before
    values = {"count": formats.count(abs(difference)), "before": formats.count(before)}
    if difference > 0:
        return _("%(count)s more than %(before)s before") % values
    return (_("%(count)s fewer than %(before)s before") if difference else _("as many as before")) % values


def against(before: str) -> str:
    """Return what a figure was in the period before."""
    if before == formats.DASH:
        return _("nothing to compare with")
    return _("%(value)s before") % {"value": before}


def growth(now: float, before: float) -> float | None:
    """Return by which share something grew; None from nothing."""
    return share(now - before, before)


def number(name: str, label: Any, *, sort: str = "", css: str = "") -> Column:
    """Return a column of numbers, largest first at the first click."""
    return Column(name, label, sort=sort, first="descending", css=css, numeric=True)


def text(value: Any, *, url: str = "", grade: str = "") -> Cell:
    """Return a cell of words."""
    return Cell(value, "text", url=url, grade=grade)


def of_hundred(value: float | None) -> str:
    """Return a share as so many of a hundred."""
    return formats.count(round((value or 0) * 100))
