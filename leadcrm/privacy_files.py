"""Files that may name a person: those that were brought in, and those that were taken out."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capture.import_choices import ImportState
from capture.models import Import, ImportFix
from capture.parsers.files.base import NotATable
from capture.services import import_files
from leads.models import Deed, DeedRow
from leads.privacy import Files, Person
from leads.saying import is_named
from leads.services import exports, personal_export


RUNNING = (ImportState.RUNNING, ImportState.UNDOING)


def _names(batch: Import, addresses: Sequence[str]) -> bool:
    """Say whether a row of the file says one of the addresses; a file that cannot be read any more says none."""
    try:
        return any(is_named(" ".join(row.cells), addresses) for row in import_files.table_of(batch))
    except NotATable:
        return False


def _kept() -> list[Import]:
    return [
        batch for batch in Import.objects.order_by("pk") if (import_files.folder() / batch.token).is_file()
    ]


def import_busy(person: Person) -> str | Promise:
    """Say that a file naming the person is being worked through."""
    running = [batch for batch in _kept() if batch.state in RUNNING]
    if any(_names(batch, person.addresses) for batch in running):
        return _("An import with this person is running. Erase them when it has ended.")
    return ""


def find_imports(names: Sequence[str], addresses: Sequence[str]) -> list[str]:
    """Return the files of imports that say one of the addresses."""
    return [batch.token for batch in _kept() if _names(batch, addresses)] if addresses else []


def drop_imports(found: Sequence[str]) -> None:
    """Delete them, with what was mended in their rows; the figures of the imports stay."""
    ImportFix.objects.filter(batch__token__in=found).delete()
    for token in found:
        import_files.drop(token)


def export_names(person: Person) -> list[str]:
    """Return the exports that hold one of the person's leads, and what was put together for the person."""
    deeds = DeedRow.objects.filter(lead_id__in=person.lead_ids).values("deed_id")
    made = Deed.objects.filter(pk__in=deeds, verb=exports.VERB).values_list("params__token", flat=True)
    return [token for token in (*made, *personal_export.tokens(person)) if token]


def find_exports(names: Sequence[str], addresses: Sequence[str]) -> list[str]:
    """Return the exports of that name, and their parts, as they lie in the folder."""
    folder = exports.folder()
    return [
        str(part.relative_to(folder))
        for name in names
        for path in sorted(folder.glob(f"{Path(name).name}*"))
        for part in (sorted(path.iterdir()) if path.is_dir() else [path])
    ]


def drop_exports(found: Sequence[str]) -> None:
    """Delete them."""
    for name in found:
        (exports.folder() / name).unlink(missing_ok=True)


IMPORTS = Files("imports", _("Files of imports"), lambda person: [], find_imports, drop_imports, import_busy)
EXPORTS = Files("exports", _("Files of exports"), export_names, find_exports, drop_exports)
