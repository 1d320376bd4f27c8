"""What the templates of deals draw: amounts, the next step by day, a deal's state."""

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conversion.choices import DealState
from conversion.models import Opportunity
from core import icons, moments, numbers


register = template.Library()
DAY = 24 * 3600


@register.filter
def amount(value: int | None, currency: str) -> str:
    """Return whole units of a currency as a reader writes them: ``{{ deal.amount|amount:deal.currency }}``."""
    return "" if value is None else numbers.money(value * 100, currency)


@register.simple_tag(takes_context=True)
def next_step(context: Context, deal: Opportunity) -> SafeString:
    """Draw the deal's next step by the day: overdue, today, future or none; nothing once it is closed."""
    if deal.state != DealState.OPEN:
        return SafeString()
    shell: Any = context.get("shell")
    now = shell.now if shell else timezone.now()  # noqa: TID251 - an age on a page decides nothing
    if deal.next_step_on is None:
        kind = "future" if deal.next_step else "none"
        text = deal.next_step or _("No step")
        return format_html(
            '<span class="step {}">{}<span>{}</span></span>', kind, icons.svg(f"step-{kind}"), text
        )
    kind, when = _when(deal.next_step_on, timezone.localtime(now).date(), now)
    return format_html(
        '<span class="step {}">{}<time datetime="{}">{}</time><span>{}</span></span>',
        kind,
        icons.svg(f"step-{kind}"),
        deal.next_step_on.isoformat(),
        when,
        deal.next_step,
    )


def _when(day: date, today: date, now: Any) -> tuple[str, str]:
    if day < today:
        return "overdue", _("%(time)s late") % {"time": moments.duration((today - day).days * DAY)}
    return ("today", _("Today")) if day == today else ("future", moments.short_date(day, now=now))


@register.simple_tag(takes_context=True)
def short_day(context: Context, day: date | None) -> str:
    """Return a day shortly, with the year if it is not this one; nothing without one."""
    if day is None:
        return ""
    shell: Any = context.get("shell")
    return moments.short_date(day, now=shell.now if shell else timezone.now())  # noqa: TID251
