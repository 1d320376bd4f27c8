"""The lead page's clues, line by line: what is probable and why, what it rests on, what came before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from leads import clues
from leads.clues import Ledger
from leads.factsheet import Fact, value_of
from leads.models import Activity, Clue, Inference, Lead
from leads.models.clue import CERTAIN


SHOWN = 20
OCCASIONS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in words; ``others`` are weaker ones to the same question."""

    clue: Clue
    question: str
    text: str
    why: str
    is_number: bool = False
    others: Sequence["Line"] = field(default_factory=tuple)


def rows(lead: Lead) -> tuple[QuerySet[Any], ...]:
    """Return what a ledger is made of: the lead's probable answers that have not ended and the latest of all other
    clues, the inferences and activities they name, and the latest occasions on which another may have been heard.
    """
    here = Clue.objects.filter(lead_id=lead.pk)
    # No more than the people and the inferences, each with one a question; only what is past grows.
    probable = Q(ended_at=None, confidence__lt=CERTAIN)
    past = here.exclude(probable).order_by("-at", "-pk")[:SHOWN]
    found = here.filter(probable | Q(pk__in=past.values("pk"))).order_by("-at", "-pk")
    named = Inference.objects.filter(pk__in=here.values("inference_id"))
    heard = Activity.objects.filter(pk__in=here.values("activity_id"))
    occasions = Activity.objects.filter(lead_id=lead.pk, kind__in=clues.HEARD_IN)
    latest = occasions.order_by("-occurred_at", "-pk")[:OCCASIONS]
    return found, named, heard, latest


def ledger(found: Sequence[Clue], inferences: Sequence[Inference], activities: Sequence[Activity]) -> Ledger:
    """Return the ledger of what ``rows`` holds."""
    return Ledger(found, {one.pk: one for one in inferences}, {one.pk: one for one in activities})


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws one lead's clues for one reader."""

    lead: Lead
    ledger: Ledger
    questions: Sequence[Fact]
    people: Mapping[int, str]
    currency: str

    @property
    def lines(self) -> list[Line]:
        """Return the strongest probable answer of each question without a certain one, weaker ones below it."""
        found = []
        for fact in self.questions:
            open_ = [] if value_of(self.lead, fact) not in (None, "") else self.ledger.open(fact.key)
            if open_:
                first, *others = [self._line(clue, fact) for clue in open_]
                found.append(_with(first, others))
        return found

    @property
    def earlier(self) -> list[Line]:
        """Return the answers that stand no more or are certain, newest first."""
        by_key = {fact.key: fact for fact in self.questions}
        return [
            self._line(clue, by_key[clue.question])
            for clue in self.ledger.clues
            if clue.question in by_key and self._is_past(clue, by_key[clue.question])
        ]

    def _is_past(self, clue: Clue, fact: Fact) -> bool:
        is_known = value_of(self.lead, fact) not in (None, "")
        return clue.ended_at is not None or clue.confidence == CERTAIN or is_known

    def _line(self, clue: Clue, fact: Fact) -> Line:
        say = partial(clues.amount, clue.value, fact)
        if clue.confidence < CERTAIN:
            say = partial(clues.probably, clue.value, fact, confidence=clue.confidence)
        text = say(is_at_least=clue.is_at_least, currency=self.currency)
        why = self.ledger.why(clue, self.people)
        if clue.outcome:
            why = _("%(why)s · %(outcome)s") % {"why": why, "outcome": clue.get_outcome_display().lower()}
        return Line(clue, str(fact.label), text, why, fact.kind in {"number", "money"})


def _with(first: Line, others: Sequence[Line]) -> Line:
    return Line(first.clue, first.question, first.text, first.why, first.is_number, tuple(others))
