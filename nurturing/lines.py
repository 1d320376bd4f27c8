"""An outline as the pages show it: one line a step, with its ways, its faults and how many leads stand there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nurturing.choices import StepKind
from nurturing.engine.outline import Fault, Outline, Step
from nurturing.services import outline as wording
from nurturing.services.outline import Names


ICONS: dict[str, str] = {
    StepKind.EMAIL: "mail",
    StepKind.WAIT: "timer",
    StepKind.BRANCH_CLICK: "mouse-pointer-click",
    StepKind.BRANCH_IF: "git-branch",
    StepKind.WISH: "hand",
    StepKind.TASK: "square-check",
    StepKind.EXIT: "log-out",
}


@dataclass(frozen=True, slots=True)
class Way:
    """Where a lead goes from a step: on what, and to which line; number 0 means beyond the last one."""

    label: str | Promise
    target: str
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """One step as a line of the outline."""

    id: str
    number: int
    kind: str
    icon: str
    sentence: str
    short: str
    ways: Sequence[Way]
    faults: Sequence[str]
    here: int
    template: str
    is_first: bool
    is_last: bool

    @property
    def label(self) -> str:
        """What the line is called where another names it."""
        return f"{self.number}. {self.sentence}"


def read(
    steps: Sequence[Mapping[str, Any]],
    known: Names,
    *,
    faults: Sequence[Fault] = (),
    here: Mapping[str, int] | None = None,
) -> list[Line]:
    """Return the lines of the outline. Queries: none."""
    outline = Outline(steps)
    last = len(outline.steps) - 1
    return [
        Line(
            id=step.id,
            number=step.index + 1,
            kind=step.kind,
            icon=ICONS.get(step.kind, "circle-alert"),
            sentence=wording.describe(step, known=known),
            short=shortly(step, known),
            ways=ways(outline, step, known),
            # A step may be wrong in two ways that read alike.
            faults=list(dict.fromkeys(fault.message for fault in faults if fault.step == step.id)),
            here=(here or {}).get(step.id, 0),
            template=str(step.data.get("template") or "") if step.kind == StepKind.EMAIL else "",
            is_first=step.index == 0,
            is_last=step.index == last,
        )
        for step in outline.steps
    ]


def shortly(step: Step, known: Names) -> str:
    """Return the step in the few words that a box of the map holds."""
    if step.kind == StepKind.EMAIL:
        return known.templates.get(str(step.data.get("template") or ""), "…")
    if step.kind == StepKind.WAIT:
        return wording.describe(step, known=known).partition(",")[0]
    if step.kind == StepKind.BRANCH_CLICK:
        return _("Clicked?")
    if step.kind == StepKind.EXIT:
        return str(step.data.get("reason") or _("Out"))
    return wording.describe(step, known=known)


def ways(outline: Outline, step: Step, known: Names) -> list[Way]:
    """Return the ways that lead elsewhere than to the next line, and of a branch every one."""
    if step.kind == StepKind.EXIT:
        return []
    if step.kind == StepKind.BRANCH_CLICK:
        told = [(wording.describe_case(case, known=known), case.get("go")) for case in step.cases]
        told.append((_("nobody clicks"), step.data.get("otherwise")))
    elif step.kind == StepKind.BRANCH_IF:
        told = [(_("yes"), step.data.get("go")), (_("no"), step.data.get("otherwise"))]
    else:
        told = [(_("then"), step.data["go"])] if step.data.get("go") else []
    return [_way(outline, label, str(target or ""), step) for label, target in told]


def _way(outline: Outline, label: str, target: str, step: Step) -> Way:
    """Return the way; without a target it is the next line."""
    if not target:
        following = step.index + 1
        is_there = following < len(outline.steps)
        return Way(label, outline.steps[following].id if is_there else "", following + 1 if is_there else 0)
    place = outline.index_of.get(target)
    return Way(label, target, 0 if place is None else place + 1)


def later(lines: Sequence[Line], step_id: str) -> list[tuple[str, str]]:
    """Return the lines a step may jump to: those below it; all of them for a step that is new on top."""
    place = next((line.number for line in lines if line.id == step_id), 0)
    return [(line.id, line.label) for line in lines if line.number > place]
