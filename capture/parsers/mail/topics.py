"""Which of the workspace's topics a text names: a first idea of the need, by words alone. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.text import fold


OPERATORS = ("contains", "contains_any")
SHORTEST = 3


def find(text: str, words: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the slugs whose words the text has, in the order in which it names them.

    ``words``: by slug the topic's name and other words for it. A word counts in singular and plural.
    """
    folded = f" {fold(text)} "
    places = {slug: place for slug, own in words.items() if (place := _first(folded, own)) is not None}
    return sorted(places, key=lambda slug: (places[slug], slug))


def _first(folded: str, words: Iterable[str]) -> int | None:
    found = [
        match.start()
        for word in words
        if len(plain := fold(word)) >= SHORTEST and (match := re.search(_pattern(plain), folded))
    ]
    return min(found, default=None)


def _pattern(plain: str) -> str:
    """Return the word's pattern, "kitchens" and "kitchen", "cocinas" and "cocina" alike."""
    parts = [re.escape(part) for part in re.split(r"[\s_-]+", plain)]
    last = parts[-1]
    stems = {
        last,
        *(last.removesuffix(ending) for ending in ("s", "es") if len(last) - len(ending) >= SHORTEST),
    }
    parts[-1] = f"(?:{'|'.join(sorted(stems, key=len, reverse=True))})(?:e?s)?"
    return r"(?<!\w)" + r"[\s_-]+".join(parts) + r"(?!\w)"


def keywords(condition: Any) -> list[str]:
    """Return the words that a rule's condition looks for in texts, at any depth."""
    if isinstance(condition, list):
        return [word for part in condition for word in keywords(part)]
    if not isinstance(condition, dict):
        return []
    found = [word for part in condition.values() if isinstance(part, dict | list) for word in keywords(part)]
    if condition.get("op") in OPERATORS:
        found += _texts(condition.get("value"))
    for operator in OPERATORS:
        found += _texts(condition.get(operator))
    return list(dict.fromkeys(found))


def _texts(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [text for text in given if isinstance(text, str)]
