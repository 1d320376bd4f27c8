"""The newest text of a mail: without what it quotes, the signature, and what a phone adds. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from capture.parsers.mail import quote_words, quotes


# RFC 3676 §4.3 has "-- "; the space is often lost, and Apple and Word make other dashes of it.
DELIMITER = re.compile(r"^\s{0,2}(?:--|—|––|__)\s*$")
MOST_SIGNATURE = 25
MOST_DEVICE = 120
# A phone's lines stand among the last; nobody reads a mail longer than this.
MOST_LINES, MOST_TEXT = 80, 100_000
MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
FENCE = "```"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest text, the signature below it, and the older mails as they are quoted."""

    text: str
    signature: str = ""
    quoted: str = ""


def read(text: str) -> Newest:
    """Return what the writer added; where nothing is left, the whole text stands, since something must be said."""
    whole = _normal(text[:MOST_TEXT])
    lines = whole.split("\n")
    kept, quoted = _without_quotes(lines)
    kept, signature = _without_signature(kept)
    newest = _joined(kept)
    if not newest:
        return Newest(whole.strip(), signature, "")
    return Newest(newest, signature, quoted)


def _normal(text: str) -> str:
    plain = MARKS.sub(
        "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\x00", "")
    )
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip("\n")


def _joined(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _fenced(lines: Sequence[str]) -> set[int]:
    """Return the lines inside code fences, where nothing means what it says."""
    marks = [place for place, line in enumerate(lines) if line.lstrip().startswith(FENCE)]
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return {place for first, last in pairs for place in range(first, last + 1)}


def _without_quotes(lines: list[str]) -> tuple[list[str], str]:
    """Cut at the first sign of an older mail; what is written between and below marked quotes stays."""
    code = _fenced(lines)
    kept: list[str] = []
    quoted: list[str] = []
    at = 0
    while at < len(lines):
        if at in code:
            kept.append(lines[at])
            at += 1
            continue
        if _is_end(lines, at):
            is_first = not _joined(kept)
            if is_first and not quotes.is_ruler(lines[at]):
                kept.append(lines[at])
                at += 1
                continue
            kept, below = _drop_separator(kept), lines[at:]
            return _trimmed(kept), "\n".join([*quoted, *below])
        if count := quotes.attribution(_bare(lines, at), 0):
            end = at + count
            first_marked = at if quotes.is_quoted(lines[at]) else end
            marked = _marked_until(lines, first_marked)
            if marked > first_marked:
                quoted += lines[at:marked]
                at = marked
                continue
            if not _joined(kept):
                quoted += lines[at:end]
                at = end
                continue
            return _trimmed(_drop_separator(kept)), "\n".join([*quoted, *lines[at:]])
        kept.append(lines[at])
        at += 1
    return _trimmed(kept), "\n".join(quoted)


def _bare(lines: Sequence[str], at: int) -> list[str]:
    """Return the next lines; where the first is itself marked as quoted, without their marks."""
    window = list(lines[at : at + quotes.LONGEST])
    if quotes.is_quoted(window[0]):
        return [re.sub(r"^\s*>\s?", "", line) for line in window if quotes.is_quoted(line)]
    return window


def _is_end(lines: Sequence[str], at: int) -> bool:
    if quotes.is_ruler(lines[at]):
        # Proton has a ruler above the line that says who wrote; that line is judged.
        return at + 1 == len(lines) or not quotes.attribution(_bare(lines, at + 1), 0)
    return bool(quotes.block(lines, at))


def _marked_until(lines: Sequence[str], at: int) -> int:
    """Return where the marked lines from ``at`` on end, blank lines and broken ones among them; ``at`` if none is."""
    place = at
    while place < len(lines) and not lines[place].strip():
        place += 1
    if place == len(lines) or not quotes.is_quoted(lines[place]):
        return at
    end = place
    for here in range(place, len(lines)):
        if quotes.is_quoted(lines[here]):
            end = here + 1
        elif lines[here].strip() and not _is_broken_off(lines, here):
            break
    return end


def _is_broken_off(lines: Sequence[str], at: int) -> bool:
    """Say whether the line is the rest of a marked one that some program broke: marked ones stand before and after."""
    is_within = quotes.is_quoted(lines[at - 1]) and any(
        quotes.is_quoted(line) for line in lines[at + 1 : at + 3]
    )
    return is_within and len(lines[at]) < 60


def _drop_separator(kept: list[str]) -> list[str]:
    kept = _trimmed_blank(kept)
    while kept and (quotes.SEPARATOR.match(kept[-1]) or kept[-1].strip() in {">", "*"}):
        kept = _trimmed_blank(kept[:-1])
    return kept


def _trimmed_blank(lines: list[str]) -> list[str]:
    return lines[: next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()), 0)]


def _trimmed(kept: list[str]) -> list[str]:
    """Drop marked lines at the very end, unless nothing else is there."""
    own = (
        at for at in range(len(kept), 0, -1) if kept[at - 1].strip() and not quotes.is_quoted(kept[at - 1])
    )
    return kept[: next(own, 0)] or _trimmed_blank(kept)


def _without_signature(lines: list[str]) -> tuple[list[str], str]:
    """Cut the signature at its delimiter, and what phones write at the end."""
    code = _fenced(lines)
    signature: list[str] = []
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for at in range(max(first + 1, _last(lines, MOST_SIGNATURE)), len(lines)):
        if at not in code and DELIMITER.match(lines[at]):
            lines, signature = lines[:at], lines[at + 1 :]
            break
    lines, device = _without_device(_trimmed_blank(lines), code)
    return lines, _joined([*device, *signature])


def _last(lines: Sequence[str], most: int) -> int:
    """Return from where on no more than ``most`` lines say anything; the place before them included."""
    said = [at for at, line in enumerate(lines) if line.strip()]
    return said[-most - 1] if len(said) > most else 0


def _without_device(lines: list[str], code: set[int]) -> tuple[list[str], list[str]]:
    """Cut from the first of the last lines that all are a phone's or blank."""
    last = range(max(0, len(lines) - MOST_LINES), len(lines))
    first = next(
        (at for at in last if at not in code and _is_device(lines[at]) and _is_tail(lines[at:])),
        None,
    )
    if first is None or not any(line.strip() for line in lines[:first]):
        return lines, []
    return _trimmed_blank(lines[:first]), lines[first:]


def _is_device(line: str) -> bool:
    return len(line) <= MOST_DEVICE and bool(quote_words.DEVICE.match(line))


def _is_tail(lines: Sequence[str]) -> bool:
    """Say whether hardly anything but such lines follows: a phone's line closes a mail."""
    others = [line for line in lines if line.strip() and not _is_device(line)]
    return len(others) <= 6 and sum(len(line) for line in others) <= 300
