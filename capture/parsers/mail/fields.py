"""Mails that a website's form writes: "Name: …", "E-mail: …" line by line. Pure.

As the mailers of WordPress plugins, Drupal, TYPO3, Webflow and hand-written scripts lay them out: a label, a colon, a
value; or a label alone and the value below; a message may run on to the end.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from capture.parsers.mail import words
from core.text import fold


BY_LABEL = {label: name for name, labels in words.LABELS.items() for label in labels}
LINE = re.compile(r"^[\s>*_•-]*\[?([^\W\d][^:：=\n]{0,40}?)\]?[\s*_]*[:：=](?:\s+|$|(?=\S))(.*)$")
ADDRESS = re.compile(r"[^\s@<>\"(),;:\[\]]+@[^\s@<>\"(),;:\[\]]+\.[^\s@<>\"(),;:\[\]]+")
# In this many lines from the top the first field is found; a signature's stand at the end.
NEAR_TOP = 6


@dataclass(frozen=True, slots=True)
class FormMail:
    """What the form asked, by our names; ``extra`` are its other lines."""

    values: Mapping[str, str]
    extra: Mapping[str, str]


def read(text: str) -> FormMail | None:
    """Return the fields of a form's mail; None if it is a mail that somebody wrote."""
    lines = text.replace("\r\n", "\n").split("\n")
    return _in_lines(lines) or _stacked(lines)


def _in_lines(lines: list[str]) -> FormMail | None:
    found: dict[str, str] = {}
    extra: dict[str, str] = {}
    first, filled = None, 0
    for at, label, value in _labelled(lines):
        if label == "message" and label not in found:
            found[label], stop = _rest(lines, at, value)
            filled = max(filled, stop)
        elif at < filled:
            continue
        elif label in words.LABELS and value:
            found.setdefault(label, value.strip()[:300])
        elif value:
            extra.setdefault(label[:60], value.strip()[:300])
        first = at if first is None and label in words.LABELS else first
    found = _tidied(found)
    above = sum(1 for line in lines[: first or 0] if line.strip())
    if first is None or above > NEAR_TOP or not _is_form(found):
        return None
    return FormMail({**found, "email": _address(found.get("email", ""))}, extra)


def _stacked(lines: list[str]) -> FormMail | None:
    """Read labels that stand alone with the value below, without colons; only where an address is so labelled."""
    places = [
        (at, name)
        for at, line in enumerate(lines)
        if (name := BY_LABEL.get(_plain(line), "")) and len(line) < 60
    ]
    found: dict[str, str] = {}
    for (at, name), end in zip(places, [*(at for at, _name in places[1:]), len(lines)], strict=False):
        below = lines[at + 1 : end]
        stop = next((place for place, line in enumerate(below) if words.END.match(line)), len(below))
        said = "\n".join(below[:stop]).strip()
        value = said if name == "message" else said.partition("\n")[0].strip()[:300]
        if value:
            found.setdefault(name, value)
    is_form = bool(_address(found.get("email", ""))) and _is_form(found)
    return FormMail({**found, "email": _address(found["email"])}, {}) if is_form else None


def _tidied(found: dict[str, str]) -> dict[str, str]:
    """Part "From: Ana <ana@…>" as Contact Form 7 writes above a message; "Nom" beside "Prénom" is the last name."""
    whole, first = found.get("full_name", ""), found.get("first_name", "")
    if "message" in found and not found.get("email") and (address := ADDRESS.search(whole)):
        name = whole[: address.start()].strip(' <"(')
        return {**found, "full_name": name, "email": address[0]}
    if first and whole and not found.get("last_name") and fold(first) not in fold(whole):
        return {**{name: value for name, value in found.items() if name != "full_name"}, "last_name": whole}
    return found


def _plain(label: str) -> str:
    return " ".join(re.findall(r"\w+", fold(label)))


def _labelled(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield place, our name or the label as it stands, and value; a value may stand alone on the next line."""
    for at, line in enumerate(lines):
        match = LINE.match(line)
        if not match:
            continue
        label, value = match[1].strip(" *_"), match[2].strip(" *_")
        name = BY_LABEL.get(_plain(label), "")
        if not value and name != "message":
            below = lines[at + 1].strip() if at + 1 < len(lines) else ""
            value = below if below and not LINE.match(below) else ""
        if name or value:
            yield at, name or label, value


def _rest(lines: list[str], at: int, value: str) -> tuple[str, int]:
    """Return a message that runs until the next known label or the mailer's own line, and where it ends."""
    kept = [value] if value else []
    for place in range(at + 1, len(lines)):
        match = LINE.match(lines[place])
        known = match and BY_LABEL.get(_plain(match[1]), "")
        if words.END.match(lines[place]) or (known and known != "message"):
            return "\n".join(kept).strip(), place
        kept.append(lines[place])
    return "\n".join(kept).strip(), len(lines)


def _is_form(found: Mapping[str, str]) -> bool:
    """Say whether so many labels stand there that nobody wrote it by hand."""
    has_name = any(found.get(name) for name in ("full_name", "first_name", "company"))
    if _address(found.get("email", "")):
        return has_name or bool(found.get("message")) or bool(found.get("phone"))
    return has_name and bool(found.get("phone")) and bool(found.get("message"))


def _address(text: str) -> str:
    found = ADDRESS.search(text)
    return found[0].strip(".<>") if found else ""
