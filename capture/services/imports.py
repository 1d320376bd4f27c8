"""Importing a file: 2,000 rows a transaction, every row accounted for, the same file twice changes nothing (I6)."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from capture.parsers import dates, decimals
from capture.parsers.files.base import Row, Table
from capture.parsers.mapping import BadMapping, Mapping
from capture.parsers.rows import RowReader
from core.failpoints import failpoint
from core.scope import workspace_scope
from core.text import guarded
from leads import queries
from leads.choices import Channel, FieldType
from leads.models import FieldDefinition, Source
from leads.services import bulk
from leads.services.bulk import ImportCounts, ImportRow


BATCH = bulk.BATCH
WHOLE = {"employees", "budget", "amount_guess"}


@dataclass(slots=True)
class Summary:
    """What became of the rows: read = created + updated + skipped + failed."""

    read: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    failed: int = 0
    error_file: Path | None = None
    source: Source | None = field(default=None, repr=False)

    def add(self, counts: ImportCounts) -> None:
        """Count a batch."""
        self.created += counts.created
        self.updated += counts.updated
        self.skipped += counts.skipped
        self.failed += counts.failed

    def as_dict(self) -> dict[str, Any]:
        """Return what the command prints."""
        names = ("read", "created", "updated", "skipped", "failed")
        error_file = str(self.error_file) if self.error_file else None
        return {name: getattr(self, name) for name in names} | {"error_file": error_file}


def run(
    *,
    workspace_id: int,
    file: Table,
    mapping: Mapping,
    errors_to: Path,
    by: int | None,
    clock: Callable[[], datetime],
) -> Summary:
    """Import the file batch by batch, each in a transaction of its own, so that a killed import loses none it
    has counted and the next run goes on where nothing is changed twice.

    ``clock`` is asked once a batch. Rows that fail are written to ``errors_to`` with the reason, in the file's own
    columns, so that they can be mended and imported again. Raises: BadMapping before anything is written.
    """
    with workspace_scope(workspace_id):
        source = _prepare(mapping)
        written = marks(file, file.header, mapping)
    summary, reader = Summary(source=source), RowReader(mapping, file.header, marks=written)
    with _ErrorFile(errors_to, file.header) as faults:
        for batch in _batches(file):
            with workspace_scope(workspace_id):
                counts = take(batch, reader, mapping, source, by=by, at=clock())
                failpoint("import_chunk_before_commit")
            failpoint("import_chunk_after_commit")
            summary.read += len(batch)
            summary.add(counts)
            faults.write(batch, dict(counts.errors))
        summary.error_file = faults.path if faults.has_rows else None
    return summary


def marks(rows: Iterable[Row], header: Sequence[str], mapping: Mapping) -> dict[int, str]:
    """Return how columns of numbers and dates are written, by place, where their first rows show it.

    Queries: two, none for a file without such columns beyond that for the fields of our own.
    """
    numbers, moments = measured_columns(header, mapping)
    if not numbers and not moments:
        return {}
    looked = list(islice(rows, decimals.LOOKED_AT))
    country = queries.vocabulary().country
    orders = {
        place: dates.order((row.cells[place] for row in looked if place < len(row.cells)), country=country)
        for place in moments
    }
    return {**decimals.marks(looked, numbers), **orders}


def measured_columns(header: Sequence[str], mapping: Mapping) -> tuple[list[int], list[int]]:
    """Return the places of the columns that are imported as numbers, and as dates. Queries: one."""
    types = [FieldType.NUMBER, FieldType.DATE]
    own = dict(FieldDefinition.objects.filter(type__in=types).values_list("key", "type"))
    kinds = {f"custom.{key}": kind for key, kind in own.items()}
    numbers = WHOLE | {name for name, kind in kinds.items() if kind == FieldType.NUMBER}
    moments = {"created_at"} | {name for name, kind in kinds.items() if kind == FieldType.DATE}
    return (
        decimals.columns_of(header, mapping.columns, numbers),
        decimals.columns_of(header, mapping.columns, moments),
    )


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def take(
    batch: Sequence[Row], reader: RowReader, mapping: Mapping, source: Source, *, by: int | None, at: datetime
) -> ImportCounts:
    """Take rows of a file over, within the caller's transaction, and say what became of each."""
    readable: list[ImportRow] = [reader.read(row) for row in batch if not row.fault]
    counts = bulk.import_rows(
        rows=readable,
        source=source,
        policy=mapping.effective_policy,  # type: ignore[arg-type]
        at=at,
        by=by,
    )
    for row in batch:
        if row.fault:
            counts.failed += 1
            counts.errors.append((row.number, row.fault))
    return counts


def _prepare(mapping: Mapping) -> Source:
    """Make the source and the fields the mapping names; what is there already must agree with it."""
    known = {definition.key: definition for definition in FieldDefinition.objects.all()}
    _check_fields(mapping, known)
    missing = [own for own in mapping.custom_fields if own.key not in known]
    FieldDefinition.objects.bulk_create(
        FieldDefinition(
            key=own.key,
            label=own.label,
            type=own.type,
            category=own.category,
            options=list(own.options),
            position=len(known) + place,
        )
        for place, own in enumerate(missing)
    )
    slug = slugify(mapping.source)[:60] or "import"
    source, _is_new = Source.objects.get_or_create(
        slug=slug, defaults={"name": mapping.source[:120], "channel": Channel.IMPORT}
    )
    return source


def _check_fields(mapping: Mapping, known: dict[str, FieldDefinition]) -> None:
    described = {own.key: own for own in mapping.custom_fields}
    every = (*mapping.columns.values(), *mapping.constants)
    used = {target.removeprefix("custom.") for target in every if target.startswith("custom.")}
    errors = [
        {"path": f"$.custom_fields.{key}", "message": _("This field is not described and does not exist.")}
        for key in sorted(used - described.keys() - known.keys())
    ]
    errors += [
        {"path": f"$.custom_fields.{key}.type", "message": _("The field exists with another type.")}
        for key, own in described.items()
        if key in known and known[key].type != own.type
    ]
    if errors:
        raise BadMapping(_("The mapping has mistakes."), errors=errors)


def fault_heads(header: Sequence[str]) -> list[str]:
    """Return the header of a file of failed rows: the file's own columns behind the row's number and the reason."""
    return [_("Row"), _("Error"), *map(guarded, header)]


def fault_line(number: int, reason: str, cells: Sequence[str]) -> list[str]:
    """Return a failed row as it is handed back, calculating nothing."""
    return [str(number), guarded(reason), *map(guarded, cells)]


class _ErrorFile:
    """The rows that failed, with the reason; made only if there are any."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path, self._header = path, header
        self._file: Any = None

    @property
    def has_rows(self) -> bool:
        """Say whether anything failed."""
        return self._file is not None

    def __enter__(self) -> "_ErrorFile":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def write(self, batch: Iterable[Row], reasons: dict[int, str]) -> None:
        """Add the failed rows of a batch."""
        failed = [row for row in batch if row.number in reasons]
        if failed and self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow(fault_heads(self._header))
        for row in failed:
            csv.writer(self._file).writerow(fault_line(row.number, reasons[row.number], row.cells))
