"""Bytes of a post to plain values, whatever they are; what cannot be read is said, never raised."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.utils.datastructures import MultiValueDict

from capture.choices import Reason
from core.api import load_json
from core.text import clean


MAX_FIELDS = 500
MAX_VALUE = 20_000
# Ours, not the person's: they never reach the payload.
PRIVATE = "_"
JSON_TYPES = {"application/json", "text/json"}
# How sites that were not built for us name things; theirs is understood when ours is absent.
ALIASES = {
    "name": "full_name",
    "your-name": "full_name",
    "nombre": "full_name",
    "mail": "email",
    "e-mail": "email",
    "your-email": "email",
    "correo": "email",
    "tel": "phone",
    "telephone": "phone",
    "telefono": "phone",
    "empresa": "company",
    "organization": "company",
    "mensaje": "message",
    "your-message": "message",
    "comments": "message",
    "firstname": "first_name",
    "lastname": "last_name",
}
LISTS = {"topics"}
GROUPS = ("custom", "utm", "consent", "ids")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The readable part of a body; ``private`` holds our own fields, ``signs`` what was odd about it."""

    payload: dict[str, Any] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)
    signs: tuple[str, ...] = ()


def media_type(content_type: str) -> str:
    """Return the type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def parse_json(raw: bytes) -> Parsed:
    """Read a JSON object; anything else is unreadable."""
    try:
        data = load_json(raw)
    except (ValueError, RecursionError):
        return _salvage_json(raw)
    return _from_object(data)


def _salvage_json(raw: bytes) -> Parsed:
    """Read what PostgreSQL could not store as it is, with the odd characters taken out, for a person to judge."""
    try:
        data = json.loads(raw.decode("utf-8", "replace").removeprefix("\ufeff"))
        return Parsed(_from_object(storable(data)).payload, signs=(Reason.BAD_CHARACTERS,))
    except (ValueError, RecursionError):
        return Parsed(signs=(Reason.UNREADABLE,))


def _from_object(data: Any) -> Parsed:
    if not isinstance(data, dict):
        return Parsed(signs=(Reason.UNREADABLE,))
    private = {key: str(value) for key, value in data.items() if key.startswith(PRIVATE)}
    payload = {key: value for key, value in data.items() if not key.startswith(PRIVATE)}
    return Parsed(_with_aliases(payload), private)


def storable(value: Any, *, depth: int = 32) -> Any:
    """Return the value as PostgreSQL can store it.

    Raises: ValueError if it is nested too deeply.
    """
    if depth == 0:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {clean(str(key)): storable(item, depth=depth - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item, depth=depth - 1) for item in value]
    return value


def parse_urlencoded(raw: bytes, *, charset: str = "utf-8") -> Parsed:
    """Read an urlencoded form in the charset it names, or in UTF-8 with odd bytes marked."""
    try:
        text = raw.decode("ascii", "replace")
        pairs = parse_qsl(
            text,
            keep_blank_values=True,
            encoding=_known(charset),
            errors="replace",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:
        return Parsed(signs=(Reason.UNREADABLE,))
    return from_pairs(pairs)


def _known(charset: str) -> str:
    try:
        "".encode(charset)
    except (LookupError, ValueError):
        return "utf-8"
    return charset


def from_pairs(pairs: Iterable[tuple[str, str]]) -> Parsed:
    """Read a form's names and values: repeated names become lists, ``custom.x`` and ``custom[x]`` groups."""
    payload: dict[str, Any] = {}
    private: dict[str, str] = {}
    odd = False
    for name, value in pairs:
        key, text = clean(name), clean(value)
        odd = odd or "\x00" in value or "\ufffd" in value
        if key.startswith(PRIVATE):
            private[key] = text
        elif key:
            _put(payload, key, text[:MAX_VALUE])
    return Parsed(_with_aliases(payload), private, (Reason.BAD_CHARACTERS,) if odd else ())


def _put(payload: dict[str, Any], key: str, value: str) -> None:
    if key.startswith("utm_"):
        group, name = "utm", key.removeprefix("utm_")
    else:
        group, _dot, name = key.replace("[", ".", 1).rstrip("]").partition(".")
    if name and group in GROUPS:
        inner = payload.setdefault(group, {})
        if isinstance(inner, dict):
            _add(inner, name, value)
            return
    _add(payload, group if group in LISTS else key, value)


def _add(values: dict[str, Any], key: str, value: str) -> None:
    if key in values:
        earlier = values[key]
        values[key] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
    else:
        values[key] = [value] if key in LISTS else value


def _with_aliases(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload with our names beside theirs where ours is absent."""
    known = {
        ALIASES[key.lower()]: value
        for key, value in payload.items()
        if key.lower() in ALIASES and ALIASES[key.lower()] not in payload
    }
    return {**payload, **known}


def as_posted(payload: dict[str, Any]) -> MultiValueDict:
    """Return the payload as a form's names and values again, groups as ``custom.x``."""
    flat = {
        name: value
        for key, given in payload.items()
        for name, value in (
            [(f"{key}.{inner}", item) for inner, item in given.items()]
            if isinstance(given, dict)
            else [(key, given)]
        )
    }
    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in flat.items()}
    )
