"""Effectiveness and proposal as their templates draw them: rows, figures, the chart of what was said and happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import numbers
from scoring import wording
from scoring.engine.learning_evidence import wilson
from scoring.engine.spec import ModelSpec
from scoring.models import LearnedModel


DASH = "–"
ENOUGH = 30
LEFT, RIGHT, TOP, BOTTOM = 34, 312, 10, 190


@dataclass(frozen=True, slots=True)
class Row:
    """What one rule or grade did, in words; ``is_weak``: too few to say much."""

    label: str
    grade: str
    points: int | None
    leads: int
    handed: int
    accepted: str
    known: int
    won: str
    interval: str
    ratio: str
    tone: str
    is_weak: bool
    model: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One bin of the chart."""

    x: str
    y: str
    low: str
    high: str
    size: str
    text: str


def rows_of(kept: Iterable[Mapping[str, Any]], spec: ModelSpec | None) -> list[Row]:
    """Return a row for each rule that still exists, or for each grade."""
    known = {criterion.key: criterion for criterion in spec.every_criterion()} if spec else {}
    homes = model_names(spec)
    rows = []
    for each in kept:
        criterion = known.get(each.get("key", ""))
        if criterion is None and "grade" not in each:
            continue
        row = _row(each, str(criterion.label) if criterion else "", criterion.points if criterion else None)
        rows.append(replace(row, model=homes.get(each.get("key", ""), "")))
    return rows


def rows_of_models(kept: Iterable[Mapping[str, Any]], spec: ModelSpec | None) -> list[Row]:
    """Return a row for each model; nothing where there is only one."""
    names = {part.key: wording.model_name(part) for part in spec.parts()} if spec and spec.models else {}
    return [_row(each, names[each["key"]], None) for each in kept if each["key"] in names]


def model_names(spec: ModelSpec | None) -> dict[str, str]:
    """Return by criterion the name of its model; nothing where there is only one."""
    if spec is None or not spec.models:
        return {}
    return {criterion.key: wording.model_name(part) for part in spec.parts() for criterion in part.criteria()}


def _row(each: Mapping[str, Any], label: str, points: int | None) -> Row:
    ends = wilson(each["won"], each["known"])
    ratio = each["ratio"]
    return Row(
        label,
        each.get("grade", ""),
        points,
        each["leads"],
        each["handed"],
        share(each["accepted"], each["handed"]),
        each["known"],
        share(each["won"], each["known"]),
        f"{numbers.percent(ends[0])} – {numbers.percent(ends[1])}" if ends else DASH,
        times(ratio),
        tone(ratio),
        each["known"] < ENOUGH,
    )


def share(hits: int, cases: int) -> str:
    """Return a share in percent."""
    return numbers.percent(hits / cases) if cases else DASH


def times(ratio: list[float] | None) -> str:
    """Return how many times as often, with the interval: "2.4× (2.1 – 2.7)"."""
    if ratio is None:
        return DASH
    found, low, high = (numbers.plain(round(each, 1), 1) for each in ratio)
    return _("%(ratio)s× (%(low)s – %(high)s)") % {"ratio": found, "low": low, "high": high}


def tone(ratio: list[float] | None) -> str:
    """Return whether it speaks for a lead for certain, against it, or neither."""
    if ratio is None:
        return ""
    return "good" if ratio[1] > 1 else "bad" if ratio[2] < 1 else ""


def figures(learned: LearnedModel) -> list[dict[str, Any]]:
    """Return the key figures of a run."""
    measures = learned.measures
    published, probability = measures.get("published") or {}, measures.get("probability") or {}
    found = [
        {
            "label": _("Known outcomes"),
            "value": numbers.plain(learned.outcomes),
            "note": _("%(share)s won") % {"share": share(learned.won, learned.outcomes)},
        },
    ]
    if learned.verdict != "too_few":
        found.append(_figure(_("AUC of the rules"), published.get("auc"), _interval(published)))
    if learned.is_ready:
        proposal = measures.get("proposal") or {}
        found += [
            _figure(_("AUC of the proposal"), proposal.get("auc"), _interval(proposal)),
            _figure(_("AUC of the probability"), probability.get("auc"), _interval(probability)),
            _figure(_("Brier score"), probability.get("brier"), _("0 would be perfect")),
            {
                "label": _("Best tenth by probability"),
                "value": multiple(probability.get("lift_top_decile")),
                "note": _("as often won as the average"),
            },
        ]
    return found


def multiple(value: float | None) -> str:
    """Return a multiple: "2.46×"."""
    return DASH if value is None else f"{numbers.plain(value, 2)}×"


def _figure(label: str, value: float | None, note: str, *, places: int = 3) -> dict[str, Any]:
    return {"label": label, "value": DASH if value is None else numbers.plain(value, places), "note": note}


def _interval(measured: Mapping[str, Any]) -> str:
    ends = measured.get("auc_interval")
    if not ends:
        return ""
    return f"{numbers.plain(ends[0], 2)} – {numbers.plain(ends[1], 2)}"


def missing_text(learned: LearnedModel) -> str:
    """Return what is wanting before anything can be learned."""
    missing = learned.missing or {}
    parts = [
        ngettext("%(n)s outcome more", "%(n)s outcomes more", missing.get("outcomes", 0)),
        ngettext("%(n)s won lead more", "%(n)s won leads more", missing.get("won", 0)),
        ngettext("%(n)s lost lead more", "%(n)s lost leads more", missing.get("lost", 0)),
    ]
    counts = (missing.get("outcomes", 0), missing.get("won", 0), missing.get("lost", 0))
    said = [part % {"n": count} for part, count in zip(parts, counts, strict=True) if count]
    return _("Wanting: %(list)s.") % {"list": ", ".join(said)}


def drift_text(learned: LearnedModel) -> str:
    """Return how the newest outcomes differ from those before; "" where they do not."""
    found = learned.drift
    if not found:
        return ""
    values = {
        "n": numbers.plain(found["n"]),
        "now": numbers.percent(found["now"]),
        "was": numbers.percent(found["was"]),
    }
    return (
        _(
            "Of the newest %(n)s leads %(now)s were won, of those before %(was)s. "
            "What was learned from the past may be off."
        )
        % values
    )


def chart(learned: LearnedModel) -> dict[str, Any] | None:
    """Return the reliability chart: a dot for each tenth of probability that leads were given."""
    bins = (learned.measures.get("probability") or {}).get("calibration") or []
    if not learned.is_ready or not bins:
        return None
    most = max(each["n"] for each in bins)
    dots = [_dot(each, most) for each in bins if each["n"]]
    return {
        "dots": dots,
        "description": "; ".join(dot.text for dot in dots),
        "ticks": [
            {
                "x": _n(_x(step / 4)),
                "y": _n(_y(step / 4)),
                "text_y": _n(_y(step / 4) + 4),
                "text": numbers.percent(step / 4),
            }
            for step in range(5)
        ],
        "bins": [
            {
                "range": f"{numbers.percent(each['from'])} – {numbers.percent(each['to'])}",
                "n": each["n"],
                "said": numbers.percent(each["mean"]),
                "happened": numbers.percent(each["rate"]),
            }
            for each in bins
            if each["n"]
        ],
    }


def _dot(each: Mapping[str, Any], most: int) -> Dot:
    low, high = wilson(round(each["rate"] * each["n"]), each["n"]) or (0.0, 1.0)
    values = {
        "said": numbers.percent(each["mean"]),
        "happened": numbers.percent(each["rate"]),
        "n": numbers.plain(each["n"]),
    }
    return Dot(
        _n(_x(each["mean"])),
        _n(_y(each["rate"])),
        _n(_y(low)),
        _n(_y(high)),
        _n(3 + 4 * (each["n"] / most) ** 0.5),
        _("said %(said)s, won %(happened)s (%(n)s leads)") % values,
    )


def _x(share_: float) -> float:
    return LEFT + share_ * (RIGHT - LEFT)


def _y(share_: float) -> float:
    return BOTTOM - share_ * (BOTTOM - TOP)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
