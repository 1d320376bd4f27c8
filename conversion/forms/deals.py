"""Forms of opportunities."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conversion.forms.base import Choices, VersionForm, amount, amount_in, day, owner, text


class DealForm(VersionForm):
    """A deal: made (with account and stage) or changed (without)."""

    name = text(_("Name"), 200, is_needed=True)
    account_id = forms.TypedChoiceField(label=_("Account"), coerce=int)
    contact_id = forms.TypedChoiceField(label=_("Contact"), coerce=int, empty_value=None, required=False)
    stage_id = forms.TypedChoiceField(label=pgettext_lazy("pipeline", "Stage"), coerce=int)
    amount = amount(_("Amount"))
    close_on = day(_("Expected close"))
    next_step = text(_("Next step"), 200)
    next_step_on = day(_("Next step on"))
    owner_id = owner()
    note = forms.CharField(
        label=_("Note"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        owners: Choices,
        contacts: Choices = (),
        accounts: Choices = (),
        stages: Choices = (),
        currency: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["owner_id"].choices = [("", _("Nobody")), *owners]
        fields["contact_id"].choices = [("", _("Nobody")), *contacts]
        fields["account_id"].choices, fields["stage_id"].choices = accounts, stages
        fields["amount"].label = amount_in(currency)
        for name, offered in (("contact_id", contacts), ("account_id", accounts), ("stage_id", stages)):
            if not offered:
                del fields[name]


class NextStepForm(VersionForm):
    """What comes next, and when."""

    next_step = text(_("Next step"), 200)
    next_step_on = day(pgettext_lazy("day", "On"))


class MoveForm(VersionForm):
    """Where a deal goes: the number of a stage."""

    to = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class LoseForm(VersionForm):
    """Why a deal is lost."""

    reason = forms.ChoiceField(label=_("Why was it lost?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class RecycleForm(forms.Form):
    """When the person may be asked again, and which nurture track writes to them meanwhile."""

    resume_on = forms.DateField(label=_("Not before"), widget=forms.DateInput(attrs={"type": "date"}))
    track = forms.ChoiceField(label=_("Nurture track"), required=False)

    def __init__(self, *args: Any, tracks: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["track"].choices = [("", _("None: let it rest")), *((track, track) for track in tracks)]


class DealFilterForm(forms.Form):
    """The filter menu of board and list."""

    search = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    pipeline = forms.ChoiceField(label=_("Pipeline"), required=False)
    stage = forms.ChoiceField(label=pgettext_lazy("pipeline", "Stage"), required=False)

    def __init__(
        self, *args: Any, owners: Choices, pipelines: Choices, stages: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        people = [(str(pk), name) for pk, name in owners]
        fields["owner"].choices = [("", _("Everybody")), ("me", _("Me")), ("none", _("Nobody")), *people]
        fields["pipeline"].choices = [(str(pk), name) for pk, name in pipelines]
        fields["stage"].choices = [("", _("Every stage")), *stages]
        if len(pipelines) < 2:
            del fields["pipeline"]
        if not stages:
            del fields["stage"]
