"""Forms of the definition meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.choices import AnswerKind
from scoring.engine.meeting_tally import TOP


class InviteForm(forms.Form):
    """Who is asked."""

    invited = forms.TypedMultipleChoiceField(
        label=_("Who gives values"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets a notice with the link, and votes alone or together with the others."),
        error_messages={"required": _("Invite somebody of Sales at least.")},
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invited"].choices = people  # type: ignore[attr-defined]


class MeetingForm(InviteForm):
    """What the meeting is called, and who is asked."""

    title = forms.CharField(label=_("Title"), max_length=120)
    field_order = ("title", "invited")


class VoteForm(forms.Form):
    """A value and why."""

    value = forms.IntegerField(min_value=-TOP, max_value=TOP)
    comment = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("Why, for the others (optional)")}),
    )


class QuestionForm(forms.Form):
    """What somebody would like to know of a person met at an event."""

    text = forms.CharField(
        label=_("What would you like to know?"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("For example: when does the rental contract end?")}),
    )


class SettleForm(forms.Form):
    """How a question is worded, what its answer is, and whether it is asked."""

    text = forms.CharField(label=_("Question"), max_length=200)
    kind = forms.ChoiceField(label=_("Answer"), choices=AnswerKind.choices, widget=forms.RadioSelect)
    options = forms.CharField(
        label=_("Options"),
        required=False,
        max_length=2000,
        help_text=_("One a line; only where the answer is one of several."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_agreed = forms.BooleanField(
        label=_("It is asked at events"),
        required=False,
        help_text=_("Agreed questions are offered to whoever builds the form of an event."),
    )

    def clean_options(self) -> list[str]:
        """Return the lines."""
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
