"""Forms about a workflow as a whole: a new one, its name, who enters, who may come again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.offers import Choices, offer
from nurturing.choices import Reentry


class CreateForm(forms.Form):
    """A new workflow: its name, and what it begins with."""

    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Empty: the name of what it begins with."),
    )

    def __init__(self, *args: Any, starts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "start", starts)


class SettingsForm(forms.Form):
    """Name, description and track."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("Description"),
        max_length=300,
        required=False,
        help_text=_("What it is for, in a sentence."),
    )
    track = forms.CharField(
        label=_("Track"),
        max_length=60,
        required=False,
        help_text=_("Leads that were put on this track, by a rule or by hand, enter whatever the condition."),
        widget=forms.TextInput(attrs={"list": "tracks", "autocomplete": "off"}),
    )


class EntryForm(forms.Form):
    """Whether a lead may come again; who enters is the condition's own editor."""

    reentry = forms.ChoiceField(
        label=_("May a lead come again?"), choices=Reentry.choices, widget=forms.RadioSelect
    )
    reentry_days = forms.IntegerField(
        label=_("After how many days"),
        min_value=1,
        max_value=3650,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the days where they count, and keep the usual ones where they do not."""
        cleaned = super().clean() or {}
        if not cleaned.get("reentry_days"):
            if cleaned.get("reentry") == Reentry.AFTER and "reentry_days" not in self.errors:
                self.add_error("reentry_days", _("Say after how many days."))
            cleaned["reentry_days"] = 180
        return cleaned
