"""The form of a call, made for somebody who is on the phone."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capture import engine
from capture.services.phone_calls import KNOWN, Told
from leads import normalize
from leads.choices import CallOutcome, Direction
from leads.forms.moments import MomentField, check_coming
from leads.forms.offers import offer
from leads.forms.work import NumberedRadios
from leads.models import Lead


Choices = Iterable[tuple[Any, str | Promise]]
AGREED = _("You may send us news and guides by e-mail.")


def _short(label: Any, limit: int, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=limit, required=False, widget=widget)


def _long(label: Any, limit: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CallEntryForm(forms.Form):
    """Who called and what was said. ``key`` makes a second press of the button the same call."""

    phone = _short(_("Phone number"), 60, inputmode="tel", autofocus="")
    full_name = _short(_("Name"), 240)
    company = _short(_("Company"), 200)
    email = _short(_("E-mail"), 320, inputmode="email")
    direction = forms.ChoiceField(
        label=_("Who called?"),
        choices=Direction.choices,
        initial=Direction.INBOUND,
        widget=forms.RadioSelect,
    )
    need = _long(_("What do they need?"), 5000)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    outcome = forms.ChoiceField(
        label=_("How did the call end?"), choices=CallOutcome.choices, widget=NumberedRadios
    )
    note = _long(_("Note"), 10_000)
    call_back_at = MomentField(label=_("Call back at"), required=False)
    consent = forms.BooleanField(
        label=_("They agreed to marketing mail"),
        required=False,
        help_text=_("Only if you asked and they said yes. It is written down with your name."),
    )
    consent_text = _short(_("The words they agreed to"), 2000)
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, topics: Choices, campaigns: Choices, country: str, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self._country, self._at = country, at
        offer(self, "topic", [("", "–"), *topics])
        offer(self, "campaign", [("", "–"), *campaigns])
        self.fields["key"].initial = secrets.token_urlsafe(18)
        self.fields["consent_text"].initial = AGREED

    def clean_phone(self) -> str:
        """Refuse what cannot be dialed."""
        written = self.cleaned_data["phone"].strip()
        if written and not normalize.phone(written, self._country):
            raise forms.ValidationError(_("Enter a phone number such as 600 123 456."))
        return written

    def clean_email(self) -> str:
        """Refuse what is no e-mail address."""
        written = self.cleaned_data["email"].strip()
        if written and engine.normal_email(written) is None:
            raise forms.ValidationError(_("Enter an e-mail address such as name@example.com."))
        return written

    def clean_call_back_at(self) -> datetime | None:
        """Refuse a moment that is over."""
        when: datetime | None = self.cleaned_data["call_back_at"]
        check_coming(when, now=self._at)
        return when

    def clean(self) -> dict[str, Any]:
        """Ask when to call back, and for the words of a consent, where there is one."""
        given = super().clean() or {}
        is_later = given.get("outcome") == CallOutcome.CALL_BACK
        if is_later and not given.get("call_back_at") and "call_back_at" not in self.errors:
            self.add_error("call_back_at", _("Say when to call back."))
        if given.get("consent") and not given.get("consent_text", "").strip():
            self.add_error("consent_text", _("Write the words they agreed to."))
        return given

    def require_somebody(self, lead: Lead | None) -> bool:
        """Say whether the caller can be known again, by what was written or as the chosen lead."""
        given = self.cleaned_data
        if any(given.get(name) for name in KNOWN) or (lead and any(getattr(lead, name) for name in KNOWN)):
            return True
        self.add_error("phone", _("Give a phone number, an e-mail address or a company."))
        return False

    @property
    def told(self) -> Told:
        """Return what was said."""
        given = self.cleaned_data
        return Told(
            outcome=given["outcome"],
            direction=given["direction"],
            facts={name: given[name] for name in (*KNOWN, "full_name")},
            need=given["need"].strip(),
            note=given["note"].strip(),
            topics=(given["topic"],) if given["topic"] else (),
            campaign=given["campaign"],
            consent=given["consent_text"].strip() if given["consent"] else "",
            call_back_at=given["call_back_at"],
        )
