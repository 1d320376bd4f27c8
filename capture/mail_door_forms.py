"""Forms of the pages about mail providers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from capture.mail_providers import EVERY


class CreateMailDoorForm(forms.Form):
    """Which provider hands mails over."""

    provider = forms.ChoiceField(
        label=_("Mail provider"), choices=lambda: [(provider.name, provider.label) for provider in EVERY]
    )


class MailDoorKeyForm(forms.Form):
    """The key that the provider shows, with which its posts are checked."""

    key = forms.CharField(
        max_length=2000, widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].label = label

    def clean_key(self) -> str:
        """Return the key without line ends, as which a long one is often copied."""
        key = "".join(self.cleaned_data["key"].split())
        if not key.isascii():
            raise ValidationError(_("It holds characters that no key has."))
        return key
