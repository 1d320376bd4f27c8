"""From what a person writes to blocks, links and plain text. Markdown without HTML; pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from messaging import links, tags
from messaging.engine import plain
from messaging.engine.plain import BUTTON, until_close, words
from messaging.links import Target


STYLES = {
    "p": "margin:0 0 16px",
    "h1": "margin:0 0 16px;font-size:24px;line-height:1.25;font-weight:600",
    "h2": "margin:8px 0 12px;font-size:19px;line-height:1.3;font-weight:600",
    "h3": "margin:8px 0 8px;font-size:16px;line-height:1.4;font-weight:600",
    "ul": "margin:0 0 16px;padding:0 0 0 24px",
    "ol": "margin:0 0 16px;padding:0 0 0 24px",
    "li": "margin:0 0 6px",
    "blockquote": "margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #d4d4d8;color:#52525b",
    "a": "color:#1d4ed8;text-decoration:underline",
    "img": "max-width:100%;height:auto",
    "pre": "margin:0 0 16px;white-space:pre-wrap;font-family:monospace;font-size:14px",
}
Resolve = Callable[[str], Target | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a mail; a warning may be published."""

    code: str
    message: str | Promise
    what: str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the mail's column: text as HTML, a button, or a picture as wide as the column."""

    kind: str
    html: str = ""
    href: str = ""
    source: str = ""


@dataclass(slots=True)
class Parsed:
    """What a body consists of."""

    blocks: list[Block] = field(default_factory=list)
    text: str = ""
    links: list[Target] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": True})
    # We judge addresses ourselves and say what is wrong, instead of leaving the brackets in the text.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return markdown


MARKDOWN = _markdown()


def parse(body: str, *, known: Collection[str], resolve: Resolve = links.resolve) -> Parsed:
    """Read the body; ``known`` are the tags that exist, ``resolve`` says what ``content:guide`` leads to."""
    hidden, restore = tags.protect(body.replace("\r\n", "\n"), known)
    tokens = MARKDOWN.parse(hidden)
    found = Parsed()
    _prepare(tokens, found, resolve)
    found.blocks = [Block(b.kind, restore(b.html, in_html=True), b.href, b.source) for b in _blocks(tokens)]
    found.text = restore(plain.write(tokens), in_html=False)
    found.links = [
        Target(t.url, restore(t.label, in_html=False), t.topic, t.phase, t.content) for t in found.links
    ]
    return found


def _prepare(tokens: Sequence[Token], found: Parsed, resolve: Resolve) -> None:
    """Give every link its place and every element its look."""
    for token in tokens:
        if token.type == "inline":
            _prepare(token.children or [], found, resolve)
            _number_links(token.children or [], found, resolve)
        style = STYLES.get("pre" if token.type == "fence" else token.tag)
        if style and token.nesting >= 0:
            token.attrSet("style", style)
        if token.type == "image":
            _check_image(token, found)


def _number_links(children: Sequence[Token], found: Parsed, resolve: Resolve) -> None:
    for index, token in enumerate(children):
        if token.type != "link_open":
            continue
        label = words(until_close(children, index)).strip()
        target = _target(str(token.attrGet("href") or ""), BUTTON.sub("", label), found, resolve)
        token.meta["button"] = bool(BUTTON.match(label))
        if links.is_direct(target.url):
            token.attrSet("href", target.url)
            continue
        token.attrSet("href", f"{{{{ {tags.LINK}{len(found.links)} }}}}")
        found.links.append(target)


def _target(href: str, label: str, found: Parsed, resolve: Resolve) -> Target:
    """Return what the link leads to; one with a fault leads nowhere."""
    if "\ue000" in href or "{" in href:
        found.faults.append(Fault("tag_in_link", _("An address cannot hold a merge tag."), label or href))
        return Target("#", label)
    target = resolve(href)
    if target is None:
        found.faults.append(Fault("unknown_content", _("There is no such content to link to."), href))
        return Target("#", label)
    if wrong := links.fault(target.url):
        found.faults.append(Fault("bad_link", wrong, href))
        return Target("#", label)
    if not label:
        found.faults.append(Fault("empty_link", _("A link needs words to click on."), href))
    return Target(target.url, label[:200], target.topic, target.phase, target.content)


def _check_image(token: Token, found: Parsed) -> None:
    source = str(token.attrGet("src") or "")
    if "\ue000" in source or "{" in source or links.fault(source, schemes=("https",)):
        found.faults.append(
            Fault("bad_image", _("A picture needs an address that begins with https://."), source)
        )
        token.attrSet("src", "")
    if not (token.content or "").strip():
        message = _("Say in words what the picture shows; many readers never see it.")
        found.faults.append(Fault("no_alt", message, source, is_warning=True))


# --- blocks ---------------------------------------------------------------------------------------------------


def _blocks(tokens: list[Token]) -> list[Block]:
    """Split the body where a button or a picture stands alone; the rest is text."""
    blocks: list[Block] = []
    waiting: list[Token] = []
    index = 0
    while index < len(tokens):
        alone = _alone(tokens, index)
        if alone:
            _flush(waiting, blocks)
            blocks.append(alone)
            index += 3
            continue
        waiting.append(tokens[index])
        index += 1
    _flush(waiting, blocks)
    return blocks


def _flush(waiting: list[Token], blocks: list[Block]) -> None:
    if waiting:
        for token in waiting:
            _strip_button_words(token.children or [])
        html = MARKDOWN.renderer.render(waiting, MARKDOWN.options, {})
        blocks.append(Block("text", html=html.strip()))
        waiting.clear()


def _alone(tokens: Sequence[Token], index: int) -> Block | None:
    """Return the button or picture that is a top-level paragraph of its own."""
    opening = tokens[index]
    if opening.type != "paragraph_open" or opening.level or index + 2 >= len(tokens):
        return None
    children = [token for token in tokens[index + 1].children or [] if token.content.strip() or token.tag]
    if len(children) == 1 and children[0].type == "image":
        image = children[0]
        return Block("image", html=escape(image.content), source=str(image.attrGet("src") or ""))
    is_link = len(children) > 2 and children[0].type == "link_open" and children[-1].type == "link_close"
    if is_link and children[0].meta.get("button") and sum(c.type == "link_open" for c in children) == 1:
        label = BUTTON.sub("", words(children).strip(), count=1)
        return Block("button", html=escape(label), href=str(children[0].attrGet("href") or ""))
    return None


def _strip_button_words(children: Sequence[Token]) -> None:
    """Show a button inside a sentence as the link it becomes there."""
    for opening, text in zip(children, children[1:], strict=False):
        if opening.type == "link_open" and opening.meta.get("button"):
            text.content = BUTTON.sub("", text.content, count=1)
