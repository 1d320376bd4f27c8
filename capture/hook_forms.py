"""Forms of the pages about hooks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capture.parsers.hooks import presets
from capture.services import hooks


Choices = Sequence[tuple[Any, Any]]
SECRET = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})


def _presets() -> Choices:
    return [(preset.name, preset.label) for preset in presets.EVERY]


class CreateHookForm(forms.Form):
    """A new hook."""

    preset = forms.ChoiceField(label=_("Who will post"), choices=_presets)
    name = forms.CharField(label=_("Name"), max_length=120, required=False, help_text=_("Only you see it."))
    secret = forms.CharField(
        label=_("Shared secret"),
        max_length=500,
        required=False,
        widget=SECRET,
        help_text=_("What the other side signs with or sends along. You can add it later."),
    )


class HookSettingsForm(forms.Form):
    """What surrounds a hook."""

    name = forms.CharField(label=_("Name"), max_length=120)
    preset = forms.ChoiceField(label=_("Who posts"), choices=_presets)
    secret = forms.CharField(
        label=_("Shared secret"),
        max_length=500,
        required=False,
        widget=SECRET,
        help_text=_("Leave it empty to keep the one that is stored."),
    )
    without_secret = forms.BooleanField(
        label=_("Believe whoever knows the address, without a secret"), required=False
    )
    source_id = forms.TypedChoiceField(label=_("Source"), required=False, coerce=int, empty_value=None)
    campaign_id = forms.TypedChoiceField(label=_("Campaign"), required=False, coerce=int, empty_value=None)
    return_hosts = forms.CharField(
        label=_("Sites a form may lead on to"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, such as www.example.com. The site the form stands on is always allowed."),
    )

    def __init__(self, *args: Any, sources: Choices, campaigns: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("source_id", sources), ("campaign_id", campaigns)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    @property
    def settings(self) -> hooks.Settings:
        """Return what the person wants."""
        given = self.cleaned_data
        secret = "" if given["without_secret"] else given["secret"] or None
        return hooks.Settings(
            name=given["name"],
            preset=given["preset"],
            secret=secret,
            source_id=given["source_id"],
            campaign_id=given["campaign_id"],
            return_hosts=given["return_hosts"].split(),
        )
