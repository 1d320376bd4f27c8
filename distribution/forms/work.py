"""Forms of today's page and of a lead's hand-off."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.forms.offering import offer
from distribution.models import RejectReason
from distribution.steps import Step, When
from leads.choices import CallOutcome
from leads.forms.moments import MomentField


Choices = Sequence[tuple[Any, Any]]


class CallForm(forms.Form):
    """How a call ended and what is done next; what is left open follows the outcome."""

    outcome = forms.ChoiceField(
        label=_("How did the call go?"),
        choices=CallOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the call went.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2, "data-key": "n"}),
    )
    step = forms.ChoiceField(
        label=_("Next step"), required=False, choices=[("", _("By the outcome")), *Step.choices]
    )
    when = forms.ChoiceField(
        label=_("When"), required=False, choices=[("", _("By the outcome")), *When.choices]
    )
    when_at = MomentField(label=_("Or on"), required=False)
    task_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_when_at(self) -> datetime | None:
        """Refuse a next step in the past."""
        moment: datetime | None = self.cleaned_data["when_at"]
        if moment is not None and moment <= timezone.now():  # noqa: TID251 - what "past" means to the person
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return moment


class GiveBackForm(forms.Form):
    """Why a lead goes back to Marketing, and when it may come again."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    resume_on = forms.DateField(
        label=_("Not before"),
        required=False,
        help_text=_("Left empty, the reason decides. A new inquiry brings the lead back at once."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, reasons: Sequence[RejectReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["reason"], [(reason.slug, reason.label) for reason in reasons])

    def clean_resume_on(self) -> date | None:
        """Refuse a day that is no later than today."""
        day: date | None = self.cleaned_data["resume_on"]
        if day is not None and day < timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(_("Choose a day after today."))
        return day


class HandOffForm(forms.Form):
    """Who gets a lead that a person sends to Sales, and why."""

    owner_id = forms.TypedChoiceField(label=_("To whom"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(
        label=_("Why now"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, people: Choices, is_waiting: bool, needs_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner_id"]
        offer(owner, [("", _("Choose somebody") if is_waiting else _("By the routes")), *people])
        owner.required = is_waiting
        reason = self.fields["reason"]
        reason.required = needs_reason
        if needs_reason:
            reason.help_text = _("The lead is not green. Sales will read why it should have it all the same.")
