"""How mail programs introduce what they quote: the line before it, the block of fields, the ruler; by language.

No standard rules this (RFC 3676 §4.5 has only ``>``); the forms are those of Gmail, Outlook, Apple Mail, Thunderbird,
Yahoo, Zoho and their phones. Pure.
"""

import re
from collections.abc import Sequence

from capture.parsers.mail import quote_words


ENDS = re.compile(
    rf"(?:(?:\b|\s|\()(?:{quote_words.WROTE})|{quote_words.WROTE_GLUED})\s*(?:\([^)]*\))?\s*(?:-{{2,}})?\s*[:：]?\s*$",
    re.IGNORECASE,
)
# A verb or an address, a whole date and, before the colon, the hour: nobody but a program writes all three.
SAYS = re.compile(rf"\b(?:{quote_words.WROTE})\b", re.IGNORECASE)
LAST_HOUR = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?\s*\)*\s*[:：]\s*$", re.IGNORECASE)
# German and Spanish put the time behind the verb: "Max <…> schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:".
VERB = re.compile(rf"\d.*\s(?:{quote_words.WROTE})\s[^.!?]{{1,80}}[:：]\s*$", re.IGNORECASE)
WITHIN = re.compile(rf"[>)\"\w.]\s+(?:{quote_words.WROTE})\b.{{0,80}}\d.{{0,40}}[:：]\s*$", re.IGNORECASE)
DATE = re.compile(
    r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º)?\s(?:de\s)?[^\W\d][^\W\d\u0300-\u036f.]{1,12}[.'’׳]*,?\s(?:de\s|del\s)?\d{4}"
    r"|[^\W\d]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:at\s)?\d{4}|\d{4}\.?\s(?:m\.\s)?[^\W\d]{3,12}\.?\s\d{1,2}",
    re.IGNORECASE,
)
DAY = re.compile(r"\b\d{1,2}\b")
ADDRESS = re.compile(r"<?\s*(?:mailto:)?[^\s<>@]+@[^\s<>@]+\.?[^\s<>@]*")
FIELD = re.compile(
    r"^[\s>*|]*(?:"
    + "|".join(f"(?P<{name}>{labels})" for name, labels in quote_words.FIELDS.items())
    + r")\s*\**\s*[:：]\**\s*(?P<value>.*)$",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"^\s*(?:_{5,}|={4,}|-{20,})\s*$")
QUOTED = re.compile(r"^\s{0,3}(?:>|\|(?:\s|$))")
# Nobody's name and date are longer, in lines and characters.
LONGEST, WIDEST = 6, 350
# A date that begins such a line stands no later, behind a weekday and what a language puts before it.
NEAR = 60
# What a program breaks off before the date is no longer than a weekday and a word.
SHORT = 20
# A list of recipients may be long.
WIDEST_FIELD = 2000


def is_quoted(line: str) -> bool:
    """Say whether the line is marked as quoted."""
    return bool(QUOTED.match(line))


def attribution(lines: Sequence[str], at: int) -> int:
    """Return how many lines from ``at`` on say who wrote what is quoted below; 0 if none does.

    Mail programs break that line anywhere, so up to six lines are read as one.
    """
    first = lines[at].strip()
    is_begun = bool(_may_begin(first) or ADDRESS.search(first) or first.startswith("----"))
    if not first or len(first) > WIDEST or not (is_begun or SAYS.search(first)):
        return 0
    if quote_words.QUOTING.match(first):
        return 1
    return _joined(lines, at, LONGEST if is_begun else 1)


def _joined(lines: Sequence[str], at: int, most: int) -> int:
    """Return how many of the lines make one that says who wrote; 0 if no number up to ``most`` does."""
    joined = ""
    for count in range(1, min(most, len(lines) - at) + 1):
        piece = lines[at + count - 1].strip()
        joined = f"{joined} {piece}".strip()
        if (not piece and count > 4) or len(joined) > WIDEST:
            return 0
        if _says_who(joined) and not _goes_on(lines, at + count):
            return 0 if _begins_later(lines[at : at + count]) else count
    return 0


def _begins_later(lines: Sequence[str]) -> bool:
    """Say whether the first lines are what somebody wrote, and only the last ones say whom they quote.

    "No me interesa" may begin such a line in Portuguese; what says all of it by itself needs no lines before it.
    """
    for place in range(1, 1 if is_ruler(lines[0]) else len(lines)):
        before = [line.strip() for line in lines[:place]]
        rest = " ".join(line.strip() for line in lines[place:]).strip()
        if _may_begin(rest) and _says_who(rest) and (not before[-1] or _is_whole(" ".join(before), rest)):
            return True
    return False


def _is_whole(before: str, rest: str) -> bool:
    """Say whether the rest lacks nothing that the words before it may have been part of, as a weekday or a name."""
    if not DATE.search(rest):
        return False
    if DATE.match(rest):
        return len(before) > SHORT
    return bool(
        quote_words.BEGINS.match(rest) or (ADDRESS.search(rest) and not ADDRESS.match(rest.lstrip("<\"'(")))
    )


def _may_begin(text: str) -> bool:
    """Say whether such a line may begin so: with a word for "on", a weekday, or a date."""
    return bool(quote_words.BEGINS.match(text) or DATE.search(text[:NEAR]))


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Say whether the next line is only the end of this one, as a bracket, a colon or the verb left alone."""
    rest = lines[at].strip() if at < len(lines) else ""
    return rest in {">:", ":"} or (
        bool(rest) and len(rest) < 40 and bool(ENDS.search(f" {rest.lstrip('>')}"))
    )


def _says_who(text: str) -> bool:
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("*", "")
    has_date, has_address = bool(DATE.search(plain)), bool(ADDRESS.search(plain))
    if ENDS.search(plain):
        return (has_address or has_date or bool(DAY.search(plain))) and bool(
            _may_begin(plain) or has_address or plain.startswith("----")
        )
    if WITHIN.search(plain) and has_address:
        return True
    # Thunderbird in German: "Am 03.11.25 um 10:00 schrieb Max:".
    if has_date and _may_begin(plain) and VERB.search(plain):
        return True
    # "Acme wrote on 3/11/25 10:00:", and "Missatge de Acme <…> del dia dl., 3 de nov. 2025 a les 10:00:".
    if has_date and LAST_HOUR.search(plain) and (has_address or SAYS.search(plain)):
        return True
    # A date and an address and nothing after it: "30.09.2017, 18.30, "John" <…>:".
    return (
        has_date
        and has_address
        and _may_begin(plain)
        and bool(re.search(r"@[^\s<>@]+(?:\s*>\s*:?|:)$", plain))
    )


def block(lines: Sequence[str], at: int) -> int:
    """Return how many lines from ``at`` on are fields of the mail below, as Outlook writes them; 0 if they are none."""
    first = FIELD.match(lines[at]) if len(lines[at]) <= WIDEST_FIELD else None
    if not first or not (first["from"] or first["date"]):
        return 0
    seen, end = set(), at
    for place in range(at, min(at + 14, len(lines))):
        line = lines[place][:WIDEST_FIELD]
        found = FIELD.match(line)
        if found:
            seen.add(name_of(found))
            seen |= {inner for inner in ("subject", "to") if _also(inner, found["value"])}
            end = place
        elif line.strip() and place - end > 2 or not line.strip() and len(seen) >= 2:
            break
    is_one = (
        "from" in seen and len(seen) >= 3 or {"from", "date"} <= seen or {"from", "subject", "to"} <= seen
    )
    return end - at + 1 if is_one else 0


def name_of(found: re.Match[str]) -> str:
    """Return our name of a field that ``FIELD`` found."""
    return next(name for name in quote_words.FIELDS if found[name])


def _also(name: str, value: str) -> bool:
    """Say whether another field follows on the same line."""
    return bool(re.search(rf"\s(?:{quote_words.FIELDS[name]})\s?[:：]\s", value, re.IGNORECASE))


def is_ruler(line: str) -> bool:
    """Say whether the line is a program's own: "-----Original Message-----", "Begin forwarded message:"."""
    if len(line) > WIDEST:
        return False
    own = (quote_words.RULER, quote_words.BEGIN_FORWARD, quote_words.NOTES)
    return any(pattern.match(line) for pattern in own)
