"""Forms of webhooks and notifications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.events import EVENTS


class WebhookForm(forms.Form):
    """Where to send what."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What you call it, for example: our ERP")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput({"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
        help_text=_("It gets a signed POST for each event and should answer 2xx within 15 seconds."),
    )
    events = forms.MultipleChoiceField(label=_("Events"), choices=(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = [  # type: ignore[attr-defined]
            (name, f"{label} · {name}") for name, (_kind, label) in EVENTS.items()
        ]
