"""HTML of a mail to plain text: blocks become lines, quoted parts lines with ``>`` as RFC 3676 §4.5 has them."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from capture.parsers.mail import words


SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre"))
# Elements that are always closed, so that it is known where they end.
CLOSED = frozenset(("div", "span", "blockquote", "table", "section"))
HIDDEN = frozenset(("head", "script", "style", "title", "template", "noscript", "object", "xml"))
MOST = 2_000_000
# Elements whose class or id says that what is in them is quoted or introduces a quote, whatever the language.
QUOTES = re.compile(r"(?:^|\s)(?:gmail_attr|moz-cite-prefix|yahoo_quoted|tutanota_quote|protonmail_quote)")
# What follows these is the older mail (Outlook on the web and its phones).
OLDER = frozenset(("divRplyFwdMsg", "appendonsend"))
RULER = "-----Original Message-----"
UNSEEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


class _Writer(HTMLParser):
    """Collects lines; each remembers how deeply it is quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self._line: list[str] = []
        self._quotes = 0
        self._hidden: list[str] = []
        self._pre = 0
        # element that is hidden or marked as quoted, and how many of its like are open within
        self._unseen: list[tuple[str, int]] = []
        self._marked: list[tuple[str, int]] = []
        self._is_new = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self._hidden.append(tag)
        if self._hidden:
            return
        _opened(self._unseen, tag)
        _opened(self._marked, tag)
        if tag in CLOSED:
            self._look_at(tag, {name: value or "" for name, value in attrs})
        if self._unseen:
            return
        if tag == "br":
            self._end()
        elif tag in words.BLOCKS:
            self._break(tag)
            self._open(tag)
        elif tag in {"td", "th"}:
            self._line.append(" ")

    def _look_at(self, tag: str, given: Mapping[str, str]) -> None:
        """Note what the element's attributes say of what is in it or follows it."""
        if UNSEEN.search(given.get("style", "")):
            self._unseen.append((tag, 1))
        elif given.get("id") in OLDER and not any(text == RULER for _quotes, text in self.lines):
            self._break(tag)
            self.lines.append((0, RULER))
        elif QUOTES.search(f"{given.get('class', '')} {given.get('id', '')}"):
            self._break(tag)
            self._marked.append((tag, 1))
            self._is_new = True

    def _open(self, tag: str) -> None:
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "li":
            self._line.append("- ")
        elif tag == "pre":
            self._pre += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN and tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        if self._hidden:
            return
        was_unseen = bool(self._unseen)
        _closed(self._unseen, tag)
        if tag in words.BLOCKS and not was_unseen:
            self._break(tag)
        _closed(self._marked, tag)
        # What stands behind a marked element without a text is another's.
        self._is_new = self._is_new and bool(self._marked)
        if was_unseen:
            return
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)

    def handle_data(self, data: str) -> None:
        if self._hidden or self._unseen:
            return
        if self._is_new and data.strip():
            self._is_new = False
            # What is handed on stands under a ruler of its own.
            if data.lstrip().startswith("---"):
                self._marked.pop()
        if self._pre:
            first, *rest = data.split("\n")
            self._line.append(first)
            for line in rest:
                self._end()
                self._line.append(line)
        else:
            self._line.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _break(self, tag: str) -> None:
        """End the line if anything is on it, and leave a gap around what has margins."""
        if "".join(self._line).strip():
            self._end()
        else:
            self._line.clear()
        if tag in SPACED and self.lines and self.lines[-1][1]:
            self.lines.append((self._depth(), ""))

    def _depth(self) -> int:
        return self._quotes + len(self._marked)

    def _end(self) -> None:
        text = "".join(self._line)
        self._line.clear()
        self.lines.append(
            (self._depth(), text.rstrip() if self._pre else re.sub(r" {2,}", " ", text).strip())
        )

    def finished(self) -> str:
        """Return the text."""
        self._break("")
        written = (f"{'>' * quotes} {line}".rstrip() if quotes else line for quotes, line in self.lines)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip("\n")


def _opened(elements: list[tuple[str, int]], tag: str) -> None:
    if elements and elements[-1][0] == tag:
        elements[-1] = (tag, elements[-1][1] + 1)


def _closed(elements: list[tuple[str, int]], tag: str) -> None:
    if elements and elements[-1][0] == tag:
        name, count = elements.pop()
        if count > 1:
            elements.append((name, count - 1))


def to_text(html: str) -> str:
    """Return what a reader sees of the page, without pictures; links keep only their words."""
    # Outlook's conditional comments hide markup that the parser would take for text.
    cut = re.sub(r"<!\[(?:if|endif)[^>]*>|<!--.*?-->", "", html[:MOST], flags=re.DOTALL | re.IGNORECASE)
    # A hidden element that nobody closed would hide all the rest.
    return _written(cut) or _written(UNSEEN.sub("", cut))


def _written(html: str) -> str:
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.finished()
