"""The form that edits one fact of a lead."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.factsheet import Fact


BIGGEST = 9_000_000_000_000
LENGTHS = {
    "track": 60,
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
        if fact.is_sorted:
            self.fields["value"].help_text = _("Empty gives it back to the rules of classification.")

    def value(self) -> Any:
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

    def prepare_value(self, value: Any) -> Any:
        """Show a stored boolean as its choice."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class DayField(forms.DateField):
    """A day, stored as ISO text."""

    def clean(self, value: Any) -> str | None:
        """Return the day as ISO text."""
        day = super().clean(value)
        return day.isoformat() if day else None


def _field(fact: Fact) -> forms.Field:
    make = MAKERS.get(fact.kind, _text)
    return make(fact, {"label": fact.label, "required": False})


def _text(fact: Fact, common: dict[str, Any]) -> forms.Field:
    attrs = {"autocomplete": "off"} | ({"inputmode": fact.input_mode} if fact.input_mode else {})
    longest = 2000 if fact.custom else LENGTHS.get(fact.name, 120)
    return forms.CharField(max_length=longest, widget=forms.TextInput(attrs=attrs), **common)


def _long(fact: Fact, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 3}), **common)


def _number(fact: Fact, common: dict[str, Any]) -> forms.Field:
    if fact.custom:
        return forms.FloatField(min_value=-BIGGEST, max_value=BIGGEST, **common)
    return forms.IntegerField(min_value=0, max_value=BIGGEST, **common)


def _day(fact: Fact, common: dict[str, Any]) -> forms.Field:
    return DayField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)


def _choice(fact: Fact, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *fact.choices], **common)


def _several(fact: Fact, common: dict[str, Any]) -> forms.Field:
    return forms.MultipleChoiceField(choices=fact.choices, **common)


MAKERS: dict[str, Callable[[Fact, dict[str, Any]], forms.Field]] = {
    "long": _long,
    "number": _number,
    "money": _number,
    "date": _day,
    "boolean": lambda _fact, common: BooleanChoice(**common),
    "choice": _choice,
    "list": _several,
}
