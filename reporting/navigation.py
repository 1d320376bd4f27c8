"""Where the reports stand in the frame."""

from django.utils.translation import gettext_lazy as _

from core import navigation


def register() -> None:
    """Add the entry; called when every room is loaded."""
    navigation.register(
        navigation.Item(
            name="reports",
            label=_("Reports"),
            icon="reports",
            url_name="reporting:home",
            order=55,
            goto="r",
            capability="view_reports",
        )
    )
