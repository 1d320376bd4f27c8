"""An import before it runs: made from a file, its columns said, its cells mended, or thrown away."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from capture.import_choices import OPEN, Basis, ImportState, Origin
from capture.models import Import, ImportFix
from capture.parsers import mapping as mappings
from capture.parsers.mapping import BadMapping
from capture.services import import_check, import_files
from capture.services.import_files import Kept
from core.errors import DomainError
from core.text import clean
from leads.choices import Channel, FieldType
from leads.models import Campaign, FieldDefinition, Source
from leads.services import catalog, tags
from work.models import Job


NAMING = {"email", "phone", "company", "full_name", "first_name", "last_name", "external_id"}
CHANNELS = {Origin.EVENT: Channel.EVENT, Origin.COLD: Channel.COLD}
SAMPLES = 20
MAX_CELL = 5000


class ImportStarted(DomainError):
    """The import runs or has run, so that nothing of it can be changed any more."""

    code = "import_started"


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says about a file; the source by id, or by the name of a new one."""

    name: str
    origin: str
    basis: str
    consent_text: str = ""
    source_id: int | None = None
    source_name: str = ""
    campaign_id: int | None = None
    tags: Sequence[str] = ()


@transaction.atomic
def create(*, kept: Kept, file_name: str, told: Told, by: int, at: datetime) -> Import:
    """Make an import of a kept file, its columns guessed.

    Raises: Invalid for tags or the name of a source that cannot be.
    """
    batch = Import(
        name=told.name[:120],
        by_id=by,
        file_name=file_name[:200],
        token=kept.token,
        size=kept.size,
        kind=kept.kind,
        header=kept.header,
        origin=told.origin,
        basis=told.basis,
        consent_text=clean(told.consent_text) if told.basis == Basis.CONSENT else "",
        source=_source(told, by=by, at=at),
        campaign=Campaign.objects.filter(pk=told.campaign_id).first() if told.campaign_id else None,
        tags=tags.settle(names=told.tags, at=at),
    )
    batch.mapping = _guessed(batch)
    batch.save(force_insert=True)
    return batch


def _source(told: Told, *, by: int, at: datetime) -> Source:
    found = Source.objects.filter(pk=told.source_id).first() if told.source_id else None
    name = clean(told.source_name)[:120] or told.name[:120]
    found = found or Source.objects.filter(Q(name=name) | Q(slug=slugify(name)[:60])).order_by("pk").first()
    if found:
        return found
    channel = CHANNELS.get(Origin(told.origin), Channel.IMPORT)
    return catalog.add(model=Source, values={"name": name, "channel": channel.value}, by=by, at=at)


def samples(batch: Import) -> list[Sequence[str]]:
    """Return the cells of the first rows, as the file has them."""
    return [row.cells for row in islice(import_files.table_of(batch), SAMPLES)]


def _guessed(batch: Import) -> dict[str, Any]:
    with suppress(BadMapping):
        guess = mappings.guess(batch.header, samples(batch))
        return {"columns": dict(guess.columns), "policy": guess.effective_policy}
    return {"columns": {}, "policy": "fill"}


@transaction.atomic
def map_columns(
    *,
    batch: Import,
    columns: Mapping[str, str],
    own: Mapping[str, str],
    policy: str,
    constants: Mapping[str, str],
    by: int,
    at: datetime,
) -> Import:
    """Say which column is what, and foresee what comes of it.

    ``columns``: name → target; ``own``: name of a column → the type of a field of our own that is made for it.
    Raises: ImportStarted, FileGone, BadMapping, Invalid.
    """
    locked = _open_one(batch)
    made = {name: f"custom.{_field(name, kind, by=by, at=at).key}" for name, kind in own.items()}
    document = {"columns": {**columns, **made}, "policy": policy, "constants": dict(constants)}
    mapping = mappings.parse(document, header=locked.header)
    if not NAMING & set(mapping.columns.values()):
        raise BadMapping(_("Choose a column for the e-mail, the phone, the name or the company."))
    locked.mapping = document
    return _foresee(locked, by=by, at=at)


def _field(name: str, kind: str, *, by: int, at: datetime) -> FieldDefinition:
    if kind not in {FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.BOOLEAN}:
        raise BadMapping(_("This type does not exist."))
    same = FieldDefinition.objects.filter(label=name[:120], type=kind, is_active=True).first()
    values = {
        "label": name[:120],
        "type": kind,
        "category": "interest",
        "position": FieldDefinition.objects.count(),
    }
    return same or catalog.add(model=FieldDefinition, values=values, by=by, at=at)


@transaction.atomic
def mend(*, batch: Import, row: int, cells: Mapping[int, str], by: int, at: datetime) -> Import:
    """Keep other texts for cells of a row, by place; they hold when the import runs, the file stays as it is.

    What made the row unreadable counts as mended with it. Raises: ImportStarted, FileGone, BadMapping for a cell that
    no column has or before the columns are said.
    """
    locked = _open_one(batch)
    if locked.state != ImportState.READY:
        raise BadMapping(_("Say which column is what first."))
    if any(not 0 <= place < len(locked.header) for place in cells):
        raise BadMapping(_("The file has no such column."))
    fix, _is_new = ImportFix.objects.get_or_create(batch=locked, row=row)
    fix.cells |= {str(place): clean(text)[:MAX_CELL] for place, text in cells.items()}
    fix.save(update_fields=["cells"])
    return _foresee(locked, by=by, at=at)


def _foresee(batch: Import, *, by: int, at: datetime) -> Import:
    batch.revision += 1
    batch.state = ImportState.READY
    batch.checked = import_check.first_rows(batch, at=at)
    batch.save(update_fields=["mapping", "revision", "state", "checked", "updated_at"])
    if not batch.checked["is_whole"]:
        import_check.start(batch, by=by)
    return batch


@transaction.atomic
def discard(*, batch: Import) -> None:
    """Delete an import that never ran, and its file.

    Raises: ImportStarted.
    """
    locked = _open_one(batch)
    token = locked.token
    Job.objects.filter(kind=import_check.KIND, params__import=locked.pk, state=Job.State.RUNNING).update(
        state=Job.State.CANCELED
    )
    ImportFix.objects.filter(batch=locked).delete()
    locked.delete()
    transaction.on_commit(lambda: import_files.drop(token), robust=True)


def _open_one(batch: Import) -> Import:
    locked = (
        Import.objects.select_for_update(no_key=True, of=("self",)).select_related("source").get(pk=batch.pk)
    )
    if locked.state not in OPEN:
        raise ImportStarted(_("This import was started already; it can no longer be changed."))
    return locked
