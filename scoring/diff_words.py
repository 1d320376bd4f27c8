"""The differences of two versions as sentences, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conditions.describe import describe_html
from conditions.nodes import Node
from conditions.registry import Registry
from core import numbers
from scoring import wording
from scoring.choices import Mode
from scoring.engine.reader import TEAM_FIELD
from scoring.engine.spec import CriterionSpec, ModelSpec
from scoring.services.diff import Change, Part


ACTIONS: dict[str, str | Promise] = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "changed": gettext_lazy("changed"),
}
WHOLE: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "weights": gettext_lazy("Weights"),
    "grid": gettext_lazy("Grades"),
    "light": gettext_lazy("Ready for Sales"),
    "models": gettext_lazy("Models"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A difference as read: what it is about, what became of it, and the sentences."""

    title: str
    action: str
    kind: str
    sentences: Sequence[str | SafeString]

    @property
    def word(self) -> str:
        """Return what became of it."""
        return str(ACTIONS[self.action])


def told(changes: Iterable[Change], names: Registry) -> list[Told]:
    """Return the differences as sentences."""
    return [Told(_title(change), change.action, change.kind, _sentences(change, names)) for change in changes]


def _title(change: Change) -> str:
    if change.kind == "model" and change.model:
        return _("Model “%(name)s”") % {"name": change.model.label}
    title = _title_in_model(change)
    return f"{change.model.label}: {title}" if change.model else title


def _title_in_model(change: Change) -> str:
    if change.definition:
        return _("Definition “%(name)s”") % {"name": change.definition.label}
    if change.criterion:
        return str(change.criterion.label)
    if change.group:
        return _("Group “%(name)s”") % {"name": change.group.label}
    return str(WHOLE[change.kind])


def _sentences(change: Change, names: Registry) -> list[str | SafeString]:
    if change.action == "changed":
        return [_part(part, names) for part in change.parts]
    if change.definition:
        light = change.definition.light
        return [
            _whose(change.definition.when, names),
            *(describe_html(node, names) for node in light.requirements),
        ]
    if change.criterion:
        return _whole_criterion(change.criterion, names)
    if change.group:
        return [wording.dimension(change.group.dimension)]
    return _whole_model(change.model, names) if change.model else []


def _whose(node: Node, names: Registry) -> SafeString:
    return format_html("{}: {}", _("For the leads for which this holds"), describe_html(node, names))


def _whole_model(model: ModelSpec, names: Registry) -> list[str | SafeString]:
    count = sum(1 for _criterion in model.criteria())
    return [
        _whose(model.condition, names),
        ngettext("%(n)d criterion", "%(n)d criteria", count) % {"n": count},
    ]


def _whole_criterion(criterion: CriterionSpec, names: Registry) -> list[str | SafeString]:
    points = numbers.tenths(criterion.points, signed=True)
    note = wording.decay(criterion)
    if criterion.is_broken:
        return [points, _("Names something that no longer exists, so it never counts.")]
    return [f"{points} · {note}" if note else points, describe_html(criterion.condition, names)]


def _part(part: Part, names: Registry) -> str | SafeString:
    before, after = part.before, part.after
    match part.what:
        case "condition":
            return _turned(_("Counts when"), _node(before, names), _node(after, names))
        case "whose":
            return _turned(_("For the leads for which this holds"), _node(before, names), _node(after, names))
        case "requirement" if after is not None:
            return format_html("{}: {}", _("Now required"), _node(after, names))
        case "requirement":
            return format_html("{}: {}", _("No longer required"), _node(before, names))
        case "team":
            return _turned(str(LABELS[part.what]), _team(before, names), _team(after, names))
        case "cell":
            return _cell(before, after)
        case "cells":
            return _("The grid has other grades.")
    return _turned(str(LABELS[part.what]), _value(part.what, before), _value(part.what, after))


def _turned(label: str, before: str | SafeString, after: str | SafeString) -> SafeString:
    return format_html("{}: <del>{}</del> → <ins>{}</ins>", label, before, after)


def _node(node: Any, names: Registry) -> str | SafeString:
    assert isinstance(node, Node)  # noqa: S101 - these parts hold conditions
    return describe_html(node, names)


def _team(team: Any, names: Registry) -> str:
    known = wording.options(names, TEAM_FIELD)
    return known.get(str(team), _("none") if team is None else str(team))


def _cell(before: Any, after: Any) -> SafeString:
    was, fit, engagement = before
    place = _("Fit from %(fit)s, engagement from %(engagement)s") % {
        "fit": wording.threshold(fit),
        "engagement": wording.threshold(engagement),
    }
    return _turned(place, was, after[0])


LABELS: dict[str, str | Promise] = {
    "label": gettext_lazy("Name"),
    "name": gettext_lazy("Name"),
    "points": gettext_lazy("Points"),
    "cap": gettext_lazy("Cap"),
    "mode": gettext_lazy("How often it counts"),
    "half_life": gettext_lazy("Halves"),
    "window": gettext_lazy("Looks back"),
    "group": gettext_lazy("Group"),
    "dimension": gettext_lazy("Counts for"),
    "fit_weight": gettext_lazy("Weight of fit"),
    "fit_thresholds": gettext_lazy("Thresholds of fit"),
    "engagement_thresholds": gettext_lazy("Thresholds of engagement"),
    "near": gettext_lazy("Amber from … points below"),
    "order": gettext_lazy("Order"),
    "team": gettext_lazy("Team"),
}


def _value(what: str, value: Any) -> str:
    if isinstance(value, tuple):
        return " → ".join(str(label) for label in value) if what == "order" else _thresholds(value)
    if what == "points":
        return numbers.tenths(value, signed=True)
    if what == "cap":
        return numbers.tenths(value) if value is not None else _("none")
    if what in {"half_life", "window"}:
        return ngettext("%(n)d day", "%(n)d days", value) % {"n": value} if value else _("never")
    if what == "mode":
        return str(Mode(value).label)
    if what == "dimension":
        return wording.dimension(value)
    if what == "fit_weight":
        return f"{value} %"
    return str(value) or "–"


def _thresholds(value: Sequence[int]) -> str:
    return " · ".join(wording.threshold(tenths) for tenths in value) or _("none")
