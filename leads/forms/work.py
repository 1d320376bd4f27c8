"""Forms of the work with one lead: create, note, call, task, assign, qualify, close, consent."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads import readers
from leads.choices import Authority, CallOutcome, Channel, Stage, Timeline
from leads.forms.moments import MomentField
from leads.forms.offers import Choices, offer


DISQUALIFY_REASONS: Choices = (
    ("no_fit", _("Not a fit for what we sell")),
    ("no_need", _("No need")),
    ("no_budget", _("No budget")),
    ("competitor", _("Competitor")),
    ("bought_elsewhere", _("Bought elsewhere")),
    ("other", _("Another reason")),
)
INVALID_REASONS: Choices = (
    ("wrong_contact", _("Contact details are wrong")),
    ("not_a_person", _("Not a real person or company")),
    ("spam", _("Spam")),
    ("test", _("A test")),
    ("other_invalid", _("Another reason")),
)


def _checked(read: Callable[..., str], value: str) -> str:
    try:
        return read(value, is_strict=True) if value else ""
    except readers.Fault as fault:
        raise forms.ValidationError(str(fault.message)) from fault


class CreateForm(forms.Form):
    """The few things a lead starts with."""

    first_name = forms.CharField(label=_("First name"), max_length=120, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=120, required=False)
    company = forms.CharField(label=_("Company"), max_length=200, required=False)
    email = forms.CharField(
        label=_("E-mail"),
        max_length=320,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    source = forms.ChoiceField(label=_("Source"), required=False)
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    need = forms.CharField(
        label=_("What they need"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, sources: Choices, topics: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "source", [("", _("By hand")), *sources])
        offer(self, "topics", topics)
        if not topics:
            del self.fields["topics"]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one thing by which the lead can be known."""
        given = super().clean() or {}
        if not self.errors and not any(
            given.get(name) for name in ("first_name", "last_name", "company", "email", "phone")
        ):
            raise forms.ValidationError(_("Give a name, a company, an e-mail address or a phone number."))
        return given

    def clean_email(self) -> str:
        """Refuse what is no address; intake would leave it out without a word."""
        return _checked(readers.email, self.cleaned_data["email"])

    def clean_phone(self) -> str:
        """Refuse what is no number."""
        return _checked(readers.phone, self.cleaned_data["phone"])

    def facts(self) -> dict[str, Any]:
        """Return what was filled in, under the lead's own names."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "source" and value not in ("", [])
        }


class NoteForm(forms.Form):
    """A few words on the timeline."""

    text = forms.CharField(label=_("Note"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 2}))


class NumberedRadios(forms.RadioSelect):
    """Radio buttons that the keys 1 to 9 choose."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give each option the key of its place."""
        option = super().create_option(*args, **kwargs)
        option["attrs"]["data-key"] = str(int(option["index"]) + 1)
        return option


class CallForm(forms.Form):
    """How a call ended."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=CallOutcome.choices, widget=NumberedRadios)
    note = forms.CharField(
        label=_("Note"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class TaskForm(forms.Form):
    """The next step."""

    title = forms.CharField(label=_("What"), max_length=200)
    due_at = MomentField(label=_("When"))
    assignee_id = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "assignee_id", people)


class AssignForm(forms.Form):
    """Who is responsible."""

    owner_id = forms.TypedChoiceField(label=_("Owner"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner_id", [("", _("Nobody")), *people])


class QualifyForm(forms.Form):
    """Need, budget, authority and timeline: what makes a lead a qualified one."""

    need = forms.CharField(
        label=_("What do they need?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    budget = forms.IntegerField(label=_("What may it cost?"), min_value=0, max_value=9_000_000_000_000)
    authority = forms.ChoiceField(
        label=_("What has this person to say in it?"),
        choices=Authority.choices,
        widget=forms.RadioSelect,
    )
    timeline = forms.ChoiceField(
        label=_("When do they want to start?"),
        choices=Timeline.choices,
        widget=forms.RadioSelect,
    )

    def values(self) -> dict[str, Any]:
        """Return what was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class CloseForm(forms.Form):
    """Why a lead leaves the road."""

    to_stage = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Stage.DISQUALIFIED.value, _("Disqualified: real, but not for us")),
            (Stage.INVALID.value, _("Invalid: not a real inquiry")),
        ],
        widget=forms.RadioSelect,
        initial=Stage.DISQUALIFIED.value,
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            ("", _("Choose one")),
            (_("Disqualified"), DISQUALIFY_REASONS),
            (_("Invalid"), INVALID_REASONS),
        ],
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ConsentForm(forms.Form):
    """What somebody said about marketing mail, and how."""

    is_given = forms.TypedChoiceField(
        label=_("Marketing by e-mail"),
        choices=[("yes", _("Agrees")), ("no", _("Withdraws or refuses"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=[
            (item.value, item.label) for item in (Channel.PHONE, Channel.EMAIL, Channel.EVENT, Channel.MANUAL)
        ],
    )
    text = forms.CharField(
        label=_("What they agreed to"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The words that were read or shown to them; kept as evidence."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=80,
        required=False,
        help_text=_("Where it can be looked up, e.g. the subject of the e-mail."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words where somebody agreed to them."""
        given = super().clean() or {}
        if given.get("is_given") and not given.get("text"):
            self.add_error("text", _("Write what they agreed to; it is the evidence."))
        return given
