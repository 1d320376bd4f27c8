"""Text made comparable: one folding for search, matching and rules, the same on every PostgreSQL."""

import re
import unicodedata


WORD = re.compile(r"[^\W_]+")
MAX_TOKEN = 40


def fold(text: str | None) -> str:
    """Return the text lower-cased, without accents or control characters, spaces collapsed.

    Done here and stored, since lower() in SQL depends on the cluster's locale and no extension may be needed.
    """
    if not text:
        return ""
    # Some characters decompose into capitals (™ into TM), so the case is folded on both sides.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(
        " " if unicodedata.category(char) == "Cc" else char
        for char in decomposed
        if not unicodedata.combining(char)
    )
    return " ".join(kept.split())


def tokens(*texts: str | None) -> set[str]:
    """Return the folded words of the texts, each cut at 40 characters; what the search index holds."""
    return {word[:MAX_TOKEN] for text in texts for word in WORD.findall(fold(text))}


def clean(text: str | None) -> str:
    """Return the text without NUL and lone surrogates, which PostgreSQL cannot store, trimmed."""
    if not text:
        return ""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").strip()
