"""A mail as plain text, for readers and machines that show no HTML; pure."""

import re
from collections.abc import Sequence

from markdown_it.token import Token


BUTTON = re.compile(r"\s*(?:Button|Botón)\s*:\s*", re.IGNORECASE)
ITEM = re.compile(r"\s*(?:- |\d+\. )")


def until_close(children: Sequence[Token], start: int) -> list[Token]:
    """Return what stands between the link that opens at ``start`` and its end."""
    inner: list[Token] = []
    for token in children[start + 1 :]:
        if token.type == "link_close":
            break
        inner.append(token)
    return inner


def words(tokens: Sequence[Token]) -> str:
    """Return the tokens' text without markup."""
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif token.type in {"text", "code_inline", "image"}:
            parts.append(token.content)
    return "".join(parts)


def write(tokens: Sequence[Token]) -> str:
    """Return the whole body as text; call it when every link has its address."""
    writer = _Writer()
    for token in tokens:
        writer.take(token)
    return _spaced(writer.lines)


class _Writer:
    """Walks through the tokens and remembers in which list and quotation it is."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.lists: list[int | None] = []
        self.quotes = 0
        self.bullet = ""

    def take(self, token: Token) -> None:
        """Write what the token adds."""
        if token.type.endswith("_list_open"):
            self.lists.append(None if token.tag == "ul" else int(token.attrGet("start") or 1))
        elif token.type.endswith("_list_close"):
            self.lists.pop()
            self.bullet = ""
        elif token.type == "list_item_open":
            self._count()
        elif token.tag == "blockquote":
            self.quotes += token.nesting
        elif token.type == "hr":
            self.lines.append("---")
        elif token.type in {"fence", "code_block"}:
            self.lines.append(token.content.rstrip())
        elif token.type == "inline":
            self._line(_inline(token.children or []))

    def _count(self) -> None:
        number = self.lists[-1]
        self.bullet = "- " if number is None else f"{number}. "
        self.lists[-1] = None if number is None else number + 1

    def _line(self, text: str) -> None:
        lead = "> " * self.quotes + "  " * max(len(self.lists) - 1, 0) + self.bullet
        self.lines.append(lead + text.replace("\n", "\n" + ("> " * self.quotes or " " * len(lead))))
        self.bullet = " " * len(self.bullet)


def _inline(children: Sequence[Token]) -> str:
    """Return a paragraph's text; a link is its words and then its address."""
    parts: list[str] = []
    opened: Token | None = None
    for index, token in enumerate(children):
        if token.type == "link_open":
            opened = token
            label = BUTTON.sub("", words(until_close(children, index)).strip(), count=1)
            href = str(token.attrGet("href") or "")
            parts.append(f"{label}: {href}" if label else href)
        elif token.type == "link_close":
            opened = None
        elif opened is None:
            parts.append(words([token]))
    return "".join(parts)


def _spaced(lines: Sequence[str]) -> str:
    """Join paragraphs by an empty line and items of a list by none."""
    joined, before = "", ""
    for line in lines:
        is_item = ITEM.match(line) and ITEM.match(before)
        joined += ("" if not joined else "\n" if is_item else "\n\n") + line
        before = line
    return joined
