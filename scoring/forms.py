"""Forms of scoring: a grade by hand, and the parts of a draft."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.choices import Grade
from scoring.choices import Dimension, Mode
from scoring.engine.reader import MAX_DAYS, MAX_HALF_LIFE


AUTOMATIC = "automatic"


class GradeForm(forms.Form):
    """A grade and why; "automatic" gives it back to the rules."""

    grade = forms.ChoiceField(
        label=_("Grade"),
        choices=[*Grade.choices, (AUTOMATIC, _("Automatic, by the rules"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("The team reads it on the timeline. Not needed for automatic."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("The grade goes back to the rules the night after. Empty: until you give it back."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _points(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=5,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
        **options,
    )


def _days(label: Any, *, most: int = MAX_DAYS, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **options,
    )


class NamedForm(forms.Form):
    """A part with a name; of one name the other language takes a copy."""

    label_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    label_es = forms.CharField(label=_("Name in Spanish"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one language at least."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("label_en") and not cleaned.get("label_es"):
            self.add_error("label_en", _("Give a name in one language at least."))
        return cleaned


class PolicyForm(forms.Form):
    """What the workspace asks of a publication."""

    needs_sign_off = forms.BooleanField(
        label=_("Marketing and Sales both sign before a model goes live"),
        required=False,
        help_text=_(
            "A marketer and a manager sign the draft; an edit voids both signatures. An administrator may publish "
            "without them, with a reason that stands in the audit log."
        ),
    )


class CriterionForm(NamedForm):
    """One criterion without its condition, which has an editor of its own."""

    group = forms.ChoiceField(label=_("Group"))
    points = _points(
        _("Points"), min_value=-100, max_value=100, help_text=_("From −100 to 100, with one decimal.")
    )
    mode = forms.ChoiceField(
        label=_("How often it counts"),
        choices=Mode.choices,
        widget=forms.RadioSelect,
        initial=Mode.PER_LEAD,
        help_text=_("“For each activity” takes one activity as its condition."),
    )
    half_life_days = _days(
        _("Halves every … days"),
        most=MAX_HALF_LIFE,
        help_text=_("For each activity: empty if its points stay."),
    )
    window_days = _days(_("Only the last … days"), help_text=_("For each activity: empty for all time."))
    cap = _points(_("Cap"), required=False, min_value=0, max_value=100, help_text=_("Empty for none."))

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]


class GroupForm(NamedForm):
    """A group of criteria."""

    dimension = forms.ChoiceField(
        label=_("Counts for"), choices=Dimension.choices, widget=forms.RadioSelect, initial=Dimension.FIT
    )
    cap = _points(
        _("Cap of the group"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("The most its criteria bring together. Empty for none."),
    )


class ModelForm(NamedForm):
    """A model that some leads have; its condition has an editor of its own."""

    source = forms.ChoiceField(
        label=_("Begin with"),
        help_text=_(
            "A copy has the same rules under keys of their own; changing one leaves the other as it is."
        ),
    )

    def __init__(self, *args: Any, sources: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sources is None:
            del self.fields["source"]
        else:
            self.fields["source"].choices = sources  # type: ignore[attr-defined]


class DefinitionForm(NamedForm):
    """A definition of green that a team holds; whose it is and what it asks have editors of their own."""

    team = forms.ChoiceField(
        label=_("Team"),
        required=False,
        help_text=_("Whose definition it is, for readers. Which leads it is for, the condition below says."),
    )
    near_points = forms.IntegerField(
        label=_("Amber from … points below"), min_value=0, max_value=50, initial=10
    )

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "–"), *teams]  # type: ignore[attr-defined]


class ThresholdsField(forms.CharField):
    """Points in ascending order, parted by spaces, semicolons or commas: "25 45 65"."""

    def to_python(self, value: Any) -> list[float]:  # type: ignore[override]
        """Return the numbers."""
        text = (super().to_python(value) or "").replace(";", " ").replace(",", " ")
        try:
            numbers = [Decimal(part) for part in text.split()]
        except ArithmeticError as error:
            raise forms.ValidationError(_("Give numbers parted by spaces, such as 25 45 65.")) from error
        if any(not number.is_finite() or abs(number) > 1000 for number in numbers) or len(numbers) > 6:
            raise forms.ValidationError(_("Give at most six numbers from 0 to 100."))
        return [float(number) for number in numbers]

    def prepare_value(self, value: Any) -> Any:
        """Show stored numbers as they are typed."""
        return " ".join(f"{number:g}" for number in value) if isinstance(value, list) else value


class SettingsForm(forms.Form):
    """Weights, thresholds and how near is amber; the cells of the grid come beside it."""

    name = forms.CharField(label=_("Name of the model"), max_length=120, required=False)
    fit_weight = forms.IntegerField(
        label=_("Weight of fit in the score, in %"),
        min_value=0,
        max_value=100,
        help_text=_("Engagement has the rest."),
    )
    fit = ThresholdsField(
        label=_("Thresholds of fit"),
        required=False,
        help_text=_("Ascending, parted by spaces. Each opens a row of the grid."),
    )
    engagement = ThresholdsField(
        label=_("Thresholds of engagement"),
        required=False,
        help_text=_("Ascending, parted by spaces. Each opens a column of the grid."),
    )
    near_points = forms.IntegerField(
        label=_("Amber from … points below"),
        min_value=0,
        max_value=50,
        help_text=_("A red lead that few points part from green goes on the review list."),
    )
