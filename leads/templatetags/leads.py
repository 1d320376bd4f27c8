"""What the templates of lead pages draw: other rooms' panels, the light's reason."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context

from leads import wording
from leads.columns import LeadColumn, Row
from tenants.models import Membership


register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: Context, part: tuple[str, dict[str, Any]]) -> str:
    """Draw a panel another room registered: its template with its own values over the page's."""
    name, values = part
    drawn = context.template.engine.get_template(name)  # type: ignore[union-attr]
    with context.push(**values):
        return drawn.render(context)


@register.filter
def light_reason(reason: Mapping[str, Any] | None) -> str:
    """Return in a few words why the light is not green."""
    return wording.light(reason)


@register.filter
def reason(slug: str) -> str:
    """Return what the reason is called."""
    return wording.reason(slug)


@register.filter
def cell(row: Row, column: LeadColumn) -> str:
    """Return what the column says of the row's lead."""
    return column.text(row) if column.text else str(column.raw(row) or "")


@register.filter
def can(membership: Membership, capability: str) -> bool:
    """Say whether the member holds the capability; what the page offers, the view still checks."""
    return membership.can(capability)


@register.filter
def named(people: Mapping[int, str], user_id: int | None) -> str:
    """Return the member's name; a dash for nobody and for who left."""
    return people.get(user_id or 0, "–")
