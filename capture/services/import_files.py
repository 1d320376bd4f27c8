"""Files of imports: kept per workspace, flattened once if they are no text, read a part at a time."""

import secrets
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from capture.models import Import, ImportFix
from capture.parsers.files import flat
from capture.parsers.files.base import NotATable, Row, Table, TooLarge
from capture.parsers.files.flat import FlatFile
from capture.parsers.table import open_table
from core.scope import current_workspace_id


MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
# Files and the rows that failed are personal data; after this an import is only its figures.
KEPT = timedelta(days=30)
UNSETTLED = timedelta(days=1)
# Open files that a worker goes on in, so that the next part does not read all before it again.
MOST_OPEN = 4


class FileGone(NotATable):
    """The file of the import was deleted meanwhile."""

    code = "file_gone"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was taken in: the name it is kept under, and what it is."""

    token: str
    size: int
    kind: str
    header: list[str]


def folder() -> Path:
    """Return where the files of the workspace in scope lie."""
    return Path(settings.MEDIA_ROOT) / "imports" / str(current_workspace_id())


def keep(upload: UploadedFile) -> Kept:
    """Keep the file and look at its header; what is refused is not kept.

    Raises: NotATable, TooLarge.
    """
    size, name = upload.size or 0, upload.name or ""
    if size > MAX_BYTES:
        raise TooLarge(
            _("The file is larger than 10 MB. Split it, or import it by the command import_leads.")
        )
    token = secrets.token_urlsafe(24)
    path = folder() / token
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        table = open_table(path, name=name)
        header, kind = list(table.header), table.kind
        if kind != "csv":
            flat.write(table, _flat(path), most=MAX_ROWS)
    except BaseException:
        drop(token)
        raise
    return Kept(token, size, kind, header)


def _flat(path: Path) -> Path:
    return path.with_name(f"{path.name}.rows")


def drop(token: str) -> None:
    """Delete what is kept under that name."""
    for path in (folder() / token, *folder().glob(f"{token}.*")):
        path.unlink(missing_ok=True)


def keys_path(token: str, revision: int) -> Path:
    """Return where the check of a draft as it was then notes whom the rows it has seen name."""
    return folder() / f"{token}.{revision}.keys"


def table_of(batch: Import) -> Table:
    """Open the import's file. Raises: FileGone."""
    path = folder() / batch.token
    if not path.is_file():
        raise FileGone(_("The file is no longer kept. Throw this import away and bring the file in again."))
    return FlatFile(_flat(path)) if _flat(path).is_file() else open_table(path, name=batch.file_name)


_open: OrderedDict[tuple[str, str], tuple[int, Iterator[Row]]] = OrderedDict()


def first_rows(batch: Import, size: int) -> list[Row]:
    """Return the first rows, mended where a person mended them. Queries: one. Raises: FileGone."""
    return mended(batch, list(islice(table_of(batch), size)))


def next_rows(batch: Import, *, after: int, size: int, reader: str) -> list[Row]:
    """Return the next rows behind row ``after``, mended where a person mended them. Queries: one.

    ``reader`` names who reads: whoever read the rows up to there in this process goes on in the open file.
    Raises: FileGone.
    """
    key = (batch.token, reader)
    place, rows = _open.pop(key, (-1, iter(())))
    if place != after:
        rows = table_of(batch).rows(after + 1)
    found = list(islice(rows, size))
    if len(found) == size:
        _open[key] = (found[-1].number, rows)
        while len(_open) > MOST_OPEN:
            _open.popitem(last=False)
    return mended(batch, found)


def mended(batch: Import, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the cells that a person mended. Queries: one, none without rows."""
    if not rows:
        return []
    fixes = dict(
        ImportFix.objects.filter(batch=batch, row__range=(rows[0].number, rows[-1].number)).values_list(
            "row", "cells"
        )
    )
    width = len(batch.header)
    return [_mended(row, fixes[row.number], width) if row.number in fixes else row for row in rows]


def _mended(row: Row, cells: dict[str, str], width: int) -> Row:
    """Return the row as wide as the header, and without the fault that the person saw."""
    full = [*row.cells, *[""] * width][:width]
    for place, text in cells.items():
        full[int(place)] = text
    return replace(row, cells=full, fault="")


def rows_numbered(batch: Import, numbers: Collection[int]) -> dict[int, Row]:
    """Return these rows by number, mended; reads the file up to the last of them. Queries: one."""
    wanted, last = set(numbers), max(numbers, default=0)
    found = []
    for row in table_of(batch) if wanted else ():
        if row.number in wanted:
            found.append(row)
        if row.number >= last:
            break
    return {row.number: row for row in mended(batch, found)}


def forget(tokens: Collection[str], *, at: datetime) -> None:
    """Delete the files of no import among ``tokens``, but for those that come in just now; part of the nightly work."""
    newest = (at - UNSETTLED).timestamp()
    for path in folder().iterdir() if folder().is_dir() else ():
        if path.name.partition(".")[0] not in tokens and path.stat().st_mtime < newest:
            path.unlink(missing_ok=True)
