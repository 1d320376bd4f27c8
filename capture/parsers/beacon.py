"""What the tracking script posts: one JSON object read into one visit; pure."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from capture.choices import VisitKind
from capture.parsers import attribution, values
from core.api import load_json


VISITOR = re.compile(r"[A-Za-z0-9_-]{16,40}")
MOST_PROPS = 20
FORGET = "forget"
# Of an address only what tells the page is kept: tags are read apart, and nobody's data belongs in a link.
PRIVATE_NAMES = re.compile(
    r"mail|correo|phone|tel(efono)?$|movil|token|key$|pass|pwd|secret|auth$|session|sid$|sig(nature)?$|code$|otp|user|login"
    r"|^lc$|^(first|last|full)?_?name$|nombre|apellido|dni|nif|iban",
    re.IGNORECASE,
)
LONG_VALUE = 64
# An e-mail address, also as an address of the web writes it.
ADDRESS = re.compile(r"[^\s@/:;,?&=<>()]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63})+", re.IGNORECASE)


class Unreadable(ValueError):
    """The body is not what the script sends."""


@dataclass(frozen=True, slots=True)
class Beacon:
    """One thing that happened on a page."""

    visitor: str
    kind: str
    url: str = ""
    origin: str = ""
    title: str = ""
    referrer: str = ""
    name: str = ""
    channel: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    click: str = ""

    @property
    def is_farewell(self) -> bool:
        """Say whether the visitor took the consent back."""
        return self.kind == FORGET


def read(raw: bytes) -> Beacon:
    """Return what the body says. Raises: Unreadable."""
    try:
        body = load_json(raw)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(body, dict):
        raise Unreadable("no object")
    visitor, kind = body.get("visitor"), body.get("kind")
    if not isinstance(visitor, str) or not VISITOR.fullmatch(visitor):
        raise Unreadable("visitor")
    if kind == FORGET:
        return Beacon(visitor, FORGET)
    if kind not in VisitKind.values:
        raise Unreadable("kind")
    return _visit(body, visitor, str(kind))


def _visit(body: dict[str, Any], visitor: str, kind: str) -> Beacon:
    url, referrer = _text(body, "url", 4000), _text(body, "referrer", 4000)
    origin = origin_of(url)
    name = _text(body, "name", 120)
    if not origin:
        raise Unreadable("url")
    if kind == VisitKind.WEB_EVENT and not name:
        raise Unreadable("name")
    is_entry = kind == VisitKind.PAGE_VIEW and body.get("entry") is True
    touch = attribution.read(url, referrer) if is_entry else attribution.Touch("")
    parts = {"utm": dict(touch.utm), "ids": dict(touch.ids), "props": _props(body.get("data"))}
    return Beacon(
        visitor,
        kind,
        url=tidy(url)[:1000],
        origin=origin,
        title=_unnamed(_text(body, "title", 200)),
        referrer=tidy(referrer)[:500] if touch.channel else "",
        name=tidy(name)[:120] if kind == VisitKind.DOWNLOAD else _unnamed(name),
        channel=touch.channel,
        data={key: value for key, value in parts.items() if value},
        click=_text(body, "click", 200),
    )


def origin_of(url: str) -> str:
    """Return scheme, host and port of a web address as browsers write an origin; nothing for anything else."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    is_usual = port in {None, 443 if parts.scheme == "https" else 80}
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{port}"


def tidy(url: str) -> str:
    """Return the address without fragment, user, tags, e-mail addresses and parameters that may be about a person.

    Nothing of what is no address of the web or of an app; no parameters where there are more than a hundred.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.netloc:
        return ""
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        pairs = []
    kept = [(key, value) for key, value in pairs if _tells_the_page(key, value)]
    host, path = parts.netloc.rpartition("@")[2], _unnamed(parts.path)
    return parts._replace(netloc=host, path=path, query=urlencode(kept), fragment="").geturl()


def _unnamed(text: str) -> str:
    """Return the text with a dash for each e-mail address."""
    return ADDRESS.sub("-", text)


def _tells_the_page(key: str, value: str) -> bool:
    name = key.lower()
    is_tag = name.startswith("utm_") or name in attribution.BY_CLICK
    return not (is_tag or PRIVATE_NAMES.search(name) or "@" in value or len(value) > LONG_VALUE)


def _props(given: Any) -> dict[str, Any]:
    """Return the flat properties of an event: texts, numbers that rules can compare, yes and no."""
    if not isinstance(given, dict):
        return {}
    found: dict[str, Any] = {}
    for key, value in list(given.items())[:MOST_PROPS]:
        name = str(key)[:40]
        if isinstance(value, bool):
            found[name] = value
        elif isinstance(value, int | float):
            if (amount := values.number(value)) is not None:
                found[name] = amount
        elif (text := values.text(value, limit=200)) and "@" not in text:
            found[name] = text
    return found


def _text(body: dict[str, Any], name: str, limit: int) -> str:
    return values.text(body.get(name) or "", limit=limit) or ""
