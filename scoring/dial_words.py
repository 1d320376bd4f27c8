"""The dial as its page draws it: settings by name, lines in words, figures with how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core import numbers
from scoring.choices import GRADES
from scoring.engine.dial import Fixed, Line
from scoring.engine.dial_history import Ripening, Share
from scoring.engine.spec import Definition
from scoring.services.dial_draft import Place, Reading


DASH = "–"
FULL = 100
# Where so many of a line's newcomers stop short of the next one, and fewer hand-offs than this were like them, what is
# told of the line comes from riper leads.
MANY, HARDLY_ANY = 0.1, 5
NAMES = {
    "rare": pgettext_lazy("cooking", "Rare"),
    "medium_rare": pgettext_lazy("cooking", "Medium rare"),
    "medium": pgettext_lazy("cooking", "Medium"),
    "medium_well": pgettext_lazy("cooking", "Medium well"),
    "well_done": pgettext_lazy("cooking", "Well done"),
}
MEANINGS = {
    "rare": gettext_lazy("early and many"),
    "medium_rare": gettext_lazy("rather early"),
    "medium": gettext_lazy("in between"),
    "medium_well": gettext_lazy("rather ripe"),
    "well_done": gettext_lazy("few and ripe"),
}
WHY = {
    Fixed.ENTANGLED: gettext_lazy(
        "It asks about score or grade in another way than “at least so much”, so there is nothing to turn."
    ),
    Fixed.TWICE: gettext_lazy("It asks about score or grade more than once, so nobody knows which to turn."),
    Fixed.BEYOND: gettext_lazy("It asks for more points than a score can have, so no lead is ever ready."),
    Fixed.BROKEN: gettext_lazy("It names something that no longer exists, so no lead is ever ready."),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what is known of it."""

    label: str
    value: str
    note: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line on the page. ``width``: of its bar, of a hundred."""

    key: str
    name: str
    meaning: str
    asks: str
    figures: tuple[Figure, ...]
    width: int
    is_draft: bool
    is_live: bool
    was: bool


def rows(reading: Reading, was: Line | None) -> list[Row]:
    """Return what is shown, the rarest first."""
    places = reading.places(*([was] if was else []))
    most = max((place.figures.a_week for place in places), default=0)
    return [
        Row(
            place.line.key,
            str(NAMES.get(place.setting, "")),
            str(MEANINGS.get(place.setting, "")),
            line(place.line),
            _figures(place),
            round(FULL * place.figures.a_week / most) if most else 0,
            place.is_draft,
            place.is_live,
            place.line == was,
        )
        for place in places
    ]


def line(asked: Line) -> str:
    """Return what a line asks for: “Grade A, or B from 47 points”."""
    points = {"n": asked.score}
    if not asked.grade:
        return _("Score from %(n)d") % points if asked.score else _("Any score")
    if not asked.score:
        return _("Any grade") if asked.grade == GRADES[-1] else _grade(asked.grade)
    better = GRADES[: GRADES.index(asked.grade)]
    if not better:
        return _("Grade A from %(n)d points") % points
    return _("%(better)s, or %(grade)s from %(n)d points") % {
        "better": _grade(better[-1]),
        "grade": asked.grade,
        **points,
    }


def definition(found: Definition, definitions: Sequence[Definition]) -> str:
    """Return what a definition is called among the others."""
    if found.label and found.address.model:
        return f"{found.model.label} · {found.label}"
    if found.label:
        return str(found.label)
    if found.address.model:
        return str(found.model.label)
    return _("All other leads") if len(definitions) > 1 else _("Every lead")


def source(reading: Reading) -> dict[str, Any]:
    """Return from how much it was counted."""
    history = reading.history
    if history is None:
        return {}
    came = ngettext("%(shown)s newcomer", "%(shown)s newcomers", history.came)
    return {
        "came": came % {"shown": numbers.plain(history.came)},
        "days": history.days,
        "every": history.every if history.every > 1 else 0,
        "wanting": history.wanting,
    }


def _grade(worst: str) -> str:
    return _("Grade A") if worst == "A" else _("Grade %(grade)s or better") % {"grade": worst}


def _figures(place: Place) -> tuple[Figure, ...]:
    found = place.figures
    raw = (
        _("Hardly any were this raw: it may be less.")
        if found.raw >= MANY and found.near < HARDLY_ANY
        else ""
    )
    return (
        Figure(_("Hand-offs a week"), numbers.plain(found.a_week, 1)),
        _share(_("Expected acceptance"), found.accepted, raw),
        _share(_("Expected to be won"), found.won, ""),
        _ripening(found.ripening),
    )


def _share(label: str, found: Share, warning: str) -> Figure:
    ends = found.interval
    if found.value is None or ends is None:
        wanting = ngettext("%(n)d more hand-off needed", "%(n)d more hand-offs needed", found.wanting)
        return Figure(label, DASH, wanting % {"n": found.wanting})
    cases = ngettext("of %(shown)s hand-off", "of %(shown)s hand-offs", found.cases)
    between = _("%(low)s to %(high)s") % {"low": numbers.percent(ends[0]), "high": numbers.percent(ends[1])}
    note = f"{cases % {'shown': numbers.plain(found.cases)}} · {between}"
    return Figure(label, numbers.percent(found.value), note, warning)


def _ripening(found: Ripening) -> Figure:
    label = _("Days to green")
    if found.share is None or found.within is None:
        return Figure(label, DASH, _("too few newcomers"))
    values = {"share": numbers.percent(found.share), "days": found.within}
    if found.median is None:
        return Figure(label, DASH, _("none within %(days)d days") % values)
    note = _("%(share)s get there in %(days)d days") % values
    if found.median == 0:
        return Figure(label, _("At once"), note)
    return Figure(label, ngettext("%(n)d day", "%(n)d days", found.median) % {"n": found.median}, note)
