"""Fields that the forms of deals share."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


Choices = Sequence[tuple[Any, Any]]
Label = Any
MOST_MONEY = 9_000_000_000_000
MOST_PEOPLE = 2**31 - 1


def day(label: Label, help_text: Label = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


def text(label: Label, length: int, *, is_needed: bool = False, **attrs: str) -> forms.CharField:
    """Return a field for a line of text; ``attrs`` are the widget's."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=length, required=is_needed, widget=widget)


def amount(label: Label) -> forms.IntegerField:
    """Return a field for whole units of the workspace's currency."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def amount_in(currency: str) -> str:
    """Return the label of an amount: "Amount in EUR"."""
    return gettext("Amount in %(currency)s") % {"currency": currency}


def owner() -> forms.TypedChoiceField:
    """Return a field for the person who is responsible; its choices come with the form."""
    return forms.TypedChoiceField(label=_("Owner"), coerce=int, empty_value=None, required=False)


class VersionForm(forms.Form):
    """A form that knows which version of the record it shows."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
