"""Reports as plain values for the shapes: the same numbers that the pages show."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reporting.period import Period
from reporting.queries.calibration import Outcome
from reporting.queries.funnel import Funnel, Line
from reporting.queries.rejects import Dishes
from reporting.queries.response import Waits
from reporting.question import Question
from reporting.statistics import Rate, share


Named = Mapping[Any, tuple[str, str]]


def money(value: Fraction | None) -> Decimal | None:
    """Return the amount with cents."""
    return None if value is None else round(Decimal(value.numerator) / value.denominator, 2)


def period(value: Period) -> dict[str, Any]:
    """Return the period."""
    return {"first": value.first, "last": value.last, "time_zone": value.zone.key}


def question(asked: Question) -> dict[str, Any]:
    """Return what every report says of its question."""
    return {
        "period": period(asked.period),
        "before": period(asked.before),
        "source": asked.values.get("source") or None,
        "campaign": asked.values.get("campaign") or None,
        "currency": asked.workspace.currency,
    }


def key(value: Any, names: Named) -> dict[str, Any]:
    """Return what a line is about."""
    if isinstance(value, date):
        return {"key": value.isoformat(), "name": ""}
    found, name = names.get(value, (None, ""))
    return {"key": found, "name": name}


def line(found: Line) -> dict[str, Any]:
    """Return a line of funnel or sources."""
    counts = asdict(found.counts)
    return counts | {
        "inquiries": found.inquiries.received,
        "accepted": found.inquiries.accepted,
        "amount_won": counts.pop("amount"),
        "cost": money(found.cost.spent),
        "cost_per_lead": money(found.cost.per("leads")),
        "cost_per_mql": money(found.cost.per("mql")),
        "cost_per_won": money(found.cost.per("won")),
        "roi": None if found.cost.roi is None else float(found.cost.roi),
    }


def lines(found: Mapping[Any, Line], names: Named) -> list[dict[str, Any]]:
    """Return the lines, days in their order, others with most leads first."""
    order = sorted(
        found, key=lambda name: (str(name) if isinstance(name, date) else "", -found[name].counts.leads)
    )
    return [key(name, names) | line(found[name]) for name in order]


def steps(now: Funnel, before: Line, names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the steps of the funnel."""
    return [
        {
            "step": str(step),
            "count": now.total.at(step),
            "before": before.at(step),
            "passed": now.total.passed(step) if place else None,
            "median_days": now.days.get(str(step)),
            "cost_of_each": money(now.total.cost.per(step)) if hasattr(now.total.counts, str(step)) else None,
        }
        for place, step in enumerate(names)
    ]


def waits(found: Waits) -> dict[str, Any]:
    """Return the waits."""
    return asdict(found) | {"never": found.never}


def dishes(found: Dishes) -> dict[str, Any]:
    """Return what was sent back."""
    return {
        "offered": found.offered,
        "answered": found.answered,
        "sent_back": found.sent_back,
        "share": share(found.sent_back, found.answered),
    }


def rate(found: Rate) -> dict[str, Any]:
    """Return a rate with its interval."""
    low, high = found.interval or (None, None)
    return {
        "hits": found.hits,
        "cases": found.cases,
        "value": found.value,
        "low": low,
        "high": high,
        "is_enough": found.is_enough,
    }


def grades(found: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """Return the outcome of each grade."""
    return [
        {
            "grade": grade or None,
            **asdict(outcome),
            "acceptance": rate(outcome.acceptance),
            "win": rate(outcome.win),
        }
        for grade, outcome in found.items()
    ]
