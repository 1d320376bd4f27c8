"""What every line of the timeline is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from core import moments


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline as components/timeline_item.html draws it."""

    id: int
    at: datetime
    icon: str
    title: str | SafeString
    actor: str = ""
    more: str = ""
    quote: str = ""
    url: str = ""
    action: str = ""
    grades: tuple[str, str] | None = None


Data = Mapping[str, Any]
People = Mapping[int, str]


def text_of(data: Data, *names: str) -> str:
    """Return the first of the named values that is there, as text."""
    return next((str(data[name]) for name in names if data.get(name) not in (None, "")), "")


# A length of time that others report; beyond a year it is no such thing.
MOST_SECONDS = 366 * 86_400


def length_of(data: Data) -> str:
    """Return how long it took, in words; nothing where ``seconds`` is no length of time."""
    seconds = data.get("seconds")
    if isinstance(seconds, int | float) and 0 < seconds <= MOST_SECONDS:
        return moments.duration(seconds)
    return ""


def bold(sentence: str, **parts: str) -> SafeString:
    """Return the translated sentence with its parts set in bold, everything escaped."""
    bold = {name: format_html("<strong>{}</strong>", value) for name, value in parts.items()}
    return SafeString(escape(sentence) % bold)
