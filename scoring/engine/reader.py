"""Reading groups, criteria and conditions: values, or every fault with its JSON path."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from conditions.describe import describe
from conditions.faults import ConditionError, Faults, shown
from conditions.nodes import ActivityTest, Group, Node, field_names
from conditions.parse import parse
from conditions.registry import Registry
from core.text import WORD, fold
from scoring.choices import Dimension, Mode
from scoring.engine.light import light_registry
from scoring.engine.spec import CriterionSpec, GroupSpec, Text


MAX_CRITERIA = 100
MAX_GROUPS = 30
MAX_DAYS = 3650
# A weight for each day goes into every statement: eleven half-lives of 100 points.
MAX_HALF_LIFE = 730
MAX_LABEL = 120
MAX_KEY = 60
NEVER = Group("any")
TEAM_FIELD = "lead.owner_team"
OUTCOME = "outcome"  # the category of fields that an import fills with won and lost
KEYS = {
    "group": {"key", "label", "dimension", "cap", "criteria"},
    "criterion": {
        "key",
        "label",
        "condition",
        "points",
        "mode",
        "window_days",
        "half_life_days",
        "cap",
    },
}


def criteria_registry(registry: Registry) -> Registry:
    """Return what a criterion may ask for: not what scoring itself found, nor how it ended."""
    fields = (
        field
        for field in registry.fields
        if not field.name.startswith("score.") and field.category != OUTCOME
    )
    return replace(registry, fields=tuple(fields))


def choosing_registry(registry: Registry) -> Registry:
    """Return what may choose a lead's model or definition: not the owner's team, since the owner comes after green."""
    asked = criteria_registry(registry)
    return replace(asked, fields=tuple(field for field in asked.fields if field.name != TEAM_FIELD))


def slug(text: str, *, taken: Sequence[str] = ()) -> str:
    """Return a key made of a label: "Decision maker" → decision_maker, numbered if it is taken."""
    words = "_".join(WORD.findall(fold(text).encode("ascii", "ignore").decode()))[: MAX_KEY - 4]
    base = words if words[:1].isalpha() else f"c_{words}".rstrip("_")
    number, key = 2, base
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key


def label_of(node: Node, names: Registry) -> Text:
    """Return the condition's sentence in both languages, as long as a label may be."""
    texts = []
    for language in ("en", "es"):
        with override(language):
            text = describe(node, names)
        text = text[:1].upper() + text[1:]
        texts.append(text if len(text) <= MAX_LABEL else f"{text[: MAX_LABEL - 1].rstrip()}…")
    return Text(*texts)


@dataclass(slots=True)
class Limits:
    """The bounds of a number in points, and what to say beyond them."""

    low: int
    high: int


class Reader:
    """One reading; goes on after a fault, so that one refusal tells them all."""

    def __init__(self, registry: Registry, *, is_saved: bool) -> None:
        self.criteria_registry = criteria_registry(registry)
        self.light_registry = light_registry(registry)
        self.is_saved = is_saved
        self.faults = Faults()
        self.keys: list[str] = []

    def groups(self, raw: object, path: str) -> tuple[GroupSpec, ...]:
        """Return a model's groups with their criteria."""
        if not isinstance(raw, list) or len(raw) > MAX_GROUPS:
            self.faults.add(path, _("Give a list of at most %(most)d groups.") % {"most": MAX_GROUPS})
            return ()
        groups = [self._group(item, f"{path}[{index}]") for index, item in enumerate(raw)]
        found = tuple(group for group in groups if group)
        if sum(len(group.criteria) for group in found) > MAX_CRITERIA:
            self.faults.add(path, _("A model may have at most %(most)d criteria.") % {"most": MAX_CRITERIA})
        return found

    def _group(self, raw: object, path: str) -> GroupSpec | None:
        if not isinstance(raw, Mapping):
            self.faults.add(path, _("Give an object."))
            return None
        self.refuse_unknown(raw, path, KEYS["group"])
        label = self.label(raw.get("label"), f"{path}.label")
        dimension = raw.get("dimension")
        if dimension not in Dimension.values:
            self.faults.add(f"{path}.dimension", _("Give “fit” or “engagement”."))
        criteria = raw.get("criteria", [])
        if not isinstance(criteria, list):
            self.faults.add(f"{path}.criteria", _("Give a list."))
            criteria = []
        return GroupSpec(
            self.key(raw.get("key"), label, f"{path}.key", self.keys),
            label,
            str(dimension),
            self._cap(raw, path),
            tuple(
                criterion
                for index, item in enumerate(criteria)
                if (criterion := self._criterion(item, f"{path}.criteria[{index}]"))
            ),
        )

    def _criterion(self, raw: object, path: str) -> CriterionSpec | None:
        if not isinstance(raw, Mapping):
            self.faults.add(path, _("Give an object."))
            return None
        self.refuse_unknown(raw, path, KEYS["criterion"])
        label = self.label(raw.get("label"), f"{path}.label")
        mode = raw.get("mode", Mode.PER_LEAD)
        if mode not in Mode.values:
            self.faults.add(f"{path}.mode", _("Give “per_lead” or “per_activity”."))
        condition, is_broken = self.condition(
            raw.get("condition"), f"{path}.condition", self.criteria_registry
        )
        if mode == Mode.PER_ACTIVITY and not is_broken:
            self._check_counts(condition, f"{path}.condition")
        return CriterionSpec(
            self.key(raw.get("key"), label, f"{path}.key", self.keys),
            label,
            condition,
            self.tenths(raw.get("points"), f"{path}.points", Limits(-100, 100)) or 0,
            # What cannot be read any more must not be counted either.
            Mode.PER_LEAD if is_broken else str(mode),
            None if is_broken else self._days(raw, path, "window_days", mode),
            None if is_broken else self._days(raw, path, "half_life_days", mode, most=MAX_HALF_LIFE),
            self._cap(raw, path),
            is_broken,
        )

    def _check_counts(self, condition: Node, path: str) -> None:
        if not isinstance(condition, ActivityTest):
            self.faults.add(path, _("Points for each activity need one activity as their condition."))
        elif (condition.at_least, condition.at_most, condition.within_days) != (None, None, None):
            self.faults.add(
                path,
                _("Points for each activity take no count here; say the days in “window_days”."),
            )

    def condition(self, raw: object, path: str, registry: Registry) -> tuple[Node, bool]:
        """Return the condition, and whether it names what is gone: then it never holds."""
        try:
            return parse(raw, registry, check_choices=not self.is_saved), False
        except ConditionError as error:
            if not self.is_saved:
                for fault in error.errors:
                    self.faults.add(f"{path}{fault['path'].removeprefix('$')}", fault["message"])
            return NEVER, True

    def choosing(self, raw: object, path: str) -> tuple[Node, bool]:
        """Return the condition of a model or definition as ``condition`` does; the owner's team may not choose."""
        node, is_broken = self.condition(raw, path, self.criteria_registry)
        if TEAM_FIELD not in field_names(node):
            return node, is_broken
        if not self.is_saved:
            message = _(
                "A lead gets its owner after it is green, so the team of the owner cannot say which leads are meant. "
                "Ask for what the lead brings, such as its country, region or topic."
            )
            for place in _places(raw, path):
                self.faults.add(place, message)
        return NEVER, True

    def key(self, raw: object, label: Text, path: str, taken: list[str]) -> str:
        """Return the key, or one made of the label, and add it to those that are taken."""
        key = slug(label.en, taken=taken) if raw is None or raw == "" else raw
        if not isinstance(key, str) or key != slug(key) or len(key) > MAX_KEY:
            self.faults.add(path, _("A key has only a–z, 0–9 and _, and starts with a letter."))
            return "invalid"
        if key in taken:
            self.faults.add(path, _("The key “%(key)s” is there twice.") % {"key": shown(key)})
        taken.append(key)
        return key

    def label(self, raw: object, path: str) -> Text:
        """Return the label in both languages."""
        texts = raw if isinstance(raw, Mapping) else {"en": raw, "es": raw}
        given = [texts.get(language) or "" for language in ("en", "es")]
        en, es = (text if isinstance(text, str) and len(text) <= MAX_LABEL else None for text in given)
        if en is None or es is None or not (en or es):
            message = _("Give a label of 1 to %(most)d characters, as a text or as {“en”: …, “es”: …}.")
            self.faults.add(path, message % {"most": MAX_LABEL})
            return Text("label", "label")
        return Text(en or es, es or en)

    def _cap(self, raw: Mapping[str, Any], path: str) -> int | None:
        if raw.get("cap") is None:
            return None
        return self.tenths(raw["cap"], f"{path}.cap", Limits(0, 100))

    def _days(
        self, raw: Mapping[str, Any], path: str, name: str, mode: object, *, most: int = MAX_DAYS
    ) -> int | None:
        value = raw.get(name)
        # What was saved under a wider bound goes on as it is.
        most = MAX_DAYS if self.is_saved else most
        if value is None:
            return None
        if mode != Mode.PER_ACTIVITY:
            self.faults.add(
                f"{path}.{name}", _("Only points for each activity have a window or a half-life.")
            )
        elif isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            message = _("Give a whole number of days from 1 to %(most)d.") % {"most": most}
            self.faults.add(f"{path}.{name}", message)
        else:
            return value
        return None

    def tenths(self, raw: object, path: str, limits: Limits) -> int | None:
        """Return points as tenths."""
        tenths = Decimal(repr(raw)) * 10 if isinstance(raw, int | float) and _is_finite(raw) else None
        if tenths is None or tenths != int(tenths) or not limits.low * 10 <= tenths <= limits.high * 10:
            message = _("Give points from %(low)d to %(high)d, with at most one decimal.")
            self.faults.add(path, message % {"low": limits.low, "high": limits.high})
            return None
        return int(tenths)

    def refuse_unknown(self, raw: Mapping[str, Any], path: str, known: set[str]) -> None:
        """Name every key that nobody reads."""
        for key in raw:
            if key not in known:
                self.faults.add(f"{path}.{shown(key)}", _("Unknown key “%(key)s”.") % {"key": shown(key)})


def _places(raw: Any, path: str) -> Iterator[str]:
    """Yield the paths at which a condition that was read names the owner's team."""
    if raw.get("field") == TEAM_FIELD:
        yield f"{path}.field"
    if "not" in raw:
        yield from _places(raw["not"], f"{path}.not")
    for mode in ("all", "any"):
        for place, child in enumerate(raw.get(mode, [])):
            yield from _places(child, f"{path}.{mode}[{place}]")


def _is_finite(raw: float) -> bool:
    return not isinstance(raw, bool) and -1e6 < raw < 1e6
