"""The form that edits one fact of a lead."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.factsheet import Fact


BIGGEST = 9_000_000_000_000
LENGTHS = {
    "company": 200,
    "website": 300,
    "tax_id": 40,
    "job_title": 160,
    "email": 320,
    "phone": 60,
}


class FactForm(forms.Form):
    """One field named ``value``, typed by the fact, and the version of the lead it was read from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = _field(fact)

    def value(self) -> Any:  # noqa: ANN401 - typed by the fact's kind
        """Return what was entered, nothing as the fact's kind of nothing."""
        return self.cleaned_data["value"]


class BooleanChoice(forms.TypedChoiceField):
    """Yes, no or unknown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", "–"), ("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Show a stored boolean as its choice."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class DayField(forms.DateField):
    """A day, stored as ISO text."""

    def clean(self, value: Any) -> str | None:  # noqa: ANN401
        """Return the day as ISO text."""
        day = super().clean(value)
        return day.isoformat() if day else None


def _field(fact: Fact) -> forms.Field:
    common: dict[str, Any] = {"label": fact.label, "required": False}
    match fact.kind:
        case "long":
            return forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 3}), **common)
        case "money":
            return forms.IntegerField(min_value=0, max_value=BIGGEST, **common)
        case "number" if fact.custom:
            return forms.FloatField(min_value=-BIGGEST, max_value=BIGGEST, **common)
        case "number":
            return forms.IntegerField(min_value=0, max_value=2_000_000_000, **common)
        case "date":
            return DayField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
        case "boolean":
            return BooleanChoice(**common)
        case "choice":
            return forms.ChoiceField(choices=[("", "–"), *fact.options], **common)
        case "list":
            return forms.MultipleChoiceField(choices=fact.options, **common)
    attrs = {"inputmode": fact.input_mode} if fact.input_mode else {}
    return forms.CharField(
        max_length=LENGTHS.get(fact.name, 120 if not fact.custom else 2000),
        widget=forms.TextInput(attrs=attrs | {"autocomplete": "off"}),
        **common,
    )
