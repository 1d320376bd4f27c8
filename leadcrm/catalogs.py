"""Translations without gettext on the machine: find the texts, keep the catalog, compile it.

The source is English. Each room keeps its Spanish in ``locale/parts/<room>.py``; these are merged into
``locale/es/LC_MESSAGES/django.po``, which is committed. The compiled ``.mo`` is not.
"""

import datetime as dt
import io
import os
import re
import runpy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize


# One form, or one for each number the language knows.
Forms = str | tuple[str, ...]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}")
# The same bytes whoever writes the file, whenever.
WRITTEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(slots=True)
class Findings:
    """What a merge found wanting."""

    missing: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def compile_stale(folder: Path) -> list[Path]:
    """Compile each catalog that is newer than its compiled form, and return those."""
    compiled = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        buffer = io.BytesIO()
        write_mo(buffer, read(source))
        # In one step: another copy may be starting from the same folder.
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        draft.write_bytes(buffer.getvalue())
        draft.replace(target)
        compiled.append(source)
    return compiled


def read(path: Path) -> Catalog:
    """Return the catalog in the file, an empty Spanish one if there is none yet."""
    if not path.exists():
        return Catalog(locale=path.parent.parent.name)
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def merge(base: Path, *, language: str) -> tuple[bytes, Findings]:
    """Return the catalog as it should be, from the sources' texts, the parts and the catalog as it is."""
    known = read(catalog_path(base, language))
    parts, doubled = _parts(base / "locale" / "parts")
    merged = Catalog(locale=language, project="Leadcrm", version="1", fuzzy=False, header_comment="# Leadcrm")
    merged.creation_date = merged.revision_date = WRITTEN
    findings = Findings(doubled=doubled)
    for message in _texts(base):
        translation = _translation(message, parts, known)
        findings.missing += [] if _is_complete(translation) else [_shown(message)]
        findings.broken += [] if _keeps_placeholders(message, translation) else [_shown(message)]
        merged.add(message.id, string=translation, context=message.context)
    findings.unused = [str(key) for key in parts if key not in _keys(merged)]
    buffer = io.BytesIO()
    write_po(buffer, merged, width=110, no_location=True, sort_output=True)
    return buffer.getvalue(), findings


def catalog_path(base: Path, language: str) -> Path:
    """Return where the language's catalog stands."""
    return base / "locale" / language / "LC_MESSAGES" / "django.po"


def _texts(base: Path) -> Iterator[Message]:
    seen: set[tuple[object, str | None]] = set()
    for path in _sources(base):
        for _, text, _, context in extract("python", io.BytesIO(_as_python(path)), KEYWORDS):
            if text and (text, context) not in seen:
                seen.add((text, context))
                yield Message(text, context=context)


def _sources(base: Path) -> Iterator[Path]:
    yield from sorted((base / "templates").rglob("*.html"))
    yield from sorted((base / "templates").rglob("*.txt"))
    for package in sorted(base.glob("*/__init__.py")):
        if package.parent.name != "tests":
            yield from sorted(package.parent.rglob("*.py"))


def _as_python(path: Path) -> bytes:
    """Return source code that the Python reader understands: templates become calls of gettext."""
    text = path.read_text()
    if path.suffix != ".py":
        # Indentation means nothing in a template, and everything to the reader.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    return text.encode()


def _parts(folder: Path) -> tuple[Mapping[object, object], list[str]]:
    """Return the translations of all parts, and what more than one of them translates: no part may win by its name."""
    parts: dict[object, object] = {}
    doubled: list[str] = []
    for path in sorted(folder.glob("*.py")):
        # How a part names what it translates: a text, (singular, plural), or (context, either).
        part = runpy.run_path(str(path))["TRANSLATIONS"]
        doubled += [f"{path.stem}: {key}" for key in part if key in parts]
        parts |= part
    return parts, doubled


def _translation(message: Message, parts: Mapping[object, object], known: Catalog) -> Forms:
    key = tuple(message.id) if message.pluralizable else message.id
    if found := parts.get((message.context, key)) or parts.get(key):
        return _forms(message, found, known.num_plurals)
    former = known.get(key, context=message.context)
    return _forms(message, former.string if former else "", known.num_plurals)


def _forms(message: Message, found: object, plurals: int) -> Forms:
    """Return one form for a plain text, else as many as the language has; the last stands for the rest."""
    if not message.pluralizable:
        return str(found)
    given = tuple(found) if isinstance(found, tuple | list) else (str(found),)
    return given[:plurals] + given[-1:] * (plurals - len(given))


def _is_complete(translation: Forms) -> bool:
    return all(translation) if isinstance(translation, tuple) else bool(translation)


def _keeps_placeholders(message: Message, translation: Forms) -> bool:
    """Whether no form names a placeholder that the text lacks, and a plain text keeps all of its own."""
    texts = message.id if isinstance(message.id, list | tuple) else (message.id,)
    allowed = {name for text in texts for name in PLACEHOLDER.findall(text)}
    forms = translation if isinstance(translation, tuple) else (translation,)
    used = [set(PLACEHOLDER.findall(form)) for form in forms if form]
    return all(names <= allowed if message.pluralizable else names == allowed for names in used)


def _keys(catalog: Catalog) -> set[object]:
    """Return every key by which a part may name one of the catalog's texts."""
    keys: set[object] = set()
    for message in catalog:
        key = tuple(message.id) if message.pluralizable else message.id
        keys |= {key, (message.context, key)}
    return keys


def _shown(message: Message) -> str:
    return " / ".join(message.id) if isinstance(message.id, list | tuple) else message.id
