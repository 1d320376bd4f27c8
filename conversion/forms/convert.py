"""The form of the conversion: which account, which contact, what deal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conversion.forms.base import Choices, amount, amount_in, day, text


NEW = "new"


class ConvertForm(forms.Form):
    """What a lead becomes; everything is filled in already."""

    account = forms.ChoiceField(label=_("Account"), widget=forms.RadioSelect)
    contact = forms.ChoiceField(label=_("Contact"), widget=forms.RadioSelect)
    with_deal = forms.BooleanField(label=_("Create an opportunity"), required=False)
    name = text(_("Name"), 200)
    amount = amount(_("Amount"))
    close_on = day(_("Expected close"))
    stage_id = forms.TypedChoiceField(
        label=pgettext_lazy("pipeline", "Stage"), coerce=int, required=False, empty_value=None
    )
    search = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        accounts: Choices,
        contacts: Choices,
        stages: Choices,
        account_of: dict[str, str],
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["account"].choices, fields["contact"].choices = accounts, contacts
        fields["stage_id"].choices = stages
        fields["amount"].label = amount_in(currency)
        # contact → its account
        self.account_of = account_of
        if not contacts:
            del fields["contact"]

    def clean(self) -> dict[str, Any]:
        """Refuse a contact that belongs to another account than the chosen one."""
        given = super().clean() or {}
        belongs_to = self.account_of.get(given.get("contact", ""))
        if belongs_to and given.get("account") and given["account"] != belongs_to:
            self.add_error(
                "contact", _("This person belongs to another account. Choose that account, or a new contact.")
            )
        return given

    def chosen(self) -> dict[str, int | None]:
        """Return which records were chosen, None for new ones."""
        given = self.cleaned_data
        return {
            "account_id": _pk(given["account"]),
            "contact_id": _pk(given.get("contact", "")),
        }

    def deal(self) -> dict[str, Any] | None:
        """Return what was said of the deal, None if there is to be none."""
        if not self.cleaned_data["with_deal"]:
            return None
        return {name: self.cleaned_data[name] for name in ("name", "amount", "close_on", "stage_id")}


def _pk(choice: str) -> int | None:
    return int(choice) if choice and choice != NEW else None
