"""From blocks to the HTML that mail programs understand: MJML, rendered by MRML when a version is saved; pure.

The frame is ours: who writes, the postal address, why the reader gets this, and the ways to stop it. A person's
text cannot leave it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from mjml import mjml2html

from messaging.engine.markup import Block


# Not one of the names for which MJML would fetch a font: that would tell a third party who reads.
FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Helvetica,Arial,sans-serif"
UNSUBSCRIBE = "{{ system.unsubscribe }}"
PREFERENCES = "{{ system.preferences }}"
ADDRESS = "{{ system.address }}"
TRAP = "{{ system.trap }}"
OURS = "{{ workspace.name }}"

HEAD = (
    "<mj-head><mj-title>{title}</mj-title><mj-preview>{preheader}</mj-preview><mj-attributes>"
    '<mj-all font-family="{font}" /><mj-text font-size="16px" line-height="1.5" color="#18181b" padding="0" />'
    '<mj-button background-color="#1d4ed8" color="#ffffff" border-radius="6px" font-size="16px" font-weight="600" '
    'inner-padding="12px 22px" padding="8px 0 24px" align="left" />'
    '<mj-image padding="8px 0 24px" /></mj-attributes><mj-style>{style}</mj-style></mj-head>'
)
# Programs that know dark mode get one of our own instead of turning the colors around themselves.
DARK = (
    "@media (prefers-color-scheme: dark) { "
    "body, .page, .page > div { background: #18181b !important; } "
    ".sheet, .sheet > table { background: #27272a !important; } "
    ".sheet div, .sheet p, .sheet h1, .sheet h2, .sheet h3, .sheet li { color: #f4f4f5 !important; } "
    ".sheet p a, .sheet li a { color: #93c5fd !important; } "
    ".small div, .small a { color: #a1a1aa !important; } }"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The words around a mail, in its language."""

    language: str
    preheader: str
    why: str
    unsubscribe: str
    preferences: str


def write_html(blocks: Sequence[Block], frame: Frame) -> str:
    """Return the whole mail as HTML, tags and link places kept."""
    column = "".join(_block(block) for block in blocks)
    head = HEAD.format(title=OURS, preheader=frame.preheader, font=FONT, style=DARK)
    markup = (
        f'<mjml lang="{escape(frame.language)}">{head}<mj-body background-color="#f4f4f5" css-class="page">'
        f'<mj-section padding="24px 32px 12px"><mj-column><mj-text font-size="15px" '
        f'font-weight="600" css-class="small" color="#52525b">{OURS}</mj-text></mj-column></mj-section>'
        f'<mj-section background-color="#ffffff" border-radius="8px" padding="32px 32px 16px" css-class="sheet">'
        f"<mj-column>{column}</mj-column></mj-section>{_footer(frame)}</mj-body></mjml>"
    )
    return str(mjml2html(markup))


def write_text(text: str, frame: Frame) -> str:
    """Return the whole mail as plain text."""
    # Two hyphens and a space: what programs know as the end of the message.
    lines = ["-- ", OURS, ADDRESS, "", frame.why, f"{frame.unsubscribe}: {UNSUBSCRIBE}"]
    return "\n".join([text, "", *lines, f"{frame.preferences}: {PREFERENCES}", ""])


def _block(block: Block) -> str:
    if block.kind == "button":
        return f'<mj-button href="{block.href}">{block.html}</mj-button>'
    if block.kind == "image":
        return f'<mj-image src="{escape(block.source)}" alt="{block.html}" />' if block.source else ""
    return f"<mj-text>{block.html}</mj-text>"


def _footer(frame: Frame) -> str:
    links = " · ".join(
        f'<a href="{href}" style="color:#52525b;text-decoration:underline">{escape(words)}</a>'
        for href, words in ((UNSUBSCRIBE, frame.unsubscribe), (PREFERENCES, frame.preferences))
    )
    return (
        '<mj-section padding="16px 32px 32px"><mj-column><mj-text font-size="13px" line-height="1.5" color="#52525b" '
        f'css-class="small">{OURS}<br />{ADDRESS}<br /><br />{escape(frame.why)}<br />{links}{TRAP}</mj-text>'
        "</mj-column></mj-section>"
    )
