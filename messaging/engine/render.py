"""A version with somebody's values filled in: one substitution a part; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Protocol

from messaging import tags


# A link nobody sees: only machines that follow every address come here (E6).
TRAP_HTML = (
    '<span style="display:none;max-height:0;overflow:hidden" aria-hidden="true">'
    '<a href="{url}" tabindex="-1">.</a></span>'
)
NEEDED = ("system.unsubscribe", "system.preferences", "system.address")


class Version(Protocol):
    """What is needed of a template's version."""

    subject: str
    html: str
    text: str
    links: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one mail. ``places``: by link; one left out leads straight to its target."""

    unsubscribe: str
    preferences: str
    postal: str
    trap: str = ""
    places: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail ready to be sent."""

    subject: str
    html: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)


def fill(version: Version, values: Mapping[str, str], addresses: Addresses) -> Rendered:
    """Return the mail for one person.

    Raises: ValueError if the version lost its way to unsubscribe, which no saved version can.
    """
    for part in (version.html, version.text):
        if any(f"{{{{ {name} }}}}" not in part for name in NEEDED):
            raise ValueError("A mail without address and ways to unsubscribe is not sent.")
    plain = _system(version, addresses)
    marked = {name: escape(text) for name, text in plain.items()}
    marked["system.trap"] = TRAP_HTML.format(url=escape(addresses.trap)) if addresses.trap else ""
    marked["system.address"] = "<br />".join(escape(line) for line in addresses.postal.splitlines())
    return Rendered(
        subject=tags.fact(tags.fill(version.subject, values)),
        html=tags.fill(version.html, values, in_html=True, system=marked),
        text=tags.fill(version.text, values, system=plain),
    )


def _system(version: Version, addresses: Addresses) -> dict[str, str]:
    found = {
        "system.unsubscribe": addresses.unsubscribe,
        "system.preferences": addresses.preferences,
        "system.address": addresses.postal,
    }
    for place, link in enumerate(version.links):
        found[f"{tags.LINK}{place}"] = addresses.places.get(place) or str(link["url"])
    return found
