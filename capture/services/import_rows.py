"""How the rows of an import are read: by its mapping, and by how its columns write numbers and dates."""

from collections import OrderedDict

from capture.models import Import
from capture.parsers import mapping as mappings
from capture.parsers.mapping import Mapping
from capture.parsers.rows import Marks, RowReader
from capture.services import import_files, imports


# Of so many imports a worker remembers the marks, so that not every part reads the beginning of the file again.
MOST_KNOWN = 16
_known: OrderedDict[tuple[str, tuple[int, ...], tuple[int, ...]], Marks] = OrderedDict()


def reader_of(batch: Import) -> tuple[Mapping, RowReader]:
    """Return the import's mapping with what reads its rows. Queries: one.

    Raises: BadMapping, FileGone.
    """
    mapping = mappings.parse(batch.mapping, header=batch.header)
    return mapping, RowReader(mapping, batch.header, marks=_marks(batch, mapping))


def _marks(batch: Import, mapping: Mapping) -> Marks:
    # The file never changes under its token, and a mended cell is no reason to read a column otherwise.
    numbers, moments = imports.measured_columns(batch.header, mapping)
    key = (batch.token, tuple(numbers), tuple(moments))
    if key not in _known:
        _known[key] = imports.marks(import_files.table_of(batch), batch.header, mapping)
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
    return _known[key]
