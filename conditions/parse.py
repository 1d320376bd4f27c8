"""Reading a condition: JSON to a tree, or a refusal that names every fault with its JSON path."""

import json
import re
from collections.abc import Set
from typing import cast

from django.utils.translation import gettext as _

from conditions import values
from conditions.faults import ConditionError, Faults, shown
from conditions.nodes import ActivityTest, FieldTest, Group, Json, Node, Not
from conditions.operators import OPERATORS, Takes
from conditions.registry import Field, Registry


__all__ = ["ConditionError", "parse", "parse_text"]

MAX_DEPTH = 8
MAX_NODES = 200
MAX_WHERE = 10
MAX_KINDS = 20
MAX_COUNT = 1_000_000
MAX_JSON = 200_000
FORMS = ("all", "any", "not", "field", "activity")
PLAIN_KEY = re.compile(r"\w{1,60}")


def parse(data: object, registry: Registry, *, check_choices: bool = True) -> Node:
    """Return the tree of this JSON value, as ``json.loads`` gives it.

    ``check_choices=False`` is for trees that were saved once: a campaign that was deleted since then matches
    nothing, which is better than a scoring model that cannot be read.

    Raises: ConditionError with all faults, each with its path.
    """
    parser = _Parser(registry, check_choices=check_choices)
    node = parser.node(data, "$", depth=1)
    parser.faults.raise_if_any()
    return cast("Node", node)


def parse_text(text: str, registry: Registry) -> Node:
    """Return the tree of this JSON text.

    Raises: ConditionError.
    """
    faults = Faults()
    if len(text) > MAX_JSON:
        faults.add("$", _("This condition is too long."))
        faults.raise_if_any()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        faults.add("$", _("This is not valid JSON."))
        faults.raise_if_any()
    return parse(data, registry)


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if PLAIN_KEY.fullmatch(key) else f"{path}[{json.dumps(shown(key))}]"


def _takes_nothing(field: Field, test: FieldTest) -> bool:
    return OPERATORS[field.type][test.op].takes is Takes.NOTHING


class _Parser:
    """One reading; goes on after a fault, so that one refusal tells them all."""

    def __init__(self, registry: Registry, *, check_choices: bool) -> None:
        self.registry = registry
        self.check_choices = check_choices
        self.faults = Faults()
        self.nodes = 0

    def node(self, raw: object, path: str, *, depth: int) -> Node | None:
        if not self._fits(path, depth):
            return None
        forms = [form for form in FORMS if isinstance(raw, dict) and form in raw]
        if not isinstance(raw, dict) or len(forms) != 1:
            self.faults.add(path, _("Give an object with one of: %(keys)s.") % {"keys": ", ".join(FORMS)})
            return None
        match forms[0]:
            case "all" | "any":
                return self._group(raw, path, forms[0], depth)
            case "not":
                self._refuse_other_keys(raw, path, {"not"})
                child = self.node(raw["not"], f"{path}.not", depth=depth + 1)
                return Not(child) if child else None
            case "field":
                return self._field_test(raw, path)
        return self._activity_test(raw, path)

    def _fits(self, path: str, depth: int) -> bool:
        self.nodes += 1
        if depth > MAX_DEPTH:
            self.faults.add(path, _("Conditions may be nested %(most)d levels deep.") % {"most": MAX_DEPTH})
        elif self.nodes == MAX_NODES + 1:
            self.faults.add(path, _("A condition may have at most %(most)d parts.") % {"most": MAX_NODES})
        return depth <= MAX_DEPTH and self.nodes <= MAX_NODES

    def _refuse_other_keys(self, raw: Json, path: str, known: Set[str]) -> None:
        for key in raw:
            if key not in known:
                self.faults.add(_under(path, key), _("Unknown key “%(key)s”.") % {"key": shown(key)})

    def _group(self, raw: Json, path: str, mode: str, depth: int) -> Group | None:
        self._refuse_other_keys(raw, path, {mode})
        children = raw[mode]
        if not isinstance(children, list):
            self.faults.add(f"{path}.{mode}", _("Give a list of conditions."))
            return None
        read = []
        for index, child in enumerate(children):
            if self.nodes > MAX_NODES:
                break
            read.append(self.node(child, f"{path}.{mode}[{index}]", depth=depth + 1))
        return Group("all" if mode == "all" else "any", tuple(child for child in read if child))

    def _field_test(self, raw: Json, path: str) -> FieldTest | None:
        self._refuse_other_keys(raw, path, {"field", "op", "value"})
        name = raw["field"]
        field = self.registry.field_named(name) if isinstance(name, str) else None
        if field is None:
            self.faults.add(f"{path}.field", _("There is no field “%(name)s”.") % {"name": shown(name)})
            return None
        paths = (f"{path}.op", f"{path}.value")
        test = self._test(field, raw.get("op"), raw.get("value"), paths=paths)
        if test and _takes_nothing(field, test) and raw.get("value") is not None:
            self.faults.add(paths[1], _("This operator takes no value."))
        return test

    def _test(self, field: Field, op: object, raw: object, *, paths: tuple[str, str]) -> FieldTest | None:
        """Read operator and value; the two paths say where each of them stands."""
        operator = OPERATORS[field.type].get(op) if isinstance(op, str) else None
        if operator is None:
            known = ", ".join(OPERATORS[field.type])
            message = _("“%(name)s” knows these operators: %(known)s.")
            self.faults.add(paths[0], message % {"name": field.name, "known": known})
            return None
        value = values.read_value(
            raw,
            paths[1],
            field=field,
            operator=operator,
            faults=self.faults,
            check_choices=self.check_choices,
        )
        return FieldTest(field.name, operator.name, value)

    def _activity_test(self, raw: Json, path: str) -> ActivityTest | None:
        known = {"activity", "where", "at_least", "at_most", "within_days"}
        self._refuse_other_keys(raw, path, known)
        kinds = self._kinds(raw["activity"], f"{path}.activity")
        at_least = self._count(raw, path, "at_least", lowest=1)
        at_most = self._count(raw, path, "at_most", lowest=0)
        if at_least is not None and at_most is not None and at_least > at_most:
            self.faults.add(f"{path}.at_most", _("The most must not be below the least."))
        within_days = self._days(raw, path)
        where = self._where(raw.get("where"), f"{path}.where", kinds) if kinds else ()
        return ActivityTest(kinds, where, at_least, at_most, within_days)

    def _kinds(self, raw: object, path: str) -> tuple[str, ...]:
        listed = raw if isinstance(raw, list) else [raw]
        if not 1 <= len(listed) <= MAX_KINDS:
            self.faults.add(path, _("Give 1 to %(most)d kinds of activity.") % {"most": MAX_KINDS})
            return ()
        known = [kind for kind in listed if isinstance(kind, str) and self.registry.kind_named(kind)]
        for kind in listed:
            if kind not in known:
                self.faults.add(path, _("There is no activity “%(name)s”.") % {"name": shown(kind)})
        return tuple(known) if len(known) == len(listed) else ()

    def _count(self, raw: Json, path: str, key: str, *, lowest: int) -> int | None:
        count = raw.get(key)
        if count is None:
            return None
        if isinstance(count, bool) or not isinstance(count, int) or not lowest <= count <= MAX_COUNT:
            message = _("Give a whole number from %(least)d to %(most)d.")
            self.faults.add(f"{path}.{key}", message % {"least": lowest, "most": MAX_COUNT})
            return None
        return count

    def _days(self, raw: Json, path: str) -> int | None:
        if raw.get("within_days") is None:
            return None
        try:
            return values.days(raw["within_days"])
        except values.BadValue as fault:
            self.faults.add(f"{path}.within_days", str(fault))
            return None

    def _where(self, raw: object, path: str, kinds: tuple[str, ...]) -> tuple[FieldTest, ...]:
        if raw is None:
            return ()
        tests = [(name, ops) for name, ops in raw.items()] if isinstance(raw, dict) else []
        if not isinstance(raw, dict) or not all(isinstance(ops, dict) and ops for _name, ops in tests):
            self.faults.add(path, _("Give an object of properties, each with operators and their values."))
            return ()
        pairs = [(name, op, value) for name, ops in tests for op, value in ops.items()]
        if len(pairs) > MAX_WHERE:
            self.faults.add(path, _("Give at most %(most)d tests of properties.") % {"most": MAX_WHERE})
            return ()
        read = [self._property_test(kinds, *pair, path=_under(path, pair[0])) for pair in pairs]
        return tuple(test for test in read if test)

    def _property_test(
        self, kinds: tuple[str, ...], name: str, op: str, raw: object, *, path: str
    ) -> FieldTest | None:
        prop = self.registry.property_of(kinds, name)
        if prop is None:
            message = _("These activities have no property “%(name)s”.")
            self.faults.add(path, message % {"name": shown(name)})
            return None
        place = _under(path, op)
        test = self._test(prop, op, raw, paths=(place, place))
        if test and _takes_nothing(prop, test) and raw is not True:
            self.faults.add(place, _("This operator takes no value but true."))
        return test
