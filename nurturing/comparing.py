"""Two versions of a workflow beside each other, as sentences: what is new, what is gone, what reads otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nurturing import lines
from nurturing.choices import Reentry
from nurturing.lines import Line
from nurturing.models import WorkflowVersion
from nurturing.services import outline
from nurturing.services.outline import Names


NEW, GONE, CHANGED, MOVED = "new", "gone", "changed", "moved"
LABELS: dict[str, str | Promise] = {
    NEW: gettext_lazy("New"),
    GONE: gettext_lazy("Gone"),
    CHANGED: gettext_lazy("Changed"),
    MOVED: gettext_lazy("Moved"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; ``before`` or ``after`` is empty where it was not or is no more."""

    kind: str
    where: str
    before: str = ""
    after: str = ""

    @property
    def label(self) -> str:
        """What happened to it."""
        return str(LABELS[self.kind])


def compare(old: WorkflowVersion, new: WorkflowVersion, *, known: Names) -> list[Difference]:
    """Return what differs from the old version to the new one, in the order of the new outline."""
    return [*_rules(old, new, known), *_steps(lines.read(old.steps, known), lines.read(new.steps, known))]


def _rules(old: WorkflowVersion, new: WorkflowVersion, known: Names) -> Iterator[Difference]:
    pairs = (
        (_("Enters"), _condition(old.entry, known), _condition(new.entry, known)),
        (_("Again"), _again(old), _again(new)),
        (_("Leaves early"), _condition(old.exit_condition, known), _condition(new.exit_condition, known)),
    )
    for where, before, after in pairs:
        if before != after:
            yield Difference(CHANGED, where, before, after)


def _condition(tree: object, known: Names) -> str:
    return outline.condition(tree, known) if tree else _("nobody by a condition")


def _again(version: WorkflowVersion) -> str:
    label = str(Reentry(version.reentry).label)
    return f"{label} ({version.reentry_days})" if version.reentry == Reentry.AFTER else label


def _steps(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Difference]:
    before = {line.id: line for line in old}
    after = {line.id: line for line in new}
    kept = [line.id for line in old if line.id in after]
    stays = _in_order(kept, [line.id for line in new if line.id in before])
    for line in new:
        was = before.get(line.id)
        where = _("Line %(number)s") % {"number": line.number}
        if was is None:
            yield Difference(NEW, where, after=_told(line, after))
        elif _told(was, before) != _told(line, after):
            yield Difference(CHANGED, where, _told(was, before), _told(line, after))
        elif line.id not in stays:
            moved = _("from line %(old)s to line %(new)s") % {"old": was.number, "new": line.number}
            yield Difference(MOVED, where, line.sentence, moved)
    for line in old:
        if line.id not in after:
            yield Difference(GONE, _("Line %(number)s") % {"number": line.number}, _told(line, before))


def _told(line: Line, every: dict[str, Line]) -> str:
    """Return the line with its ways, by what they lead to, since numbers shift when a line is put between."""
    ways = [
        f"{way.label} → {every[way.target].sentence}" if way.target in every else str(way.label)
        for way in line.ways
    ]
    return "; ".join([line.sentence, *ways])


def _in_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the ids of the longest run that keeps its order; the others were moved."""
    place = {step_id: number for number, step_id in enumerate(old)}
    best: list[tuple[int, int | None]] = []  # length of the longest run that ends here, and what comes before
    for number, step_id in enumerate(new):
        earlier = [(best[other][0], other) for other in range(number) if place[new[other]] < place[step_id]]
        length, before = max(earlier, default=(0, None))
        best.append((length + 1, before))
    at: int | None = max(range(len(best)), key=lambda number: best[number][0], default=None)
    kept = set()
    while at is not None:
        kept.add(new[at])
        at = best[at][1]
    return kept
