"""A moment that a person chooses, to the minute, in the workspace's time."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _


# As browsers send it, and as it is typed where they offer no calendar; a day alone is its first minute.
FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """Day and hour, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0])
        super().__init__(input_formats=FORMATS, widget=widget, **kwargs)


def check_coming(moment: datetime | None, *, now: datetime) -> None:
    """Refuse a moment that is over. Raises: ValidationError."""
    if moment is not None and moment <= now:
        raise forms.ValidationError(_("This moment is over. Choose a later one."))
