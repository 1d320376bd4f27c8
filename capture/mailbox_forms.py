"""Forms of the pages about mailboxes."""

import re
from typing import Any

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from capture.mailbox_choices import After, Security
from capture.models import Mailbox
from capture.services.mailboxes import Settings


HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:.]{2,45}")
PLAIN_TEXT = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"})


def _securities() -> list[tuple[str, Any]]:
    # An open line would carry the password past everybody; on one's own machine there is nobody.
    return [
        (value, label)
        for value, label in Security.choices
        if value != Security.PLAIN or django_settings.LOCAL
    ]


class MailboxForm(forms.Form):
    """Where a mailbox is, how one gets in, and what is done with its mails."""

    host = forms.CharField(
        label=_("IMAP server"), max_length=253, widget=PLAIN_TEXT, help_text=_("Such as imap.example.com.")
    )
    security = forms.ChoiceField(label=_("Security"), choices=_securities)
    port = forms.IntegerField(
        label=_("Port"),
        min_value=1,
        max_value=65535,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    username = forms.CharField(
        label=_("User"), max_length=320, widget=PLAIN_TEXT, help_text=_("Mostly the whole address.")
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
        help_text=_("Gmail, iCloud and Yahoo want an app password. It is kept sealed and shown to nobody."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=255, widget=PLAIN_TEXT)
    after = forms.ChoiceField(
        label=_("What to do with mails that were taken"), choices=After.choices, widget=forms.RadioSelect
    )
    move_to = forms.CharField(
        label=_("Folder to move them to"),
        max_length=255,
        required=False,
        widget=PLAIN_TEXT,
        help_text=_("Make it in the mailbox first. Only needed for moving."),
    )
    takes_old = forms.BooleanField(label=_("Also take the mails that lie there already"), required=False)

    def __init__(self, *args: Any, mailbox: Mailbox | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **({"initial": _initial(mailbox)} | kwargs))
        if mailbox is not None:
            self.fields["password"].required = False
            self.fields["password"].help_text = _("Leave it empty to keep the one that is stored.")

    def clean_host(self) -> str:
        """Return the host in lower case."""
        host = self.cleaned_data["host"].strip().lower()
        if not HOST.fullmatch(host) or ".." in host:
            raise ValidationError(_("Give the name of a server, without https:// or a path."))
        return host

    def clean(self) -> dict[str, Any]:
        """Refuse what no mailbox is called, and a move to nowhere."""
        values = super().clean() or {}
        for name in ("username", "password", "folder", "move_to"):
            if any(ord(letter) < 32 for letter in values.get(name) or ""):
                self.add_error(name, _("It holds characters that cannot be typed."))
        if values.get("after") == After.MOVE:
            target, folder = values.get("move_to", ""), values.get("folder", "")
            if not target:
                self.add_error("move_to", _("Name the folder."))
            elif target.upper() == folder.upper():
                self.add_error("move_to", _("Name another folder than the one that is read."))
        return values

    @property
    def settings(self) -> Settings:
        """Return what the person wants; an empty password keeps the one that is stored."""
        return Settings(**(self.cleaned_data | {"password": self.cleaned_data["password"] or None}))


def _initial(mailbox: Mailbox | None) -> dict[str, Any]:
    if mailbox is None:
        return {"security": Security.TLS, "port": 993, "folder": "INBOX", "after": After.SEEN}
    names = ("host", "port", "security", "username", "folder", "after", "move_to", "takes_old")
    return {name: getattr(mailbox, name) for name in names}
