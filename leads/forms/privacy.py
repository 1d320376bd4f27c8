"""What is asked before somebody's data is left alone, worked with again, or erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.choices import ErasureRequest


class RestrictForm(forms.Form):
    """Why nothing may be done with the data."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("E.g. “Says the phone number is wrong; to be checked.” Stays on the lead's timeline."),
    )


class LiftForm(forms.Form):
    """Why it may be worked with again."""

    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Stays on the lead's timeline."))


class EraseForm(forms.Form):
    """On whose wish, and the name as it stands above, since nothing brings it back."""

    request = forms.ChoiceField(
        label=_("On what request?"), choices=ErasureRequest.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=_("Your reference"),
        max_length=80,
        required=False,
        help_text=_("E.g. the number of a ticket. It stays on the certificate, so write no name here."),
    )
    name = forms.CharField(label=_("Type the name to confirm"), max_length=400)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = name
        self.fields["name"].help_text = name
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        """Refuse any other name."""
        typed = " ".join(str(self.cleaned_data["name"]).split())
        if typed.casefold() != " ".join(self.expected.split()).casefold():
            raise forms.ValidationError(_("This is not the name as it stands here."))
        return typed
