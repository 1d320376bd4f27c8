"""Forms of steps, one for each kind: each fills itself from a step's JSON and gives it back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leads.forms.offers import offer
from nurturing.choices import StepKind
from nurturing.engine.outline import MAX_CASES, MAX_DAYS, MAX_HOURS, MAX_PERCENT


Pairs = Sequence[tuple[str, str | Promise]]
Json = dict[str, Any]
SPARE_CASES = 2
UNITS = (("hours", _("hours")), ("days", _("days")), ("cycle_percent", _("% of the purchase cycle")))
MOST = {"hours": MAX_HOURS, "days": MAX_DAYS, "cycle_percent": MAX_PERCENT}
HOURS = [("", "–"), *((str(hour), f"{hour}:00") for hour in range(25))]


@dataclass(frozen=True, slots=True)
class Offers:
    """What the form of a step may offer: where it may jump to, and what it may name."""

    later: Pairs = ()
    templates: Pairs = ()
    mails: Pairs = ()
    clicks: Sequence[tuple[str | Promise, Pairs]] = field(default=())


def _short(**kwargs: Any) -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "short", "inputmode": "numeric", **kwargs})


class StepForm(forms.Form):
    """What every step may say: where the lead goes from here."""

    kind = ""
    go = forms.ChoiceField(label=_("Then"), required=False)

    def __init__(self, *args: Any, step: Mapping[str, Any] | None, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        if "go" in self.fields:
            offer(self, "go", [("", _("Go on with the next line")), *_going(offers.later)])
        self.prepare(step or {})

    def prepare(self, step: Mapping[str, Any]) -> None:
        """Fill the form from the step."""
        self.initial = {name: step.get(name) for name in self.fields if step.get(name) is not None}

    def values(self) -> Json:
        """Return the step's JSON but for id and kind; what is empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [], {})}


def _going(later: Pairs) -> Iterator[tuple[str, Any]]:
    return ((target, _("Go to %(step)s") % {"step": label}) for target, label in later)


class EmailForm(StepForm):
    """Send a mail."""

    kind = StepKind.EMAIL
    template = forms.ChoiceField(label=_("E-mail"))
    field_order = ("template", "go")

    def prepare(self, step: Mapping[str, Any]) -> None:
        """Offer the templates."""
        super().prepare(step)
        offer(self, "template", [("", _("Choose a template")), *self.offers.templates])


class WaitForm(StepForm):
    """Wait some time, and then for a good hour."""

    kind = StepKind.WAIT
    amount = forms.DecimalField(
        label=_("Wait"), min_value=0, decimal_places=2, max_digits=7, widget=_short(step="any"), initial=3
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS, initial="days")
    from_hour = forms.TypedChoiceField(
        label=_("Not before"), choices=HOURS[:-1], coerce=int, empty_value=None, required=False
    )
    until_hour = forms.TypedChoiceField(
        label=_("Not after"), choices=[HOURS[0], *HOURS[2:]], coerce=int, empty_value=None, required=False
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Only on"),
        choices=[(str(day), name) for day, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("By the lead's own clock. None chosen: any day."),
    )
    field_order = ("amount", "unit", "from_hour", "until_hour", "weekdays", "go")

    def prepare(self, step: Mapping[str, Any]) -> None:
        """Show amount and unit of whichever length is given."""
        super().prepare(step)
        unit = next((name for name, _label in UNITS if step.get(name)), "")
        if unit:
            self.initial.update(unit=unit, amount=step[unit])
        for name in ("from_hour", "until_hour"):
            self.initial[name] = "" if step.get(name) is None else str(step[name])

    def clean(self) -> Json:
        """Hold the length within bounds and the window the right way round."""
        cleaned: Json = super().clean() or {}
        amount, unit = cleaned.get("amount"), cleaned.get("unit", "days")
        if amount is not None and not 0 < amount <= MOST[unit]:
            message = _("A wait is more than 0 and at most %(limit)s.") % {"limit": MOST[unit]}
            self.add_error("amount", str(message))
        first, last = cleaned.get("from_hour"), cleaned.get("until_hour")
        if first is not None and last is not None and last <= first:
            self.add_error("until_hour", str(_("The end is before the start.")))
        return cleaned

    def values(self) -> Json:
        """Return the length under the name of its unit."""
        found = {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}
        amount, unit = found.pop("amount"), found.pop("unit")
        return {unit: _plain(amount), **found}


def _plain(number: Any) -> int | float:
    return int(number) if number == int(number) else float(number)


class ClickForm(StepForm):
    """Wait for a click, and go where it leads."""

    kind = StepKind.BRANCH_CLICK
    go = None  # type: ignore[assignment]
    email = forms.ChoiceField(
        label=_("Clicks in"), required=False, help_text=_("Of the e-mail that this way sent last, if empty.")
    )
    amount = forms.IntegerField(label=_("Wait at most"), min_value=1, widget=_short(), initial=3)
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS[:2], initial="days")
    otherwise = forms.ChoiceField(label=_("If nobody clicks"), required=False)

    def prepare(self, step: Mapping[str, Any]) -> None:
        """Make one pair of fields for each case, and two to spare."""
        super().prepare(step)
        offer(self, "email", [("", _("The last e-mail")), *self.offers.mails])
        offer(self, "otherwise", [("", _("Go on with the next line")), *_going(self.offers.later)])
        unit = "hours" if step.get("within_hours") else "days"
        if step.get(f"within_{unit}"):
            self.initial.update(unit=unit, amount=step[f"within_{unit}"])
        known = list(_flat(step.get("cases") or []))
        for number in range(min(max(len(known) + 1, SPARE_CASES), MAX_CASES)):
            what, go = known[number] if number < len(known) else ("", "")
            self._add_case(number, what, go)

    def _add_case(self, number: int, what: str, go: str) -> None:
        clicks: list[Any] = [("", _("Choose")), ("any", _("any link")), *self.offers.clicks]
        if what and what not in {value for value, _label in _leaves(clicks)}:
            clicks.append((what, what.partition(":")[2]))  # named once, gone since: shown as it is
        self.fields[f"what_{number}"] = forms.ChoiceField(
            label=_("Who clicks"), choices=clicks, required=False, initial=what
        )
        targets = [("", _("Choose where it leads")), *_going(self.offers.later)]
        self.fields[f"go_{number}"] = forms.ChoiceField(
            label=_("goes"), choices=targets, required=False, initial=go
        )

    @property
    def case_fields(self) -> list[tuple[Any, Any]]:
        """Return the pairs of fields, for the template."""
        numbers = [name[5:] for name in self.fields if name.startswith("what_")]
        return [(self[f"what_{number}"], self[f"go_{number}"]) for number in numbers]

    def clean(self) -> Json:
        """Ask for a case, and in each for both halves."""
        cleaned: Json = super().clean() or {}
        cases = 0
        for what, go in self.case_fields:
            has_what, has_go = bool(cleaned.get(what.name)), bool(cleaned.get(go.name))
            cases += has_what and has_go
            if has_what and not has_go:
                self.add_error(go.name, str(_("Choose where this click leads.")))
            if has_go and not has_what:
                self.add_error(what.name, str(_("Choose a link, a piece of content or a topic.")))
        if not cases and not self.errors:
            self.add_error("what_0", str(_("Add a case: which click leads where.")))
        return cleaned

    def values(self) -> Json:
        """Return the cases as the engine reads them; several clicks that lead to one place are one case."""
        cleaned, by_target = self.cleaned_data, {}  # type: ignore[var-annotated]
        for what, go in self.case_fields:
            if cleaned.get(what.name):
                by_target.setdefault(cleaned[go.name], []).append(cleaned[what.name])
        found: Json = {
            "cases": [_case(whats, go) for go, whats in by_target.items()],
            f"within_{cleaned['unit']}": cleaned["amount"],
        }
        return found | {name: cleaned[name] for name in ("email", "otherwise") if cleaned.get(name)}


LISTS = {"link": "links", "content": "content", "topic": "topics"}


def _case(whats: Sequence[str], go: str) -> Json:
    if "any" in whats:
        return {"any": True, "go": go}
    found: Json = {}
    for what in whats:
        kind, _colon, name = what.partition(":")
        found.setdefault(LISTS[kind], []).append(name)
    return {**found, "go": go}


def _flat(cases: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield each single click of the cases and where it leads."""
    for case in cases:
        go = str(case.get("go") or "")
        if case.get("any"):
            yield "any", go
        for kind, name in LISTS.items():
            for value in case.get(name) or []:
                yield f"{kind}:{value}", go


def _leaves(choices: Sequence[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


class ConditionForm(StepForm):
    """Go one of two ways; the condition's own editor stands beside it."""

    kind = StepKind.BRANCH_IF
    go = forms.ChoiceField(label=_("If it holds"), required=False)
    otherwise = forms.ChoiceField(label=_("If not"), required=False)

    def prepare(self, step: Mapping[str, Any]) -> None:
        """Offer both ways."""
        super().prepare(step)
        offer(self, "otherwise", [("", _("Go on with the next line")), *_going(self.offers.later)])

    def clean(self) -> Json:
        """Ask that one of both ways leaves the next line."""
        cleaned: Json = super().clean() or {}
        if not cleaned.get("go") and not cleaned.get("otherwise"):
            self.add_error("go", str(_("Choose where it leads.")))
        return cleaned


class WishForm(StepForm):
    """Ask for a hand-off."""

    kind = StepKind.WISH


class TaskForm(StepForm):
    """Make a task for a person."""

    kind = StepKind.TASK
    title = forms.CharField(label=_("What is to be done"), max_length=200)
    days = forms.IntegerField(
        label=_("Due after days"), min_value=0, max_value=MAX_DAYS, initial=1, widget=_short()
    )
    field_order = ("title", "days", "go")

    def values(self) -> Json:
        """Keep 0 days."""
        return super().values() | {"days": self.cleaned_data["days"]}


class ExitForm(StepForm):
    """Leave the workflow."""

    kind = StepKind.EXIT
    go = None  # type: ignore[assignment]
    reason = forms.CharField(
        label=_("Why"),
        max_length=120,
        required=False,
        help_text=_("Shown on the lead, for whoever reads it."),
    )


FORMS: dict[str, type[StepForm]] = {
    form.kind: form for form in (EmailForm, WaitForm, ClickForm, ConditionForm, WishForm, TaskForm, ExitForm)
}
