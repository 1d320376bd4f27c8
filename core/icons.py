"""The icons pages may use; `manage.py build_icons` draws them from the lucide package into one sprite."""

import functools

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


SPRITE = "img/icons.svg"

# Names of the lucide set; a page says the same name. Add one here, then run `manage.py build_icons`.
LUCIDE = """
accessibility activity archive arrow-down arrow-left arrow-left-right arrow-right arrow-up arrow-up-down
at-sign ban banknote bell bell-ring book-open bot briefcase building building-2 calendar calendar-check
calendar-clock chart-column check chevron-down chevron-left chevron-right chevron-up chevrons-up-down
circle circle-alert circle-check circle-dashed circle-dot circle-slash circle-x clipboard-list clock code
columns-3 contrast copy corner-down-right database download ellipsis euro external-link eye eye-off
file-spreadsheet file-text flag funnel gauge git-branch git-merge globe grip-vertical hand handshake
history hourglass id-card import inbox info key keyboard languages layers layout-grid life-buoy lightbulb
link list list-checks list-filter lock log-in log-out mail mail-check mail-x map-pin megaphone menu
message-square minus monitor moon mouse-pointer-click newspaper package palette panel-left paperclip
pause pencil percent phone phone-call phone-missed phone-off play plug plus refresh-cw reply rotate-ccw
route rows-3 save scale search send server settings shield shield-check shuffle sliders-horizontal
sparkles square-check square-kanban star sticky-note sun table tag tags target thumbs-down thumbs-up
timer trash-2 trending-down trending-up triangle-alert trophy undo-2 upload user user-check user-cog
user-plus user-x users webhook workflow wrench x zap
""".split()  # noqa: SIM905 - names to read, not to type

# Ours: the hand-off light and the next-step dot, shapes on a 16 px grid that differ without color too.
OWN = {
    "light-green": '<path fill-rule="evenodd" d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z'
    'm3.7 4.6-1.2-1.1-3.4 3.7-1.6-1.5-1.1 1.2 2.8 2.6z"/>',
    "light-amber": '<path fill-rule="evenodd" d="M8 1.5 15.2 14H.8zM7.2 6v4h1.6V6zm0 5v1.5h1.6V11z"/>',
    "light-red": '<path fill-rule="evenodd" d="M4.7 1.5h6.6L15 8l-3.7 6.5H4.7L1 8zM5 7.2v1.6h6V7.2z"/>',
    "step-overdue": '<path fill="currentColor" stroke="none" d="m8 0 8 8-8 8-8-8z"/>',
    "step-today": '<circle cx="8" cy="8" r="7" fill="currentColor" stroke="none"/>',
    "step-future": '<circle cx="8" cy="8" r="6" stroke-width="3"/>',
    "step-none": '<path d="M1 8h14" stroke-width="3"/>',
}
# Words people look for, and what they get.
ALIASES = {
    "accounts": "building-2",
    "building": "building-2",
    "calls": "phone",
    "chart": "chart-column",
    "dots": "ellipsis",
    "filter": "list-filter",
    "form": "file-text",
    "forms": "file-text",
    "leads": "user",
    "opportunities": "briefcase",
    "reports": "chart-column",
    "scoring": "gauge",
    "today": "calendar",
    "trash": "trash-2",
    "warning": "triangle-alert",
}
NAMES = frozenset([*LUCIDE, *OWN, *ALIASES])


@functools.cache
def _sprite_url() -> str:
    return static(SPRITE)


def svg(name: str, *, label: str = "", css: str = "") -> SafeString:
    """Return the icon as markup that points into the sprite; with a label it is announced, else hidden.

    Raises: LookupError for a name that is not in the sprite.
    """
    if name not in NAMES:
        raise LookupError(f"No icon {name!r}: add it to core/icons.py and run `manage.py build_icons`.")
    reference = f"{_sprite_url()}#{ALIASES.get(name, name)}"
    classes = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, reference
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, reference)
