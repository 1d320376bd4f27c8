"""Forms of accounts and contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conversion.forms.base import MOST_PEOPLE, Choices, VersionForm, owner, text
from leads import readers


class AccountForm(VersionForm):
    """A company, or one person who buys for themselves."""

    name = text(_("Name"), 200, is_needed=True)
    website = text(_("Website"), 300, inputmode="url")
    industry = text(_("Industry"), 120)
    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=MOST_PEOPLE)
    city = text(_("City"), 120)
    region = text(_("Region"), 120)
    country = forms.ChoiceField(label=_("Country"), required=False)
    tax_id = text(_("Tax ID"), 40)
    owner_id = owner()

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries]  # type: ignore[attr-defined]
        self.fields["owner_id"].choices = [("", _("Nobody")), *owners]  # type: ignore[attr-defined]


class ContactForm(VersionForm):
    """A person at an account."""

    first_name = text(_("First name"), 120)
    last_name = text(_("Last name"), 120)
    job_title = text(_("Job title"), 160)
    email = text(_("E-mail"), 320, inputmode="email")
    phone = text(_("Phone"), 60, inputmode="tel")
    owner_id = owner()

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [("", _("Nobody")), *owners]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """Refuse what is no address."""
        address = self.cleaned_data["email"]
        try:
            return readers.email(address, is_strict=True) if address else ""
        except readers.Fault as fault:
            raise forms.ValidationError(str(fault.message)) from fault

    def clean(self) -> dict[str, Any]:
        """Ask for at least one thing by which the person can be known."""
        given = super().clean() or {}
        names = ("first_name", "last_name", "email", "phone")
        if not self.errors and not any(given.get(name) for name in names):
            raise forms.ValidationError(_("Give a name, an e-mail address or a phone number."))
        return given
