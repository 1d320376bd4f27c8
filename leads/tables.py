"""Built-in views of the list of leads."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leads.choices import OPEN_STAGES, SALES_STAGES, Light, Stage


EVERYBODY: tuple[str, ...] = ()
OPEN = Q(stage__in=OPEN_STAGES)


@dataclass(frozen=True, slots=True)
class View:
    """A built-in view: a tab above the list; ``where`` gives its ranks for the reader's user id.

    One that is no tab is opened by links of other pages, and is a tab while it is shown.
    """

    slug: str
    label: str | Promise
    where: Callable[[int], Q]
    roles: tuple[str, ...]
    empty: str | Promise
    is_tab: bool = True


VIEWS: tuple[View, ...] = (
    View("open", _("All open"), lambda _me: OPEN, EVERYBODY, _("No open lead yet.")),
    View(
        "green",
        _("Green"),
        lambda _me: OPEN & Q(light=Light.GREEN),
        ("admin", "marketer", "manager", "viewer"),
        _("No lead is green now."),
    ),
    View(
        "review",
        _("To review"),
        lambda _me: Q(light=Light.AMBER, stage=Stage.MARKETING),
        ("admin", "marketer", "viewer"),
        _("Nothing is near the line. Amber leads appear here with what they lack."),
    ),
    View(
        "mine",
        _("Mine"),
        lambda me: OPEN & Q(owner_id=me),
        ("admin", "manager", "rep"),
        _("You own no open lead."),
    ),
    View(
        "unassigned",
        _("Without owner"),
        lambda _me: OPEN & Q(owner=None),
        ("admin", "marketer", "manager"),
        _("Every open lead has an owner."),
    ),
    View(
        "sales", _("In Sales"), lambda _me: Q(stage__in=SALES_STAGES), EVERYBODY, _("Sales has no lead now.")
    ),
    View(
        "returned",
        pgettext_lazy("leads", "Returned"),
        lambda _me: Q(stage=Stage.MARKETING) & ~Q(lead__recycle_reason=""),
        ("admin", "marketer", "manager"),
        _("Sales has returned no lead."),
    ),
    View(
        "converted",
        pgettext_lazy("leads", "Converted"),
        lambda _me: Q(stage=Stage.CONVERTED),
        ("admin", "manager", "rep", "viewer"),
        _("No lead has been converted yet."),
    ),
    View(
        "closed",
        pgettext_lazy("leads", "Closed"),
        lambda _me: Q(stage__in=(Stage.DISQUALIFIED, Stage.INVALID)),
        ("admin", "marketer", "manager"),
        _("No lead was closed."),
    ),
    # what reports count: open, converted and closed ones
    View("all", _("All leads"), lambda _me: Q(), EVERYBODY, _("No lead yet."), is_tab=False),
)


def views_for(role: str) -> list[View]:
    """Return the views of the role."""
    return [view for view in VIEWS if not view.roles or role in view.roles]


def view_of(slug: str) -> View:
    """Return the view of that name, the first for an unknown one."""
    return next((view for view in VIEWS if view.slug == slug), VIEWS[0])
