"""Text made comparable: one folding for search, matching and rules, the same on every PostgreSQL."""

import re
import unicodedata


WORD = re.compile(r"[^\W_]+")
MAX_TOKEN = 40
MOST_KEPT = 20_000
# What a spreadsheet would calculate by, and what stands before it in a file so that it does not (reliability §6).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
GUARD = "'"


class _Kept(dict[int, int | str | None]):
    """What each character of a decomposed text becomes, found out once: an accent nothing, a control a space."""

    def __missing__(self, point: int) -> int | str | None:
        char = chr(point)
        kept = " " if unicodedata.category(char) == "Cc" else None if unicodedata.combining(char) else point
        if len(self) < MOST_KEPT:
            self[point] = kept
        return kept


_kept = _Kept()


def fold(text: str | None) -> str:
    """Return the text lower-cased, without accents or control characters, spaces collapsed.

    Done here and stored, since lower() in SQL depends on the cluster's locale and no extension may be needed.
    """
    if not text:
        return ""
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    # Some characters decompose into capitals (™ into TM), so the case is folded on both sides.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(decomposed.translate(_kept).split())


def tokens(*texts: str | None) -> set[str]:
    """Return the folded words of the texts, each cut at 40 characters; what the search index holds."""
    return {word[:MAX_TOKEN] for text in texts for word in WORD.findall(fold(text))}


def clean(text: str | None) -> str:
    """Return the text without NUL and lone surrogates, which PostgreSQL cannot store, trimmed."""
    if not text:
        return ""
    if text.isascii():
        return text.replace("\x00", "").strip()
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").strip()


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula; ``unguarded`` undoes it."""
    return f"{GUARD}{text}" if text.startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """Return the text of a cell as it was before it was guarded."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(FORMULA) else text
