"""The small marks of every page: icon, grade, light, step, clock, avatar, age, money. A builtin."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import icons, moments, numbers, toasts
from core.forms import is_check
from core.tables import Head, heads


register = template.Library()

GRADES = frozenset("ABCD")
LIGHTS = {
    "green": (gettext_lazy("Green"), gettext_lazy("hand to Sales")),
    "amber": (gettext_lazy("Amber"), gettext_lazy("review")),
    "red": (gettext_lazy("Red"), gettext_lazy("nurture")),
}
BAR_WIDTH = 72


def _now(context: Context) -> datetime:
    """Return the page's moment; a template rendered without a request looks at the clock."""
    shell = context.get("shell")
    return shell.now if shell else timezone.now()  # noqa: TID251 - an age on a page decides nothing


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon of core/icons.py; give a label only where no text stands beside it."""
    return icons.svg(name, label=label, css=css)


@register.simple_tag
def grade(letter: str | None, size: str = "") -> SafeString:
    """Draw the grade's square; ``size`` is "", "small" or "large". No grade yet is a dashed square."""
    if letter not in GRADES:
        return format_html(
            '<span class="grade none {}"><span class="vh">{}</span>–</span>', size, _("no grade")
        )
    return format_html(
        '<span class="grade {} {}"><span class="vh">{} </span>{}</span>',
        letter.lower(),
        size,
        _("grade"),
        letter,
    )


@register.simple_tag
def rank(letter: str | None, score: int | None) -> SafeString:
    """Draw grade and score side by side, as lists show them."""
    if score is None:
        return format_html('<span class="rank">{}</span>', grade(letter))
    return format_html('<span class="rank">{}<data value="{}">{}</data></span>', grade(letter), score, score)


@register.simple_tag
def light(color: str | None, reason: str = "", boxed: bool = False) -> SafeString:  # noqa: FBT001, FBT002 - a tag
    """Draw the hand-off light: shape, word, color; ``reason`` replaces the usual advice."""
    if color not in LIGHTS:
        return format_html('<span class="muted">{}</span>', _("Not scored yet"))
    word, advice = LIGHTS[color]
    shape = icons.svg(f"light-{color}")
    if not boxed:
        return format_html(
            '<span class="light {}">{}{} <span>{}</span></span>', color, shape, word, reason or advice
        )
    return format_html(
        '<span class="light {} boxed">{}<b>{}: {}</b> <span>{}</span></span>',
        color,
        shape,
        word,
        advice,
        reason,
    )


@register.simple_tag(takes_context=True)
def step(context: Context, due_at: datetime | None, label: str = "") -> SafeString:
    """Draw the next step's dot: overdue, today, future or none, each with a shape of its own."""
    if due_at is None:
        return format_html(
            '<span class="step none">{}{}</span>', icons.svg("step-none"), label or _("No step")
        )
    now = _now(context)
    if due_at < now:
        late = _("%(time)s late") % {"time": moments.roughly((now - due_at).total_seconds())}
        return _step("overdue", late, label, due_at)
    is_today = timezone.localtime(due_at).date() == timezone.localtime(now).date()
    return _step("today" if is_today else "future", moments.upcoming(due_at, now=now), label, due_at)


def _step(kind: str, when: str, label: str, due_at: datetime) -> SafeString:
    return format_html(
        '<span class="step {}">{}<time datetime="{}" title="{}">{}</time>{}</span>',
        kind,
        icons.svg(f"step-{kind}"),
        due_at.isoformat(timespec="seconds"),
        moments.full(due_at),
        when,
        f" {label}" if label else "",
    )


@register.simple_tag(takes_context=True)
def clock(context: Context, due_at: datetime | None, text: str = "") -> SafeString:
    """Draw the time left until the moment, or how late it is; app.js keeps it going."""
    if due_at is None:
        return SafeString()
    seconds = (due_at - _now(context)).total_seconds()
    late = _("%(time)s late") % {"time": moments.duration(seconds)} if seconds < 0 else ""
    return format_html(
        '<span class="clock {}">{}<time datetime="{}" title="{}">{}</time> <span>{}</span></span>',
        "late" if late else "",
        icons.svg("clock"),
        due_at.isoformat(timespec="seconds"),
        moments.full(due_at),
        late or moments.duration(seconds),
        text,
    )


@register.simple_tag(takes_context=True)
def ago(context: Context, moment: datetime | None) -> SafeString:
    """Draw how long ago the moment was; the tooltip has it whole."""
    if moment is None:
        return SafeString("–")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        moments.full(moment),
        moments.ago(moment, now=_now(context)),
    )


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """Draw the whole date and hour in the reader's zone."""
    if value is None:
        return SafeString("–")
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), moments.full(value)
    )


@register.simple_tag
def hour(value: datetime) -> SafeString:
    """Draw the hour alone, as a timeline does under a day's heading."""
    text = timezone.localtime(value).strftime("%H:%M")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(timespec="seconds"),
        moments.full(value),
        text,
    )


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime) -> str:
    """Return the heading of a day: Today, Yesterday, 4 November."""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return moments.day_heading(local, now=_now(context))


@register.filter
def initials(name: object) -> str:
    """Return one or two letters for a name or an e-mail address."""
    words = [
        word for word in str(name or "").partition("@")[0].replace(".", " ").split() if word[0].isalnum()
    ]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.simple_tag
def avatar(person: object, name: str = "") -> SafeString:
    """Draw a person's initials with the name in a tooltip; nobody is a dashed circle."""
    if not person:
        label = name or _("Nobody")
        return format_html(
            '<span class="avatar empty" title="{}"><span class="vh">{}</span></span>', label, label
        )
    label = name or str(person)
    return format_html(
        '<span class="avatar" title="{}"><span aria-hidden="true">{}</span><span class="vh">{}</span></span>',
        label,
        initials(label),
        label,
    )


@register.simple_tag
def owner(person: object) -> SafeString:
    """Draw a person's initials and name side by side."""
    if not person:
        return format_html(
            '<span class="owner muted"><span class="avatar empty"></span>{}</span>', _("Nobody")
        )
    mark = format_html('<span class="avatar" aria-hidden="true">{}</span>', initials(person))
    return format_html('<span class="owner">{}{}</span>', mark, person)


@register.filter
def money(cents: int | None, currency: str = "EUR") -> str:
    """Return an amount given in cents: ``{{ deal.amount_cents|money:deal.currency }}``."""
    return "–" if cents is None else numbers.money(cents, currency)


@register.filter
def number(value: float | None, places: int = 0) -> str:
    """Return a number with the language's marks."""
    return "–" if value is None else numbers.plain(value, places)


@register.filter
def points(tenths: int | None) -> str:
    """Return tenths of a point as points: 825 → 82.5."""
    return "–" if tenths is None else numbers.tenths(tenths)


@register.filter
def signed_points(tenths: int) -> str:
    """Return tenths of a point as a signed contribution: 250 → +25.0."""
    return numbers.tenths(tenths, signed=True)


@register.simple_tag
def capped(count: int | None, cap: int = 10_000) -> SafeString:
    """Draw a count that stops counting at the cap: 10,000+."""
    if count is None:
        return SafeString()
    text = f"{numbers.plain(cap)}+" if count >= cap else numbers.plain(count)
    return format_html('<data value="{}">{}</data>', count, text)


@register.simple_tag
def contribution_bar(tenths: int, largest: int) -> SafeString:
    """Draw a signed bar for one line of a score; minus runs left of the zero line, outlined."""
    zero, width = 8, BAR_WIDTH - 8
    length = round(min(abs(tenths) / (abs(largest) or 1), 1) * width, 1)
    if tenths < 0:
        length = min(length, zero)
        bar = format_html('<rect class="minus" x="{}" y="1" width="{}" height="6"/>', zero - length, length)
    else:
        bar = format_html('<rect x="{}" y="1" width="{}" height="6"/>', zero, length)
    return format_html(
        '<svg viewBox="0 0 72 8" aria-hidden="true">{}<line x1="8" y1="-3" x2="8" y2="11"/></svg>', bar
    )


@register.filter
def undo_url(message: Message) -> str:
    """Return where the toast's undo posts to, or nothing."""
    return toasts.undo_url(message)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Say whether the field is a single checkbox."""
    return is_check(field)


@register.filter
def first_input_id(field: BoundField) -> str:
    """Return the id an error summary's link goes to; of a group of choices, the first."""
    first = f"{field.id_for_label or field.auto_id}"
    return f"{field.auto_id}_0" if field.use_fieldset else first


@register.simple_tag(takes_context=True)
def table_heads(context: Context, columns: Any, ordering: str = "") -> list[Head]:
    """Return the heads of a table's columns for this request."""
    return heads(columns, context["request"], ordering=ordering)


@register.filter
def domain(url: str) -> str:
    """Return an address without scheme and trailing slash, as people read it; what is none as it is."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return url
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"
