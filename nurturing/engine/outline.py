"""The outline of a workflow: steps in reading order, jumps that go forward only, and what is wrong with one."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from nurturing.choices import StepKind


MAX_STEPS = 60
MAX_CASES = 10
MAX_DAYS, MAX_HOURS, MAX_PERCENT = 730, 24 * 730, 500
STEP_ID = re.compile(r"[a-z0-9_-]{1,12}")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where: ``path`` as in the JSON, ``step`` the id of the step it belongs to."""

    path: str
    code: str
    message: str
    step: str = ""

    def as_error(self) -> dict[str, str]:
        """Return the fault as refusals list them."""
        return {"path": self.path, "message": self.message}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the outline; ``data`` is its JSON."""

    id: str
    kind: str
    data: Json
    index: int

    @property
    def targets(self) -> Iterator[tuple[str, str]]:
        """Yield where the step may jump to: the JSON path below the step, and the id."""
        for name in ("go", "otherwise"):
            if self.data.get(name):
                yield name, str(self.data[name])
        for number, case in enumerate(self.cases):
            if case.get("go"):
                yield f"cases[{number}].go", str(case["go"])

    @property
    def cases(self) -> list[Json]:
        """Return the cases of a branch on a click."""
        cases = self.data.get("cases")
        return [case for case in cases if isinstance(case, Mapping)] if isinstance(cases, list) else []


class Outline:
    """The steps of a version as they were saved; reads any JSON, ``faults`` says whether it can be run."""

    def __init__(self, steps: Sequence[Json]) -> None:
        self.steps = tuple(
            Step(str(step.get("id", "")), str(step.get("kind", "")), step, index)
            for index, step in enumerate(steps)
            if isinstance(step, Mapping)
        )

    @cached_property
    def index_of(self) -> dict[str, int]:
        """Return the place of each step by its id."""
        return {step.id: step.index for step in reversed(self.steps)}

    def step(self, step_id: str) -> Step | None:
        """Return the step with this id."""
        index = self.index_of.get(step_id)
        return None if index is None else self.steps[index]

    @property
    def first(self) -> Step | None:
        """Return where leads begin."""
        return self.steps[0] if self.steps else None

    def following(self, step: Step, go: str = "") -> Step | None:
        """Return what comes after the step: where ``go`` or the step's own jump leads, else the next line."""
        target = go or ("" if step.kind == StepKind.BRANCH_IF else str(step.data.get("go") or ""))
        if target:
            return self.step(target)
        return self.steps[step.index + 1] if step.index + 1 < len(self.steps) else None

    def email_before(self, step: Step) -> Step | None:
        """Return the mail whose clicks a branch looks at: the one it names, else the last line above that mails."""
        named = self.step(str(step.data.get("email") or ""))
        if named is not None:
            return named
        above = [other for other in self.steps[: step.index] if other.kind == StepKind.EMAIL]
        return above[-1] if above else None

    def next_of(self, step: Step) -> list[int]:
        """Return the places a lead may go to from the step, -1 for beyond the last line."""
        if step.kind == StepKind.EXIT:
            return []
        found = [self.index_of.get(target, -1) for _path, target in step.targets]
        always_jumps = step.data.get("go") and step.kind not in {StepKind.BRANCH_IF, StepKind.BRANCH_CLICK}
        both_jump = step.kind == StepKind.BRANCH_IF and step.data.get("go") and step.data.get("otherwise")
        if not (
            always_jumps or both_jump or (step.kind == StepKind.BRANCH_CLICK and step.data.get("otherwise"))
        ):
            found.append(step.index + 1 if step.index + 1 < len(self.steps) else -1)
        return found

    def reachable(self) -> set[int]:
        """Return the places some lead can come to; in one pass, since jumps go forward only."""
        seen = {0} if self.steps else set()
        for step in self.steps:
            if step.index in seen:
                seen.update(place for place in self.next_of(step) if place > step.index)
        return seen


def faults(steps: object) -> list[Fault]:
    """Return what keeps the steps from being run, in their order; templates and links are looked up elsewhere."""
    if not isinstance(steps, list) or not all(isinstance(step, Mapping) for step in steps):
        return [Fault("steps", "not_a_list", _("The steps must be a list of objects."))]
    if not steps:
        return [Fault("steps", "empty", _("Add a step: a workflow without steps does nothing."))]
    if len(steps) > MAX_STEPS:
        return [Fault("steps", "too_many", _("At most %(limit)s steps.") % {"limit": MAX_STEPS})]
    outline = Outline(steps)
    found = [fault for step in outline.steps for fault in _of_step(outline, step)]
    return found + list(_of_road(outline))


def _of_step(outline: Outline, step: Step) -> Iterator[Fault]:
    checks = [_named, _jumps, _CHECKS.get(step.kind, _nothing)]
    for check in checks:
        for name, code, message in check(outline, step):
            yield Fault(f"steps[{step.index}]{'.' if name else ''}{name}", code, message, step.id)


Found = Iterator[tuple[str, str, str]]


def _nothing(outline: Outline, step: Step) -> Found:
    yield from ()


def _named(outline: Outline, step: Step) -> Found:
    if not STEP_ID.fullmatch(step.id):
        yield "id", "bad_id", _("A step needs an id of 1 to 12 small letters, digits, - or _.")
    elif outline.index_of[step.id] != step.index:
        yield "id", "same_id", _("Another step has this id.")
    if step.kind not in StepKind.values:
        yield "kind", "unknown_kind", _("There is no such kind of step.")


def _jumps(outline: Outline, step: Step) -> Found:
    for path, target in step.targets:
        place = outline.index_of.get(target)
        if place is None:
            yield path, "unknown_target", _("This step does not exist any more.")
        elif place <= step.index:
            yield path, "loop", _("A jump goes forward only: choose a step below this one.")


def _email(outline: Outline, step: Step) -> Found:
    if not step.data.get("template"):
        yield "template", "no_template", _("Choose the e-mail to send.")


def _number(value: object, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most


def _wait(outline: Outline, step: Step) -> Found:
    limits = {"hours": MAX_HOURS, "days": MAX_DAYS, "cycle_percent": MAX_PERCENT}
    given = [name for name in limits if step.data.get(name) is not None]
    if len(given) != 1:
        yield "", "no_wait", _("Say how long to wait.")
    for name in given:
        if not _number(step.data[name], limits[name]):
            yield (
                name,
                "bad_wait",
                _("A wait is more than 0 and at most %(limit)s.") % {"limit": limits[name]},
            )
    yield from _window(step)


def _window(step: Step) -> Found:
    start, end = step.data.get("from_hour"), step.data.get("until_hour")
    if start is not None or end is not None:
        first, last = (0 if start is None else start), (24 if end is None else end)
        whole = all(isinstance(hour, int) and not isinstance(hour, bool) for hour in (first, last))
        if not whole or not 0 <= first < last <= 24:
            yield (
                "from_hour",
                "bad_window",
                _("The hours of a window run from 0 to 24, the end after the start."),
            )
    weekdays = step.data.get("weekdays")
    if weekdays is not None and (
        not isinstance(weekdays, list) or not set(map(str, weekdays)) <= set("0123456") or not weekdays
    ):
        yield "weekdays", "bad_weekdays", _("Choose at least one day of the week.")


def _branch_click(outline: Outline, step: Step) -> Found:
    mail = outline.email_before(step)
    if mail is None:
        yield "email", "no_mail_before", _("There is no e-mail above whose clicks could decide.")
    elif mail.kind != StepKind.EMAIL or mail.index > step.index:
        yield "email", "no_mail_before", _("Choose an e-mail above this step.")
    if not step.cases:
        yield "cases", "no_cases", _("Add a case: which click leads where.")
    if len(step.cases) > MAX_CASES:
        yield "cases", "too_many", _("At most %(limit)s cases.") % {"limit": MAX_CASES}
    for number, case in enumerate(step.cases):
        yield from _case(case, f"cases[{number}]")
    hours, days = step.data.get("within_hours"), step.data.get("within_days")
    if (hours is None) == (days is None) or not (_number(hours, MAX_HOURS) or _number(days, MAX_DAYS)):
        yield "within_days", "no_time_out", _("Say how long to wait for a click.")


def _case(case: Json, path: str) -> Found:
    if not case.get("go"):
        yield f"{path}.go", "no_target", _("Choose where this click leads.")
    lists = [case.get(name) or [] for name in ("links", "content", "topics")]
    if not case.get("any") and not any(lists):
        yield path, "empty_case", _("Choose a link, a piece of content or a topic.")
    if not all(isinstance(values, list) for values in lists):
        yield path, "bad_case", _("Links, content and topics are lists.")


def _branch_if(outline: Outline, step: Step) -> Found:
    if not isinstance(step.data.get("condition"), Mapping) or not step.data["condition"]:
        yield "condition", "no_condition", _("Say on what it branches.")
    if not step.data.get("go") and not step.data.get("otherwise"):
        yield "go", "no_target", _("Choose where it leads.")


def _task(outline: Outline, step: Step) -> Found:
    title = step.data.get("title")
    if not isinstance(title, str) or not 0 < len(title.strip()) <= 200:
        yield "title", "no_title", _("Say in 1 to 200 characters what is to be done.")
    days = step.data.get("days", 1)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= MAX_DAYS:
        yield "days", "bad_days", _("Give a number of days from 0 to %(limit)s.") % {"limit": MAX_DAYS}


_CHECKS: dict[str, Callable[[Outline, Step], Found]] = {
    StepKind.EMAIL: _email,
    StepKind.WAIT: _wait,
    StepKind.BRANCH_CLICK: _branch_click,
    StepKind.BRANCH_IF: _branch_if,
    StepKind.TASK: _task,
}


def _of_road(outline: Outline) -> Iterator[Fault]:
    """Yield what is wrong with the way through: steps nobody comes to, ways that end in nothing."""
    reachable = outline.reachable()
    for step in outline.steps:
        if step.index not in reachable:
            message = _("No lead ever comes to this step.")
            yield Fault(f"steps[{step.index}]", "unreachable", message, step.id)
        elif -1 in outline.next_of(step) and not any(
            target not in outline.index_of for _path, target in step.targets
        ):
            message = _("The way ends here without “Leave the workflow”.")
            yield Fault(f"steps[{step.index}]", "no_exit", message, step.id)
