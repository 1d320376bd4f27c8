"""The zip file that a workbook is: what it may hold at most, and its parts as XML without surprises."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from capture.parsers.files.base import NotATable, TooLarge


MEGABYTE = 1024 * 1024
MAX_PACKED, MAX_UNPACKED = 10 * MEGABYTE, 100 * MEGABYTE
MAX_MEMBERS, MAX_RATIO = 100, 100
# Below this nobody is hurt by any ratio: a column of zeros packs very well.
SMALL = 4 * MEGABYTE
CHUNK, MAX_TAG = 256 * 1024, 4 * MEGABYTE
DEFLATED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
Attributes = Mapping[str, str]


class Unreadable(NotATable):
    """The workbook is broken, protected or made to hurt."""


@contextmanager
def opened(path: Path, *, name: str) -> Iterator[zipfile.ZipFile]:
    """Open the workbook after looking at what its directory says of sizes. Raises: Unreadable, TooLarge."""
    try:
        if path.stat().st_size > MAX_PACKED:
            raise TooLarge(_("%(path)s is larger than 10 MB. Save it as CSV.") % {"path": name})
        with zipfile.ZipFile(path) as package:
            _check(package, path.stat().st_size, name)
            yield package
    except (
        OSError,
        EOFError,
        ValueError,
        KeyError,
        IndexError,
        RuntimeError,
        NotImplementedError,
        zipfile.BadZipFile,
        zipfile.zlib.error,  # type: ignore[attr-defined]
        expat.ExpatError,
    ) as error:
        raise Unreadable(_("%(path)s is a broken workbook. Save it again.") % {"path": name}) from error


def _check(package: zipfile.ZipFile, packed: int, name: str) -> None:
    members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise TooLarge(_("%(path)s has more than 100 parts. Save it as CSV.") % {"path": name})
    if unpacked > MAX_UNPACKED:
        raise TooLarge(_("%(path)s unpacks to more than 100 MB. Save it as CSV.") % {"path": name})
    if unpacked > SMALL and unpacked > MAX_RATIO * packed:
        raise TooLarge(_("%(path)s unpacks to more than a hundred times its size.") % {"path": name})
    if any(member.flag_bits & 1 or member.compress_type not in DEFLATED for member in members):
        raise Unreadable(_("%(path)s is protected by a password. Save it without one.") % {"path": name})


class Part:
    """An XML part read in pieces; no document type is taken, so no entity can unfold or fetch anything."""

    def __init__(self, package: zipfile.ZipFile, member: str) -> None:
        self._package, self._member = package, member

    def read(
        self,
        *,
        start: Callable[[str, Attributes], Any],
        end: Callable[[str], Any] | None = None,
        text: Callable[[str], Any] | None = None,
    ) -> Iterator[None]:
        """Call back for tags by their local names, and yield after each piece so that the caller may take what came.

        Raises: Unreadable for a document type; KeyError, ExpatError, BadZipFile as they come.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def begin(tag: str, attributes: Attributes) -> None:
            # Where the root has no prefix, tags with one are of other vocabularies, and those without need no help.
            prefix, colon, _name = tag.rpartition(":")
            cut = len(prefix + colon)
            parser.StartElementHandler = (lambda tag, given: start(tag[cut:], given)) if cut else start
            if end:
                parser.EndElementHandler = (lambda tag: end(tag[cut:])) if cut else end
            parser.StartElementHandler(tag, attributes)

        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = begin
        if text:
            parser.CharacterDataHandler = text
        with self._package.open(self._member) as file:
            fed = 0
            while chunk := file.read(CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                # What is one tag still is read from its beginning each time.
                if fed - parser.CurrentByteIndex > MAX_TAG:
                    raise Unreadable(_("The workbook holds a tag of more than 4 MB."))
                yield
            parser.Parse(b"", True)  # noqa: FBT003
        yield


def _refuse(*_arguments: Any) -> None:
    raise Unreadable(_("The workbook holds a document type, which no spreadsheet writes."))
