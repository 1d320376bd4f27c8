"""HTML of a mail to plain text: blocks become lines, quoted parts lines with ``>`` as RFC 3676 §4.5 has them."""

import re
from html.parser import HTMLParser

from capture.parsers.mail import words


SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre"))
HIDDEN = frozenset(("head", "script", "style", "title", "template", "noscript", "object", "xml"))
MOST = 2_000_000


class _Writer(HTMLParser):
    """Collects lines; each remembers how deeply it is quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self._line: list[str] = []
        self._quotes = 0
        self._hidden: list[str] = []
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self._hidden.append(tag)
        if self._hidden:
            return
        if tag == "br":
            self._end()
        elif tag in words.BLOCKS:
            self._break(tag)
            self._open(tag)
        elif tag in {"td", "th"}:
            self._line.append(" ")

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
        if self._hidden or tag not in words.BLOCKS:
            return
        self._break(tag)
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
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
            self.lines.append((self._quotes, ""))

    def _end(self) -> None:
        text = "".join(self._line)
        self._line.clear()
        self.lines.append((self._quotes, text.rstrip() if self._pre else re.sub(r" {2,}", " ", text).strip()))

    def finished(self) -> str:
        """Return the text."""
        self._break("")
        written = (f"{'>' * quotes} {line}".rstrip() if quotes else line for quotes, line in self.lines)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip("\n")


def to_text(html: str) -> str:
    """Return what a reader sees of the page, without pictures; links keep only their words."""
    writer = _Writer()
    # Outlook's conditional comments hide markup that the parser would take for text.
    cut = re.sub(r"<!\[(?:if|endif)[^>]*>|<!--.*?-->", "", html[:MOST], flags=re.DOTALL | re.IGNORECASE)
    writer.feed(cut)
    writer.close()
    return writer.finished()
