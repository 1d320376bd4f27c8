"""What the pages of an import show: columns with samples and targets, rows with what becomes of them, what was left."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capture import targets
from capture.import_choices import ImportState, LeftReason, MarkState, Verdict
from capture.models import Import, ImportMark
from capture.parsers import mapping
from capture.services import import_check, import_drafts, import_files
from capture.targets import Group, Options
from leads import factsheet
from leads.choices import FieldType
from leads.models import Lead


PREFIX = "to:"
OWN = "new:"
# More columns than this are not offered: nobody chooses among so many.
MOST_COLUMNS = 200
SHOWN_SAMPLES = 3
SHOWN_COLUMNS = 6
SHOWN_LEFT = 100
CONSTANTS = 3
GROUPS: tuple[Group, ...] = (
    (
        gettext_lazy("Person"),
        (targets.FULL_NAME, *targets.named(factsheet.PERSON), targets.TIME_ZONE),
    ),
    targets.COMPANY,
    (
        gettext_lazy("Interest"),
        (targets.TOPICS, *targets.named((*factsheet.QUALIFICATION, factsheet.AMOUNT))),
    ),
    (gettext_lazy("Source"), (targets.EXTERNAL_ID, ("created_at", gettext_lazy("Created")))),
)
NEW_FIELDS: Options = (
    (f"{OWN}{FieldType.TEXT}", gettext_lazy("New field: text")),
    (f"{OWN}{FieldType.NUMBER}", gettext_lazy("New field: number")),
    (f"{OWN}{FieldType.DATE}", gettext_lazy("New field: date")),
    (f"{OWN}{FieldType.BOOLEAN}", gettext_lazy("New field: yes or no")),
)
POLICIES: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    (
        "fill",
        gettext_lazy("Add new leads, fill what known ones lack"),
        gettext_lazy("Nothing known is overwritten."),
    ),
    ("create", gettext_lazy("Add new leads only"), gettext_lazy("Known ones stay as they are.")),
    ("overwrite", gettext_lazy("Add new leads, overwrite known ones"), gettext_lazy("The file is right.")),
    ("update_only", gettext_lazy("Overwrite known leads only"), gettext_lazy("Nobody new is added.")),
)


def for_every_row(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return the targets that may be the same for every row: not what people are recognized by."""
    return tuple(
        (name, tuple(option for option in options if option[0] not in mapping.PERSON))
        for name, options in groups
    )


def labels(groups: Sequence[Group]) -> dict[str, str]:
    """Return what each target is called."""
    return {value: str(name) for _group, options in groups for value, name in options}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its place, some of its values, what it is."""

    place: int
    name: str
    samples: Sequence[str]
    target: str

    @property
    def field(self) -> str:
        """Return the name of its choice in the form."""
        return f"{PREFIX}{self.place}"


def columns(batch: Import, posted: Mapping[str, str] | None = None) -> list[Column]:
    """Return the named columns, those with a target as chosen (or just posted)."""
    rows = import_drafts.samples(batch)
    found = []
    for place, name in enumerate(batch.header[:MOST_COLUMNS]):
        if name:
            values = dict.fromkeys(row[place].strip()[:60] for row in rows if place < len(row))
            texts = [value for value in values if value][:SHOWN_SAMPLES]
            given = batch.mapping["columns"].get(name, "")
            target = posted.get(f"{PREFIX}{place}", "") if posted is not None else given
            found.append(Column(place, name, texts, target or ""))
    return found


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a posted form says of the columns."""

    columns: dict[str, str]
    own: dict[str, str]
    policy: str
    constants: dict[str, str]


def chosen(batch: Import, posted: Mapping[str, str]) -> Chosen:
    """Read the form of the columns; what it does not know is left to the mapping's own checks."""
    targets_by_name = {
        name: posted.get(f"{PREFIX}{place}", "")
        for place, name in enumerate(batch.header[:MOST_COLUMNS])
        if name
    }
    pairs = [
        (posted.get(f"constant:{n}", ""), posted.get(f"value:{n}", "").strip()) for n in range(CONSTANTS)
    ]
    return Chosen(
        columns={name: to for name, to in targets_by_name.items() if to and not to.startswith(OWN)},
        own={name: to.removeprefix(OWN) for name, to in targets_by_name.items() if to.startswith(OWN)},
        policy=posted.get("policy", ""),
        constants={name: value for name, value in pairs if name and value},
    )


def constants(batch: Import) -> list[tuple[int, str, str]]:
    """Return the lines of facts that every row gets: number, target, value; always one or more to fill in."""
    kept = list(batch.mapping.get("constants", {}).items())[:CONSTANTS]
    return [(n, *(kept[n] if n < len(kept) else ("", ""))) for n in range(CONSTANTS)]


@dataclass(slots=True)
class Cell:
    """One cell of a shown row."""

    place: int
    name: str
    text: str
    is_wrong: bool = False


@dataclass(slots=True)
class Line:
    """One shown row and what becomes of it."""

    number: int
    verdict: str
    message: str
    other: int | None
    lead: Lead | None
    cells: list[Cell] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Return what becomes of it."""
        return str(Verdict(self.verdict).label)

    @property
    def can_mend(self) -> bool:
        """Say whether its cells are offered to be mended."""
        return self.verdict == Verdict.ERROR and bool(self.cells)


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows of one tab, the tabs with their counts, and how far the check is."""

    lines: Sequence[Line]
    heads: Sequence[str]
    tabs: Sequence[tuple[str, str, int | None]]
    shown: str
    count: int
    job: Any


TABS = (Verdict.ERROR, Verdict.NEW, Verdict.UPDATE, Verdict.MERGE, Verdict.SAME, Verdict.SKIP)


def preview(batch: Import, shown: str) -> Preview:
    """Return what the page before the run shows. Queries: up to five."""
    checked = batch.checked
    job = None if checked.get("is_whole") else import_check.latest(batch)
    if job and job.result.get("checked"):
        checked = job.result["checked"] | {"first": checked["first"]}
    counts = checked.get("counts", {})
    is_known = shown in Verdict.values
    kept = checked.get("lines", {}).get(shown, []) if is_known else checked.get("first", [])
    tabs = [("", _("First rows"), None)]
    tabs += [(verdict.value, str(verdict.label), counts[verdict]) for verdict in TABS if counts.get(verdict)]
    names = labels(targets.with_own_fields(GROUPS))
    lines, heads = _lines(batch, kept[: import_check.SHOWN], names)
    count = counts.get(shown, 0) if is_known else checked.get("rows", 0)
    return Preview(lines, heads, tabs, shown if is_known else "", count, job)


def _lines(
    batch: Import, kept: Sequence[Sequence[Any]], names: Mapping[str, str]
) -> tuple[list[Line], list[str]]:
    rows = import_files.rows_numbered(batch, [line[0] for line in kept])
    leads = Lead.objects.in_bulk([line[3] for line in kept if line[3]])
    mapped = {name: to for name, to in batch.mapping["columns"].items() if to}
    places = [place for place, name in enumerate(batch.header) if name in mapped]
    wrong_of = {line[0]: _wrong(line[2]) for line in kept if line[1] == Verdict.ERROR}
    # The columns with mistakes first, so that they are among the few that are shown.
    faulty = {to for found in wrong_of.values() for to in found}
    places.sort(key=lambda place: mapped[batch.header[place]] not in faulty)
    places = places[:SHOWN_COLUMNS]
    lines = []
    for number, verdict, message, lead_id, other in kept:
        cells = rows[number].cells if number in rows else ()
        shown = [
            Cell(
                place,
                batch.header[place],
                cells[place] if place < len(cells) else "",
                mapped[batch.header[place]] in wrong_of.get(number, ()),
            )
            for place in places
        ]
        said = _said(verdict, message, names)
        lines.append(Line(number, verdict, said, other, leads.get(lead_id), shown))
    return lines, [batch.header[place] for place in places]


PATH = re.compile(r"(?:^|(?<=; ))([a-z_]+(?:\.[a-z0-9_]+)?)(?=: )")


def _wrong(message: str) -> set[str]:
    """Return the targets that a message about a row names."""
    return set(PATH.findall(message))


def _said(verdict: str, message: str, names: Mapping[str, str]) -> str:
    if verdict == Verdict.UPDATE:
        return ", ".join(names.get(path, path) for path in message.split(", "))
    return PATH.sub(lambda found: names.get(found[1], found[1]), message)


def steps(batch: Import | None, here: str) -> list[dict[str, Any]]:
    """Return the four steps of the road; the one that is shown, and which can be gone to."""
    state = batch.state if batch else ""
    was_mapped = state not in {"", ImportState.MAPPING}
    may = {
        "upload": False,
        "map": state in {ImportState.MAPPING, ImportState.READY},
        "preview": state == ImportState.READY,
        "run": was_mapped and state != ImportState.READY,
    }
    names = {"upload": _("File"), "map": _("Columns"), "preview": _("Preview"), "run": _("Import")}
    return [
        {"name": name, "label": label, "is_here": name == here, "may": may[name], "number": number}
        for number, (name, label) in enumerate(names.items(), start=1)
    ]


def left(batch: Import) -> list[dict[str, Any]]:
    """Return the leads that undoing left alone, and why; at most a hundred. Queries: two."""
    marks = list(ImportMark.objects.filter(batch=batch, state=MarkState.LEFT).order_by("-pk")[:SHOWN_LEFT])
    leads = Lead.objects.in_bulk([mark.lead_id for mark in marks])
    return [
        {"lead": leads.get(mark.lead_id), "reason": LeftReason(mark.reason).label, "is_new": mark.is_new}
        for mark in marks
    ]
