"""What a calendar in a mail asks for and about which event (RFC 5545, RFC 5546). Pure."""

import re

from capture.parsers.mail.parts import Content


def method(content: Content) -> str:
    """Return what an iTIP object asks for (RFC 5546 §1.4), as it or its part says, "" if nothing."""
    found = re.search(r"^METHOD:\s*([A-Za-z-]+)", content.calendar, re.MULTILINE | re.IGNORECASE)
    return (found[1] if found else content.method).upper()[:20]


def summary(calendar: str) -> str:
    """Return the event's name (RFC 5545 §3.8.1.12)."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar)
    event = unfolded[unfolded.find("BEGIN:VEVENT") :]
    found = re.search(r"^SUMMARY[^:\r\n]*:([^\r\n]*)", event, re.MULTILINE | re.IGNORECASE)
    return (
        re.sub(r"\\([,;nN\\])", lambda one: " " if one[1] in "nN" else one[1], found[1])[:200]
        if found
        else ""
    )
