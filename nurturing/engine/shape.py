"""Whether the JSON of an outline can be read at all; what it says may have faults still (``outline.faults``). Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from nurturing.choices import StepKind
from nurturing.engine.outline import STEP_ID


MAX_TEXT = 500
MAX_LIST = 60
# The place below the value, empty for the value itself, and what is wrong there.
Found = Iterator[tuple[str, str]]
Check = Callable[[Any], Found]


def errors(steps: Sequence[Any]) -> list[dict[str, str]]:
    """Return what no reader could make sense of, each as ``{"path", "message"}``; an empty list if nothing."""
    return [
        {"path": f"steps[{place}]{where}", "message": message}
        for place, step in enumerate(steps)
        for where, message in _step(step)
    ]


def _step(step: Any) -> Found:
    if not isinstance(step, Mapping):
        yield "", _("This must be an object.")
        return
    # Both stand in addresses and are never empty; the rest may be missing.
    if not isinstance(step.get("id"), str) or not STEP_ID.fullmatch(step["id"]):
        yield ".id", _("A step needs an id of 1 to 12 small letters, digits, - or _.")
    if not isinstance(step.get("kind"), str) or step["kind"] not in StepKind.values:
        yield ".kind", _("There is no such kind of step.")
    yield from _named(step, STEP)


def _named(value: Mapping[str, Any], checks: Mapping[str, Check]) -> Found:
    for name, part in value.items():
        if name not in checks:
            yield f".{name}", _("This field does not exist.")
        elif part is not None:
            yield from ((f".{name}{where}", message) for where, message in checks[name](part))


def _any(value: Any) -> Found:
    yield from ()


def _text(value: Any) -> Found:
    if not isinstance(value, str):
        yield "", _("This must be a text.")
    elif len(value) > MAX_TEXT:
        yield "", _("This is too long.")


def _number(value: Any) -> Found:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield "", _("This must be a number.")


def _yes_or_no(value: Any) -> Found:
    if not isinstance(value, bool):
        yield "", _("This must be yes or no.")


def _object(value: Any) -> Found:
    if not isinstance(value, Mapping):
        yield "", _("This must be an object.")


def _whole(most: int) -> Check:
    def check(value: Any) -> Found:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            yield "", _("Give a whole number from %(least)d to %(most)d.") % {"least": 0, "most": most}

    return check


def _list_of(part: Check) -> Check:
    def check(value: Any) -> Found:
        if not isinstance(value, list):
            yield "", _("This must be a list.")
        elif len(value) > MAX_LIST:
            yield "", _("This is too long.")
        else:
            for place, one in enumerate(value):
                yield from ((f"[{place}]{where}", message) for where, message in part(one))

    return check


def _case(value: Any) -> Found:
    yield from _named(value, CASE) if isinstance(value, Mapping) else _object(value)


TEXTS = _list_of(_text)
CASE: Mapping[str, Check] = {
    "any": _yes_or_no,
    "content": TEXTS,
    "topics": TEXTS,
    "links": TEXTS,
    "go": _text,
}
STEP: Mapping[str, Check] = {
    **dict.fromkeys(("id", "kind"), _any),
    **dict.fromkeys(("template", "email", "go", "otherwise", "title", "reason"), _text),
    **dict.fromkeys(("hours", "days", "cycle_percent", "within_hours", "within_days"), _number),
    **dict.fromkeys(("from_hour", "until_hour"), _whole(24)),
    "weekdays": _list_of(_whole(6)),
    "cases": _list_of(_case),
    "condition": _object,
}
