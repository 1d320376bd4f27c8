"""Forms of the hand-off page: routes, pools, absences, reasons, clock and hours."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from distribution.calendar import BadHours, read_week
from distribution.forms.offering import offer
from distribution.models import Pool, PoolMember


Choices = Sequence[tuple[Any, Any]]
MAX_MINUTES = 60 * 24 * 30


class RouteForm(forms.Form):
    """A route but for its condition."""

    name = forms.CharField(label=_("Name"), max_length=120)
    pool_id = forms.TypedChoiceField(
        label=_("Goes to"), coerce=int, help_text=_("The people of the pool take turns.")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, pools: Sequence[Pool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["pool_id"], [(pool.pk, pool.name) for pool in pools])


class PoolForm(forms.Form):
    """A pool and how many turns each person takes."""

    name = forms.CharField(label=_("Name"), max_length=80)
    takes_all_reps = forms.BooleanField(
        label=_("Every sales rep takes turns, whoever joins later included"), required=False
    )

    def __init__(
        self, *args: Any, people: Choices, members: Sequence[PoolMember] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        weights = {member.user_id: member.weight for member in members}
        self.people = list(people)
        for user_id, name in self.people:
            self.fields[f"weight_{user_id}"] = forms.IntegerField(
                label=name,
                min_value=0,
                max_value=10,
                required=False,
                initial=weights.get(user_id, 0),
                widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
            )

    @property
    def weights(self) -> dict[int, int]:
        """Return how many turns each person takes, of those who take any."""
        found = {user_id: self.cleaned_data.get(f"weight_{user_id}") or 0 for user_id, _name in self.people}
        return {user_id: weight for user_id, weight in found.items() if weight}

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """Return the fields of the people, for the template."""
        return [self[f"weight_{user_id}"] for user_id, _name in self.people]

    def clean(self) -> dict[str, Any]:
        """Refuse a pool without anybody."""
        values = super().clean() or {}
        if not self.errors and not values.get("takes_all_reps") and not self.weights:
            raise ValidationError(_("Give at least one person a turn."))
        return values


class AbsenceForm(forms.Form):
    """Somebody who gets no leads for a while."""

    user_id = forms.TypedChoiceField(label=_("Who"), coerce=int)
    until_on = forms.DateField(
        label=_("Away until"),
        help_text=_("The last day of the absence."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["user_id"], list(people))

    def clean_until_on(self) -> date:
        """Refuse a day that is over."""
        day: date = self.cleaned_data["until_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Choose today or a later day."))
        return day


class ReasonForm(forms.Form):
    """A reason to give a lead back."""

    label = forms.CharField(label=_("Reason"), max_length=120)
    resume_days = forms.IntegerField(
        label=_("Days until it may come again"), min_value=1, max_value=3650, initial=90
    )
    track = forms.SlugField(
        label=_("Nurture track"),
        max_length=60,
        required=False,
        help_text=_("Short name of the track that takes the lead meanwhile."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class PolicyForm(forms.Form):
    """The clock, the working week and who gets what nobody takes."""

    accept_minutes = forms.IntegerField(
        label=_("Minutes to accept or return"), min_value=1, max_value=MAX_MINUTES
    )
    contact_minutes = forms.IntegerField(
        label=_("Minutes to the first contact"), min_value=1, max_value=MAX_MINUTES
    )
    fallback_owner = forms.TypedChoiceField(
        label=_("Who gets what nobody takes"), coerce=int, empty_value=None, required=False
    )
    skips_holidays = forms.BooleanField(label=_("Public holidays are no working days"), required=False)

    def __init__(
        self,
        *args: Any,
        people: Choices,
        hours: Mapping[str, Sequence[Sequence[str]]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["fallback_owner"], [("", _("The first administrator")), *people])
        for day in range(7):
            spans = (hours or {}).get(str(day), [])
            self.fields[f"day_{day}"] = forms.CharField(
                label=WEEKDAYS[day],
                required=False,
                max_length=80,
                initial=", ".join("-".join(span) for span in spans),
                widget=forms.TextInput(attrs={"placeholder": "09:00-14:00, 16:00-19:00"}),
            )

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """Return the fields of the week, for the template."""
        return [self[f"day_{day}"] for day in range(7)]

    def clean(self) -> dict[str, Any]:
        """Read the week; each day that cannot be read is told by its field."""
        values = super().clean() or {}
        hours: dict[str, list[list[str]]] = {}
        for day in range(7):
            try:
                spans = _spans(values.get(f"day_{day}", ""))
                read_week({str(day): spans})
            except BadHours:
                self.add_error(f"day_{day}", _("Write hours like 09:00-14:00, 16:00-19:00."))
            else:
                hours[str(day)] = spans
        values["working_hours"] = {day: spans for day, spans in hours.items() if spans}
        return values


def _spans(text: str) -> list[list[str]]:
    """Read "9:00-14:00, 16:00-19:00" as spans; dashes of any length do."""
    parts = [part.strip() for part in text.replace("–", "-").replace(";", ",").split(",") if part.strip()]
    return [[hour.strip() for hour in part.split("-")] for part in parts]
