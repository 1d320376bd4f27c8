"""A post as leads: each value with what it is taken for, and each lead as the payload of an inquiry. Pure."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from capture.choices import Reason
from capture.parsers import facts, values
from capture.parsers.hooks import answers, guess, presets, secrecy
from capture.parsers.hooks.answers import Answer
from capture.parsers.hooks.build import build
from capture.parsers.hooks.shapes import ROOT, Preset, Shape
from capture.parsers.hooks.tree import Tree
from core.text import clean, fold


MOST_LEADS = 1000
# What a person is not asked: protection against robots, and what a page adds by itself.
TECHNICAL = re.compile(
    r"(^|\.)(_.*|cf-turnstile.*|csrf.*|nonce|submit|honeypot|form-name|form_name"
    rf"|FieldStructure.*|FormStructure.*|HandshakeKey|ip|ip_?address|user_?agent|{secrecy.NAMES})$",
    re.IGNORECASE,
)
# A test says so by one of these, whatever the platform.
TEST_FLAGS = ("is_test", "isTest", "testLead", "test_lead", "is_test_lead")
DUMMY = "<test lead:"
# How much of an unknown JSON is taken for answers: what lies near its root, unless it is a machine's record.
NEAR, MOST_ANSWERS = 3, 60
# Where nothing near says who it is, so deep is looked.
FAR = 8
KEY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One value, what it is taken for ("" for nothing), and who says so: own, preset, guess, rest, out."""

    answer: Answer
    targets: tuple[str, ...] = ()
    by: str = "out"


@dataclass(frozen=True, slots=True)
class Found:
    """One lead of a post; with a reason it makes none. ``key`` is what the platform calls the event."""

    payload: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    detail: str = ""
    key: str | None = None
    at: datetime | None = None
    lines: Sequence[Line] = ()
    item: Any = None


@dataclass(frozen=True, slots=True)
class Own:
    """What a person mapped by hand: where the leads are, and targets by path; and which own fields there are."""

    items: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    custom: Collection[str] = ()

    @classmethod
    def of(cls, mapping: Mapping[str, Any], custom: Collection[str]) -> "Own":
        """Return what a stored mapping says; a part of the wrong kind says nothing."""
        items, fields = mapping.get("items", ""), mapping.get("fields", {})
        return cls(
            items if isinstance(items, str) else "",
            {str(path): str(to) for path, to in fields.items()} if isinstance(fields, dict) else {},
            custom,
        )


def read(tree: Tree, *, preset: Preset, own: Own) -> list[Found]:
    """Return the leads of a post in its order, at least one: what could not be read says why."""
    if not isinstance(tree.value, dict | list) or not tree.value:
        return [Found(reason=Reason.UNREADABLE)]
    shape = presets.shape_of(tree.value, is_form=tree.is_form, preset=preset) or presets.ANYTHING
    every = answers.items(tree.value, own.items or shape.items)
    if shape is presets.ANYTHING and not own.items and answers.are_leads(tree.value):
        every = list(tree.value)
    if not every and own.items:
        every = answers.items(tree.value, shape.items)
    if not every:
        other = _tells_of_other({}, tree.value, shape, [])
        return [Found(reason=Reason.NO_LEAD if other else Reason.UNMAPPED, detail=other)]
    if len(every) > MOST_LEADS:
        return [Found(reason=Reason.UNMAPPED, detail=f"> {MOST_LEADS}")]
    return [_found(item, tree, shape, own) for item in every]


def _found(item: Any, tree: Tree, shape: Shape, own: Own) -> Found:
    if not isinstance(item, dict | list):
        return Found(reason=Reason.UNMAPPED, item=item)
    found = answers.of(item)
    lines, payload = _resolved(found, shape, own, is_form=tree.is_form)
    at = next((moment for path in shape.at if (moment := when(_look(item, tree.value, path)))), None)
    if at:
        payload["occurred_at"] = at.isoformat()
    is_test = _is_test(item, tree.value, shape, found)
    reason, detail = (Reason.TEST, "") if is_test else _reason(item, tree.value, shape, found, payload)
    return Found(
        payload=payload,
        reason=reason,
        detail=clean(detail)[:300],
        key=_key(item, tree.value, shape, is_test=is_test),
        at=at,
        lines=lines,
        item=item,
    )


def _resolved(
    found: Sequence[Answer], shape: Shape, own: Own, *, is_form: bool
) -> tuple[list[Line], dict[str, Any]]:
    """Return the lines and what they make; of an unknown shape more is read if nothing near its root says who it is."""
    told = []
    for near in (NEAR, FAR) if shape is presets.ANYTHING else (NEAR,):
        lines = resolve(found, shape, own, is_form=is_form, near=near)
        payload = build([(line.answer, line.targets) for line in lines], custom=own.custom)
        told.append((lines, payload))
        if facts.read(payload).has_contact:
            return lines, payload
    return told[0]


def _reason(
    item: Any, root: Any, shape: Shape, found: Sequence[Answer], payload: dict[str, Any]
) -> tuple[str, str]:
    """Return why the item makes no lead, as far as its shape tells; the filter asks the rest."""
    if other := _tells_of_other(item, root, shape, found):
        return Reason.NO_LEAD, other
    reading = facts.read(payload)
    if reading.has_contact:
        return "", ""
    if shape.id_only and (known := answers.dig(item, shape.id_only)):
        return Reason.NEEDS_FETCH, f"{shape.id_only} {known}"
    return (Reason.UNMAPPED, "") if shape is presets.ANYTHING else ("", "")


def _tells_of_other(item: Any, root: Any, shape: Shape, found: Sequence[Answer]) -> str:
    """Return what the post tells of, if that is no lead."""
    for path, allowed in shape.only.items():
        if "*" in path:
            if not any(_matches(path, answer.path) for answer in found):
                return path
            continue
        value = _look(item, root, path)
        if value is not None and not any(_matches(pattern, str(value)) for pattern in allowed):
            return f"{path.removeprefix(ROOT)} {value}"
    return ""


def _is_test(item: Any, root: Any, shape: Shape, found: Sequence[Answer]) -> bool:
    if any(values.boolean(answers.dig(item, flag)) is True for flag in TEST_FLAGS):
        return True
    for path, wanted in shape.tests:
        if path == "*":
            if any(answer.value == wanted for answer in found):
                return True
        elif _look(item, root, path) == wanted:
            return True
    return any(isinstance(answer.value, str) and answer.value.startswith(DUMMY) for answer in found)


def _key(item: Any, root: Any, shape: Shape, *, is_test: bool) -> str | None:
    parts = [_look(item, root, path) for path in shape.key]
    if not parts or any(part is None or isinstance(part, dict | list) for part in parts):
        return None
    # a test may bear the id of a lead to come
    key = ":".join(clean(str(part)) for part in ("test" if is_test else shape.name, *parts))
    return key if len(key) <= KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()


def _look(item: Any, root: Any, path: str) -> Any:
    return answers.dig(root, path.removeprefix(ROOT)) if path.startswith(ROOT) else answers.dig(item, path)


def resolve(
    found: Sequence[Answer], shape: Shape, own: Own, *, is_form: bool, near: int = NEAR
) -> list[Line]:
    """Return what each value is taken for: as a person said, else as the platform documents, else as it looks."""
    lines = [_line(answer, shape, own, is_form=is_form, near=near) for answer in found]
    taken = {target for line in lines if line.by in {"own", "preset"} for target in line.targets}
    lines = [_guessed(line, taken) if line.by == "guess" else line for line in lines]
    lines = _by_value(lines, taken)
    keeps = shape.keeps_rest and sum(line.by == "guess" for line in lines) <= MOST_ANSWERS
    lines = [_kept(line, keeps=keeps) if line.by == "guess" and not line.targets else line for line in lines]
    return _with_whole_names(lines)


def _line(answer: Answer, shape: Shape, own: Own, *, is_form: bool, near: int) -> Line:
    if answer.path in own.fields:
        target = own.fields[answer.path]
        return Line(answer, (target,) if target else (), "own")
    if any(_matches(pattern, answer.path) for pattern in shape.drop):
        return Line(answer)
    if targets := tuple(to for pattern, to in shape.fields if _matches(pattern, answer.path)):
        return Line(answer, targets, "preset")
    if TECHNICAL.search(answer.path) or "captcha" in answer.path.lower():
        return Line(answer)
    in_scope = any(_matches(pattern, answer.path) for pattern in shape.answers)
    if shape is presets.ANYTHING and not is_form and not answer.is_pair:
        in_scope = answer.path.count(".") + answer.path.count("[") <= near
    return Line(answer, (), "guess" if in_scope else "out")


def _guessed(line: Line, taken: set[str]) -> Line:
    target = guess.target(line.answer)
    if not target or target in taken and target not in {"message", "topics"}:
        return line
    taken.add(target)
    return Line(line.answer, (target,), "guess")


def _by_value(lines: list[Line], taken: set[str]) -> list[Line]:
    """Let an address or number whose question tells nothing be the lead's, if no other is."""
    done = []
    for line in lines:
        is_open = line.by == "guess" and not line.targets
        target = guess.by_value(line.answer.value) if is_open else ""
        if target and target not in taken:
            taken.add(target)
            done.append(Line(line.answer, (target,), "guess"))
        else:
            done.append(line)
    return done


def _kept(line: Line, *, keeps: bool) -> Line:
    return Line(line.answer, ("answer",), "rest") if keeps else Line(line.answer)


def _with_whole_names(lines: list[Line]) -> list[Line]:
    """Take a guessed first name without a last one for the whole name, as imports do."""
    told = {target for line in lines for target in line.targets}
    if {"first_name", "full_name"} <= told:
        return _with_last_name(lines, is_known="last_name" in told)
    if "first_name" not in told or told & {"last_name", "full_name"}:
        return lines
    return [
        Line(line.answer, ("full_name",), "guess")
        if line.by == "guess" and line.targets == ("first_name",)
        else line
        for line in lines
    ]


def _with_last_name(lines: list[Line], *, is_known: bool) -> list[Line]:
    """Take "Nom" beside "Prénom" for the last name, or somebody else's; a whole name holds the first one."""
    first = next(fold(str(line.answer.value)) for line in lines if "first_name" in line.targets)
    return [
        Line(line.answer, ("answer",) if is_known else ("last_name",), "rest" if is_known else "guess")
        if line.by == "guess" and line.targets == ("full_name",) and first not in fold(str(line.answer.value))
        else line
        for line in lines
    ]


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*"), re.IGNORECASE | re.DOTALL)


def _matches(pattern: str, text: str) -> bool:
    return _pattern(pattern).fullmatch(text) is not None


def when(value: Any) -> datetime | None:
    """Return a moment written in any of the ways platforms do: ISO 8601, seconds or milliseconds since 1970."""
    if isinstance(value, str) and not value.strip().isdecimal():
        return values.moment(value.strip().replace(" UTC", "Z"))
    number = values.number(value)
    if number is None:
        return None
    seconds = number / 1000 if number > 10**11 else number
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds > 10**8 else None
    except (OverflowError, OSError, ValueError):
        return None
