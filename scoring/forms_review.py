"""Forms of the review meeting and of its alarm."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.choices import ReviewKind
from scoring.forms_meeting import InviteForm
from scoring.models.review import FEWEST, MOST
from scoring.services.review_alarm import FEWEST_DAYS, MOST_DAYS, Rule
from scoring.services.review_sample import Wanted


DAYS = ((0, _("Any time")), (30, _("Last 30 days")), (90, _("Last 90 days")), (365, _("Last 12 months")))


class ReviewInviteForm(InviteForm):
    """Who is asked for verdicts."""

    invited = forms.TypedMultipleChoiceField(
        label=_("Who gives verdicts"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets a notice with the link, and judges alone or together with the others."),
        error_messages={"required": _("Invite somebody of Marketing or Sales.")},
    )


class ReviewForm(ReviewInviteForm):
    """Which leads are looked at, and by whom."""

    title = forms.CharField(label=_("Title"), max_length=120)
    kind = forms.ChoiceField(label=_("What to look at"), choices=ReviewKind.choices, widget=forms.RadioSelect)
    size = forms.IntegerField(
        label=_("How many"),
        min_value=FEWEST,
        max_value=MOST,
        help_text=_("The newest 20 to 50; fewer if there are not that many."),
    )
    reason = forms.ChoiceField(label=_("Given back for"), required=False)
    team = forms.TypedChoiceField(label=_("Handed to the team"), required=False, coerce=int, empty_value=None)
    days = forms.TypedChoiceField(
        label=_("From when"), required=False, coerce=int, choices=DAYS, empty_value=None
    )
    field_order = ("title", "kind", "size", "reason", "team", "days", "invited")

    def __init__(
        self, *args: Any, reasons: list[tuple[str, str]], teams: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", _("Any, given back or not")), *reasons]  # type: ignore[attr-defined]
        self.fields["team"].choices = [("", _("Any team")), *teams]  # type: ignore[attr-defined]
        if not teams:
            del self.fields["team"]

    def clean(self) -> dict[str, Any]:
        """Refuse a reason for conversions: what became an opportunity was not given back."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") and cleaned.get("kind") == ReviewKind.OPPORTUNITIES:
            self.add_error("reason", _("Only hand-offs are given back. Choose them, or no reason."))
        return cleaned

    def wanted(self) -> Wanted:
        """Return which leads are asked for."""
        given = self.cleaned_data
        return Wanted(given["kind"], given["reason"], given.get("team"), given["days"] or None)


class DecisionsForm(forms.Form):
    """What was decided, in the words of who leads the review."""

    decisions = forms.CharField(
        label=_("What was decided"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the minutes: what changes, who does it, until when."),
    )


class AlarmForm(forms.Form):
    """When too many leads came back."""

    number = forms.IntegerField(
        label=_("Returns for one reason"),
        min_value=1,
        required=False,
        help_text=_("Empty: the number does not count."),
    )
    share = forms.IntegerField(
        label=_("Percent of the hand-offs, for one reason"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Empty: the share does not count. Without both, the alarm never rings."),
    )
    least = forms.IntegerField(
        label=_("The share counts from so many hand-offs"), min_value=1, max_value=10_000
    )
    days = forms.IntegerField(label=_("Within so many days"), min_value=FEWEST_DAYS, max_value=MOST_DAYS)

    def rule(self) -> Rule:
        """Return the settings."""
        return Rule(**self.cleaned_data)
