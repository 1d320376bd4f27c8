"""Exports of leads: parts written by the steps of a deed, then one file that only who asked for it can fetch.

Every step writes a part of its own whole, so that a repeated step writes the same part again. Text that a spreadsheet
would calculate by gets an apostrophe, which import takes off again (reliability §6).
"""

import csv
import io
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core import numbers
from core.errors import DomainError
from core.scope import current_workspace_id
from core.text import guarded
from leads import columns, lists
from leads.columns import LeadColumn, Row
from leads.models import Deed, FieldDefinition, Topic
from tenants.models import Workspace
from tenants.services import audit


VERB = "export"
KEPT = timedelta(hours=24)
MOST_AN_HOUR = 10
# A sheet is written by one step; a CSV may have any number of rows.
MOST_IN_SHEET = 100_000
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class TooManyExports(DomainError):
    """The person made as many files as an hour allows."""

    code = "too_many_exports"
    status = 429


class TooManyRows(DomainError):
    """A sheet of this size cannot be opened by anybody."""

    code = "too_many_rows"


def check(by: int, at: datetime) -> None:
    """Refuse the eleventh file within an hour.

    Raises: TooManyExports.
    """
    lately = Deed.objects.filter(by_id=by, verb=VERB, at__gt=at - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise TooManyExports(
            _("You made %(n)s files within the hour. Try again later.") % {"n": MOST_AN_HOUR}
        )


def check_size(total: int, params: Mapping[str, Any]) -> None:
    """Refuse a sheet of more leads than one holds, before any of it is written.

    Raises: TooManyRows.
    """
    if params["format"] == "csv" or total <= MOST_IN_SHEET:
        return
    with _reading_as(params):
        said = _("A sheet holds at most %(n)s leads here. Choose CSV, or narrow the list.")
        raise TooManyRows(said % {"n": numbers.plain(MOST_IN_SHEET)})


def folder() -> Path:
    """Return where the files of the workspace in scope lie."""
    return Path(settings.MEDIA_ROOT) / "exports" / str(current_workspace_id())


def run(
    *, lead_ids: Sequence[int], params: Mapping[str, Any], by: int | None, at: datetime
) -> dict[int, Any]:
    """Write one part: these leads, in this order. Nothing about the leads changes."""
    parts = folder() / params["token"]
    parts.mkdir(parents=True, exist_ok=True)
    with _reading_as(params):
        workspace = _workspace()
        chosen, zone = _chosen_columns(params, workspace), workspace.zone
        rows = [[_plain(column.raw(row), zone) for column in chosen] for row in _rows(lead_ids, chosen)]
        text = _as_csv(rows, params) if params["format"] == "csv" else _as_lines(rows)
    (parts / f"{params['part']:020d}").write_text(text, encoding="utf-8", newline="")
    return {}


def _reading_as(params: Mapping[str, Any]) -> Any:
    return translation.override(params.get("language", "en"))


def _workspace() -> Workspace:
    return Workspace.objects.get(pk=current_workspace_id())


def _chosen_columns(params: Mapping[str, Any], workspace: Workspace) -> list[LeadColumn]:
    """Return the columns of the file: the chosen ones, else every one. Queries: two."""
    topics = list(Topic.objects.filter(is_active=True).order_by("name").values_list("slug", "name"))
    fields = FieldDefinition.objects.filter(is_active=True).order_by("position", "pk")
    known = columns.every(topics=topics, definitions=fields, currency=workspace.currency)
    return [known[name] for name in params["columns"] if name in known] or list(known.values())


def _rows(lead_ids: Sequence[int], chosen: Sequence[LeadColumn]) -> Iterator[Row]:
    steps = lists.next_steps(lead_ids) if any(column.name == "step" for column in chosen) else {}
    return (Row(lead, steps.get(lead.pk)) for lead in lists.read(lead_ids))


def _as_csv(rows: Iterable[Sequence[Any]], params: Mapping[str, Any]) -> str:
    is_spanish = str(params.get("language", "")).startswith("es")
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if is_spanish else ",")
    mark = "," if is_spanish else "."
    writer.writerows([[_cell(value, mark) for value in row] for row in rows])
    return written.getvalue()


def _cell(value: Any, mark: str) -> str:
    return guarded(value) if isinstance(value, str) else str(value).replace(".", mark)


def _plain(value: Any, zone: ZoneInfo) -> int | float | Decimal | str:
    """Return a number as it is, everything else as text."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value, zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def _as_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Return the rows as JSON, one a line, for the sheet that the last step writes."""
    return "".join(f"{json.dumps(row, ensure_ascii=False, default=str)}\n" for row in rows)


def finish(deed: Deed, at: datetime) -> None:
    """Put the parts together, and write into the audit log who took how many leads out."""
    params = deed.params
    name = f"{params['token']}.{params['format']}"
    parts = folder() / params["token"]
    with _reading_as(params):
        chosen = _chosen_columns(params, _workspace())
        heads = [str(column.label) for column in chosen]
        (_join_csv if params["format"] == "csv" else _join_sheet)(folder() / name, parts, heads, params)
    deed.result = {"file": name, "bytes": (folder() / name).stat().st_size, "until": (at + KEPT).isoformat()}
    said = {"format": params["format"], "fields": [column.name for column in chosen], "count": deed.total}
    audit.record(action="leads.exported", by=deed.by_id, at=at, target=str(deed.total), data=said)
    transaction.on_commit(lambda: shutil.rmtree(parts, ignore_errors=True), robust=True)


def _join_csv(target: Path, parts: Path, heads: Sequence[str], params: Mapping[str, Any]) -> None:
    draft = target.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM + _as_csv([heads], params))
        for part in _parts(parts):
            with part.open(encoding="utf-8", newline="") as source:
                shutil.copyfileobj(source, file)
    draft.replace(target)


def _join_sheet(target: Path, parts: Path, heads: Sequence[str], params: Mapping[str, Any]) -> None:
    # Imported late: only who writes a sheet needs it.
    import xlsxwriter

    draft = target.with_suffix(".draft")
    quiet = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(draft), quiet) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for index, head in enumerate(heads):
            sheet.write_string(0, index, head, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 18)
        for number, row in enumerate(_lines(parts), start=1):
            for index, value in enumerate(row):
                # Text is written as text whatever it begins with.
                (sheet.write_string if isinstance(value, str) else sheet.write_number)(number, index, value)
    draft.replace(target)


def _parts(parts: Path) -> list[Path]:
    return sorted(parts.iterdir()) if parts.is_dir() else []


def _lines(parts: Path) -> Iterator[list[Any]]:
    for part in _parts(parts):
        with part.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def path_of(deed: Deed, *, at: datetime) -> Path | None:
    """Return where the file lies, None if it is too old or gone."""
    until = deed.result.get("until")
    if not until or datetime.fromisoformat(until) <= at:
        return None
    path = folder() / Path(str(deed.result["file"])).name
    return path if path.is_file() else None


def forget(*, at: datetime) -> None:
    """Delete the files and left-over parts of the workspace in scope that are a day old."""
    oldest = (at - KEPT).timestamp()
    for path in folder().iterdir() if folder().is_dir() else ():
        if path.stat().st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
