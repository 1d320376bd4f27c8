"""What every file of rows gives, and how it is refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.errors import Invalid


class NotATable(Invalid):
    """The file holds no rows that can be read."""

    code = "not_a_table"


class TooLarge(NotATable):
    """The file holds more than we read, or says that it would once it is unpacked."""

    code = "file_too_large"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (the header is 1), its cells, and why it cannot be read, if so."""

    number: int
    cells: Sequence[str]
    fault: str = ""


class Table(Protocol):
    """A file whose header has been read. Memory does not grow with the number of rows of a text file."""

    @property
    def kind(self) -> str:
        """Return ``csv``, ``xlsx``, ``vcard`` or ``json``."""

    @property
    def header(self) -> tuple[str, ...]:
        """Return the columns' names, each once; an empty one is a column without a name."""

    @property
    def encoding(self) -> str:
        """Return the name of the text's encoding, empty for a workbook."""

    @property
    def delimiter(self) -> str:
        """Return what stands between cells, empty where nothing does."""

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield the rows below the header whose number is at least ``start``; may be asked again at any time."""

    def __iter__(self) -> Iterator[Row]:
        """Yield every row below the header; rows without any text are left out."""
