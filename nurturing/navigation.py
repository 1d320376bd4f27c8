"""Where nurturing's pages stand in the frame, and what it adds to other rooms' pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import navigation
from core.navigation import Item


ITEMS = (
    Item(
        name="workflows",
        label=_("Workflows"),
        icon="workflow",
        url_name="nurturing:workflows",
        order=45,
        goto="w",
        capability="view_nurture",
        roles=("marketer", "viewer"),
    ),
    Item(
        name="create-workflow",
        label=pgettext_lazy("noun", "Workflow"),
        icon="workflow",
        url_name="nurturing:create-workflow",
        order=55,
        group="create",
        capability="edit_nurture",
    ),
    Item(
        name="content",
        label=_("Content"),
        icon="newspaper",
        url_name="nurturing:content",
        order=56,
        group="manage",
        capability="view_nurture",
        roles=("marketer",),
    ),
)


def register() -> None:
    """Add entries and panels; called when the app is ready."""
    navigation.register(*ITEMS)
