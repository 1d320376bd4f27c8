"""The form of the page about tracking."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capture.models import Tracker
from capture.services import tracking


class TrackingForm(forms.Form):
    """Where the script may run, and by which rules."""

    allowed_origins = forms.CharField(
        label=_("Your websites"),
        max_length=12_000,
        widget=forms.Textarea(
            attrs={"rows": 3, "spellcheck": "false", "placeholder": "https://www.example.com"}
        ),
        help_text=_("One a line, such as https://www.example.com. What comes from other pages is refused."),
    )
    asks_consent = forms.TypedChoiceField(
        label=_("When to begin"),
        choices=[
            ("yes", _("When the visitor agrees: until then nothing is stored and nothing is sent")),
            ("no", _("At once, until the visitor refuses")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Law in the EU asks for consent. Browsers that ask not to be followed never are."),
    )
    retention_days = forms.IntegerField(
        label=_("Forget strangers after"),
        min_value=1,
        max_value=tracking.MOST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_(
            "Days. Visits of people who never named themselves are deleted; a lead's stay with the lead."
        ),
    )
    is_active = forms.BooleanField(label=_("Track these websites"), required=False)

    def clean_allowed_origins(self) -> list[str]:
        """Return the lines; what is an address of a website the service knows."""
        return str(self.cleaned_data["allowed_origins"]).split()

    @property
    def settings(self) -> tracking.Settings:
        """Return what the person wants."""
        return tracking.Settings(**self.cleaned_data)


def initial(tracker: Tracker | None) -> dict[str, Any]:
    """Return what the form shows first."""
    if tracker is None:
        return {"asks_consent": "yes", "retention_days": 90, "is_active": True}
    return {
        "allowed_origins": "\n".join(tracker.allowed_origins),
        "asks_consent": "yes" if tracker.asks_consent else "no",
        "retention_days": tracker.retention_days,
        "is_active": tracker.is_active,
    }
