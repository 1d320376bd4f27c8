"""The sentence reading of a condition, in the active language: as text, or as HTML with its values marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conditions import wording
from conditions.nodes import ActivityTest, FieldTest, Group, Node, Not, Scalar
from conditions.operators import OPERATORS, Takes
from conditions.registry import Field, FieldType, Registry
from core import numbers


MAX_VALUES = 8
MAX_TEXT = 60
GROUPED_FROM = 10_000  # 1990 and 2500 read better without a separator


def describe(node: Node, registry: Registry) -> str:
    """Return the condition as one sentence: "Employees is at least 50 and (Job title contains “CEO” or …)".

    Raises: UnknownName for a tree of another registry.
    """
    return _Writer(registry, label=str, value=str).node(node)


def describe_html(node: Node, registry: Registry) -> SafeString:
    """Return the same sentence for a page, each value inside ``<var>``."""
    writer = _Writer(
        registry, label=conditional_escape, value=lambda text: format_html("<var>{}</var>", text)
    )
    return mark_safe(writer.node(node))  # noqa: S308 - every label and value was escaped by the writer


def describe_value(value: object, field: Field) -> str:
    """Return what a field holds, as its JSON says it, as people write it: "Director", "14", "4 Mar 2026", "yes"."""
    if isinstance(value, list | tuple):
        return ", ".join(describe_value(item, field) for item in value[:MAX_VALUES])
    labels = [str(label) for stored, label in field.options() or () if stored == value]
    if labels:
        return labels[0]
    if field.type in {FieldType.DATE, FieldType.DATETIME} and isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, float):
        value = Decimal(str(value))
    return _plain(value) if isinstance(value, Scalar) else str(value)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one sentence; ``label`` and ``value`` dress what came from users, the rest is ours."""

    registry: Registry
    label: Callable[[str], str]
    value: Callable[[str], str]

    def node(self, node: Node, *, nested: bool = False) -> str:
        match node:
            case FieldTest():
                return self._test(node, self.registry.field(node.field))
            case ActivityTest():
                return self._activity(node)
            case Not(child=child):
                return self._negated(child)
            case Group(children=()):
                return _("always true") if node.mode == "all" else _("never true")
            case Group(children=(only,)):
                return self.node(only, nested=nested)
            case Group(mode=mode, children=children):
                text = _linked(mode, [self.node(child, nested=True) for child in children])
                return f"({text})" if nested else text

    def _negated(self, child: Node) -> str:
        """Say the opposite where the language has a word for it."""
        if isinstance(child, FieldTest):
            field = self.registry.field(child.field)
            opposite = _opposite(field, child.op)
            if opposite:
                return self._test(FieldTest(child.field, opposite, child.value), field)
        return _("it is not true that (%(condition)s)") % {"condition": self.node(child)}

    def _test(self, test: FieldTest, field: Field) -> str:
        name = self.label(str(field.label))
        match OPERATORS[field.type][test.op].takes, test.value:
            case Takes.DAYS, int(count):
                sentence = wording.DAY_COUNTS[test.op]
                # "number" picks the plural form; "count" is what the reader sees.
                return sentence % {"field": name, "count": self.value(str(count)), "number": count}
            case Takes.RANGE, (low, high):
                bounds = {"low": self._one(low, field), "high": self._one(high, field)}
                return str(wording.clause(field.type, test.op)) % {"field": name, **bounds}
            case Takes.MANY, tuple(items):
                value = self._many(items, field, wording.JOINS.get(test.op, wording.OR))
                return str(wording.clause(field.type, test.op)) % {"field": name, "value": value}
        value = self._one(test.value, field) if test.value is not None else ""  # type: ignore[arg-type]
        return str(wording.clause(field.type, test.op)) % {"field": name, "value": value}

    def _many(self, items: Sequence[Scalar], field: Field, word: str) -> str:
        shown = [
            self._one(item, field) for item in items[: MAX_VALUES if len(items) > MAX_VALUES + 1 else None]
        ]
        hidden = len(items) - len(shown)
        if hidden:
            shown.append(ngettext("%(count)d more", "%(count)d more", hidden) % {"count": hidden})
        return _joined(shown, word)

    def _one(self, item: Scalar, field: Field) -> str:
        options = field.options()
        if options is not None:
            labels = [str(label) for value, label in options if value == item]
            return self.value(labels[0] if labels else _("%(value)s (no longer exists)") % {"value": item})
        return self.value(_shown(item))

    def _activity(self, test: ActivityTest) -> str:
        phrases = [self.label(str(self.registry.kind(kind).phrase)) for kind in test.kinds]
        what = _joined(phrases, wording.OR)
        if test.where:
            parts = [
                self._test(part, self.registry.required_property(test.kinds, part.field))
                for part in test.where
            ]
            what = f"{what} ({_linked('all', parts)})"
        counted = self._counted(what, *test.bounds)
        if test.within_days is None:
            return counted
        sentence = ngettext(
            "%(what)s in the last %(count)s day", "%(what)s in the last %(count)s days", test.within_days
        )
        return sentence % {"what": counted, "count": self.value(str(test.within_days))}

    def _counted(self, what: str, least: int, most: int | None) -> str:
        words = {"what": what, "least": self.value(str(least)), "most": self.value(str(most))}
        if most == 0:
            return _("never %(what)s") % words
        if most is None:
            sentence = ngettext(
                "%(what)s at least %(least)s time", "%(what)s at least %(least)s times", least
            )
            return what if least == 1 else sentence % words
        if least == 0:
            return ngettext("%(what)s at most %(most)s time", "%(what)s at most %(most)s times", most) % words
        if least == most:
            return ngettext("%(what)s exactly %(most)s time", "%(what)s exactly %(most)s times", most) % words
        return _("%(what)s between %(least)s and %(most)s times") % words


def _opposite(field: Field, op: str) -> str:
    operators = OPERATORS[field.type]
    negations = (name for name, operator in operators.items() if operator.opposite_of == op)
    return operators[op].opposite_of or next(negations, "")


def _linked(mode: str, clauses: Sequence[str]) -> str:
    word = pgettext("between conditions", "and") if mode == "all" else pgettext("between conditions", "or")
    return f" {word} ".join(clauses)


def _joined(parts: Sequence[str], word: str) -> str:
    """Return "a, b or c" with the word that the active language puts before the last."""
    if len(parts) == 1:
        return parts[0]
    words = {"first": ", ".join(parts[:-1]), "last": parts[-1]}
    match word:
        case wording.AND:
            return pgettext("list of values", "%(first)s and %(last)s") % words
        case wording.NOR:
            return pgettext("list of excluded values", "%(first)s or %(last)s") % words
    return pgettext("list of values", "%(first)s or %(last)s") % words


def _number(value: Decimal) -> str:
    value = value.normalize()
    places = len(f"{value:f}".partition(".")[2])
    return numbers.plain(value, places) if abs(value) >= GROUPED_FROM else number_format(value)


def _shown(item: Scalar) -> str:
    """Return a value as a sentence holds it: a text in quotes, the rest plain."""
    return (
        pgettext("quoted text", "“%(text)s”") % {"text": _plain(item)}
        if isinstance(item, str)
        else _plain(item)
    )


def _plain(item: Scalar) -> str:
    """Return a value as people write it: a number and a date in the language's form, a long text cut."""
    match item:
        case bool():
            return _("yes") if item else _("no")
        case int() | Decimal():
            return _number(Decimal(item))
        case date():
            return date_format(item, "DATE_FORMAT")
    return item if len(item) <= MAX_TEXT else f"{item[: MAX_TEXT - 1]}…"
