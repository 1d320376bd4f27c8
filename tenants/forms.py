"""Forms of the settings pages and of joining."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from tenants.choices import SCOPES, Role
from tenants.models import Team


CURRENCIES = ("EUR", "USD", "GBP", "MXN", "COP", "CLP", "ARS", "PEN", "CHF")


class ProfileForm(forms.Form):
    """What a person sets for themselves."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class WorkspaceForm(forms.Form):
    """The workspace's own settings."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Default language"),
        choices=settings.LANGUAGES,
        help_text=_("For new people, forms and mails. Everybody may choose their own."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=())
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    country = forms.ChoiceField(
        label=_("Country"), choices=(), help_text=_("Public holidays and phone numbers follow it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc"))
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]
        self.fields["country"].choices = list(countries)  # type: ignore[attr-defined]


class _TeamChoice(forms.Form):
    """A role and a team; teams of the workspace in scope."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    team = forms.TypedChoiceField(label=_("Team"), choices=(), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.order_by("name", "pk").values_list("pk", "name")
        self.fields["team"].choices = [("", _("No team")), *teams]  # type: ignore[attr-defined]


class InviteForm(_TeamChoice):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "off"}))

    field_order = ("email", "role", "team")


class MemberForm(_TeamChoice):
    """What a member is."""

    is_active = forms.BooleanField(
        label=_("May sign in to this workspace"),
        required=False,
        help_text=_("Switching off keeps everything the person did."),
    )


class TeamForm(forms.Form):
    """A team's name."""

    name = forms.CharField(label=_("Name"), max_length=80)


class ApiKeyForm(forms.Form):
    """A new key: what it may do and where it may be used."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Where it will be used, e.g. “Web shop”.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("secret", _("Secret: for a server, with the scopes below")),
            ("publishable", _("Publishable: for browsers, posts inquiries from the pages below")),
        ],
        widget=forms.RadioSelect,
        initial="secret",
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        required=False,
        choices=[("*", _("Everything")), *((scope, scope) for scope in SCOPES)],
        widget=forms.CheckboxSelectMultiple,
    )
    origins = forms.CharField(
        label=_("Pages that may use it"),
        required=False,
        widget=forms.Textarea({"rows": 3, "placeholder": "https://www.example.com"}),
        help_text=_("One origin a line. Only for publishable keys."),
    )

    def clean_origins(self) -> list[str]:
        """Return the origins as a list."""
        lines = [
            line.strip().rstrip("/") for line in self.cleaned_data["origins"].splitlines() if line.strip()
        ]
        if any(not line.startswith(("http://", "https://")) or line.count("/") != 2 for line in lines):
            raise forms.ValidationError(_("Write each as https://host, without a path."))
        return lines

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind needs."""
        data = super().clean() or {}
        if data.get("kind") == "secret" and not data.get("scopes"):
            self.add_error("scopes", _("Choose at least one scope."))
        if data.get("kind") == "publishable" and not data.get("origins") and "origins" not in self.errors:
            self.add_error("origins", _("Name at least one page."))
        return data


class JoinForm(forms.Form):
    """A new person's account."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters."),
    )
