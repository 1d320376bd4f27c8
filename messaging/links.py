"""Links of mails: what may be linked, and the kinds of targets that rooms above register. Pure but for them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import outbound


DIRECT = ("mailto", "tel")
NAME = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_][\w-]*[^\W_]\.?")
# Names that only mean something inside a network.
INNER = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa")
MAX_URL = 2000


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to."""

    url: str
    label: str = ""
    topic: str = ""
    phase: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A target to choose in the editor: the address to write, its name and what it is."""

    address: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of targets: how ``<prefix>:<name>`` is resolved, and what there is to choose from."""

    resolve: Callable[[str], Target | None]
    choices: Callable[[], Iterable[Choice]]


def _none() -> Iterable[Choice]:
    return ()


_kinds: dict[str, Kind] = {}


def register_target(
    prefix: str,
    resolve: Callable[[str], Target | None],
    choices: Callable[[], Iterable[Choice]] = _none,
) -> None:
    """Let mails link to ``<prefix>:<name>``; called in ``AppConfig.ready``."""
    _kinds[prefix] = Kind(resolve, choices)


def choices() -> list[Choice]:
    """Return everything the editor offers to link to."""
    return [choice for kind in _kinds.values() for choice in kind.choices()]


def resolve(address: str) -> Target | None:
    """Return what the address leads to; None for a registered kind that has no such thing."""
    prefix, colon, name = address.partition(":")
    if colon and prefix in _kinds:
        return _kinds[prefix].resolve(name)
    return Target(url=address)


def is_direct(url: str) -> bool:
    """Say whether the link leads to a program on the reader's machine, which no click page can stand before."""
    return urlsplit(url).scheme.lower() in DIRECT


def fault(url: str, *, schemes: tuple[str, ...] = ("https", "http")) -> str | Promise:
    """Return what is wrong with an address in a mail; nothing if everybody's browser may open it."""
    if len(url) > MAX_URL or re.search(r"[\s\x00-\x1f\\<>\"]", url):
        return _("This is no web address.")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return _("This is no web address.")
    if parts.scheme in DIRECT and "https" in schemes and "http" in schemes:
        return "" if parts.path else _("This is no web address.")
    if parts.scheme not in schemes:
        return _("Use an address that begins with https://.")
    if not host or "@" in parts.netloc:
        return _("This is no web address.")
    return "" if _is_public(host) else _("This address leads into a private network.")


def _is_public(host: str) -> bool:
    """Say whether the host is a public address or a name with a top-level domain."""
    try:
        return outbound.is_public(host)
    except ValueError:
        ending = host.rstrip(".").rpartition(".")[2]
        return bool(NAME.fullmatch(host)) and ending not in INNER


def stored(target: Target) -> dict[str, str]:
    """Return the target as versions keep it."""
    return asdict(target)
