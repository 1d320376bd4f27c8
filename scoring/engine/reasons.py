"""Why two readings of a lead differ: the lines that differ most."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.engine.shift import Foreseen, way
from scoring.engine.spec import CriterionSpec, GroupSpec, ModelSpec


MOST = 2
Lines = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reason:
    """One difference in tenths.

    ``kind``: "criterion", "group_cap", "clamp"; "grid", "light" and "model" (another than before) have no tenths.
    """

    kind: str
    tenths: int = 0
    criterion: CriterionSpec | None = None
    group: GroupSpec | None = None
    model: ModelSpec | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What a version said of a lead: the key of its model, and its lines as ``flat`` gives them."""

    model: str = ""
    lines: Lines = field(default_factory=dict)


def flat(lines: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Return the lines of both dimensions as one, the cap of a criterion with its points."""
    found: dict[str, int] = {}
    for by_key in lines.values():
        for key, tenths in by_key.items():
            name = key.removesuffix("/cap")
            found[name] = found.get(name, 0) + tenths
    return found


def of(
    before: ModelSpec | None, after: ModelSpec, old: Read, new: Read, now: Foreseen, then: Foreseen
) -> tuple[Reason, ...]:
    """Return what weighs most in the way the lead goes; where no line differs, what else was changed.

    Under another model every line is another one, so that comes first.
    """
    found = _of_lines(before, after, old.lines, new.lines, now, then)
    if before is None or old.model == new.model:
        return found
    return (Reason("model", model=after.part(new.model)), *found)[:MOST]


def _of_lines(
    before: ModelSpec | None, after: ModelSpec, old: Lines, new: Lines, now: Foreseen, then: Foreseen
) -> tuple[Reason, ...]:
    moved = sorted(differences(before, after, old, new), key=lambda reason: -abs(reason.tenths))
    turn = way(now.grade, then.grade)
    fitting = [reason for reason in moved if turn == "same" or (reason.tenths > 0) == (turn == "up")]
    if fitting:
        return tuple(fitting[:MOST])
    if turn != "same":
        return (Reason("grid"),)
    return tuple(moved[:MOST]) or (Reason("light"),)


def differences(before: ModelSpec | None, after: ModelSpec, old: Lines, new: Lines) -> list[Reason]:
    """Return every line that is not the same in both, in the order of the newer model."""
    known = _named(before) | _named(after) if before else _named(after)
    order = dict.fromkeys([*new, *old])
    return [
        _reason(known, key, new.get(key, 0) - old.get(key, 0))
        for key in order
        if new.get(key, 0) != old.get(key, 0)
    ]


def _named(spec: ModelSpec) -> dict[str, CriterionSpec | GroupSpec]:
    named: dict[str, CriterionSpec | GroupSpec] = {item.key: item for item in spec.every_criterion()}
    return named | {f"{group.key}/group-cap": group for group in spec.every_group()}


def _reason(known: Mapping[str, CriterionSpec | GroupSpec], key: str, tenths: int) -> Reason:
    match known.get(key):
        case CriterionSpec() as criterion:
            return Reason("criterion", tenths, criterion=criterion)
        case GroupSpec() as group:
            return Reason("group_cap", tenths, group=group)
    return Reason("clamp", tenths)
