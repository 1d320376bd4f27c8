"""Forms of an answer that is more or less sure: a clue on a lead, and an inference."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.factsheet import Fact
from leads.forms.facts import FactForm
from leads.forms.offers import Choices, offer
from leads.models.clue import CERTAIN


SURE: Choices = (
    (CERTAIN, _("They said so")),
    (75, _("Likely")),
    (50, _("Maybe")),
    (25, _("A hint")),
)


class AnswerForm(FactForm):
    """One question's answer, typed by the question; ``at least`` is offered for numbers."""

    is_at_least = forms.BooleanField(label=_("This or more"), required=False)
    order: tuple[str, ...] = ()

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, fact=fact, **kwargs)
        del self.fields["version"]
        self.fields["value"].required = True
        if fact.kind not in {"number", "money"}:
            del self.fields["is_at_least"]
        if fact.kind == "long":
            self.fields["value"].widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 500})
        self.order_fields(self.order)

    def answer(self) -> dict[str, Any]:
        """Return value and reach as the services take them."""
        return {"value": self.value(), "is_at_least": self.cleaned_data.get("is_at_least", False)}


class ClueForm(AnswerForm):
    """What somebody learned of a lead, how sure it is, and what speaks for it."""

    confidence = forms.TypedChoiceField(
        label=_("How sure is it?"), coerce=int, choices=SURE, widget=forms.RadioSelect, initial=75
    )
    evidence = forms.CharField(
        label=_("What speaks for it?"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    activity_id = forms.TypedChoiceField(label=_("Where?"), coerce=int, empty_value=None, required=False)
    order = ("value", "is_at_least", "confidence", "evidence", "activity_id")

    def __init__(self, *args: Any, heard: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "activity_id", [("", _("Nowhere in particular")), *heard])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        names = ("confidence", "evidence", "activity_id")
        return self.answer() | {name: self.cleaned_data[name] for name in names}


class InferenceForm(AnswerForm):
    """What an admin infers, beside its condition."""

    name = forms.CharField(
        label=_("Reason"),
        max_length=120,
        help_text=_("In a few words, as the lead page gives it: drives a premium car."),
    )
    confidence = forms.IntegerField(
        label=_("Confidence in %"),
        min_value=1,
        max_value=CERTAIN - 1,
        initial=60,
        help_text=_("Your own estimate. Answers that people confirm or correct move it."),
    )
    order = ("name", "value", "is_at_least", "confidence")

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        names = ("name", "confidence")
        return self.answer() | {name: self.cleaned_data[name] for name in names}
