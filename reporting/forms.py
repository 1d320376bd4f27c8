"""What a report may be asked: a period and a few filters, all in the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.choices import By, Span


EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
LONGEST_DAYS = 3660
DEFAULT_SPAN, DEFAULT_BY = Span.LAST30, By.TIME
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
Choices = Sequence[tuple[str, str]]


class ReportForm(forms.Form):
    """Every part may be left out; with ``from`` or ``to`` the period is the custom one, whatever ``period`` says.

    The menu of filters carries along the period that was shown, so what a person types there must win.
    """

    period = forms.ChoiceField(
        label=_("Period"), choices=Span.choices, required=False, widget=forms.HiddenInput
    )
    by = forms.ChoiceField(
        label=_("Broken down by"), choices=By.choices, required=False, widget=forms.HiddenInput
    )
    source = forms.ChoiceField(label=_("Source"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)

    def __init__(self, data: Any, *, sources: Choices, campaigns: Choices) -> None:
        super().__init__(data)
        for name, label in (("from", _("From")), ("to", _("To"))):
            self.fields[name] = forms.DateField(
                label=label, required=False, widget=DATE, input_formats=["%Y-%m-%d"]
            )
        for name, choices in (("source", sources), ("campaign", campaigns)):
            self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a custom period that is none; fill in what was left out."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("from"), values.get("to")
        values["period"] = Span.CUSTOM if first or last else values.get("period") or DEFAULT_SPAN
        values["by"] = values.get("by") or DEFAULT_BY
        if values["period"] != Span.CUSTOM or self.errors:
            return values
        if first is None or last is None:
            raise forms.ValidationError(_("Choose the first and the last day."))
        if not EARLIEST <= first <= last <= LATEST:
            raise forms.ValidationError(_("The last day must not lie before the first."))
        if (last - first).days > LONGEST_DAYS:
            raise forms.ValidationError(_("Ten years at most."))
        return values
