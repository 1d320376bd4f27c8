"""How sure we are of an answer, which one stands, and in what words (seed 004)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import numbers
from leads.choices import ActivityKind
from leads.factsheet import Fact, shown, value_of
from leads.models import Activity, Clue, Inference, Lead
from leads.models.clue import CERTAIN


# An admin's own confidence counts as much as so many outcomes.
PRIOR_WEIGHT = 10
ASKED_KINDS = frozenset({"text", "long", "number", "money", "choice", "boolean", "date"})
# What a clue may have been heard in.
HEARD_IN = (
    ActivityKind.INQUIRY,
    ActivityKind.CALL,
    ActivityKind.MEETING,
    ActivityKind.NOTE,
    ActivityKind.EMAIL_REPLIED,
    ActivityKind.EVENT_ATTENDED,
    ActivityKind.DOWNLOAD,
)


def corrected(confidence: int, *, hits: int, misses: int) -> int:
    """Return the confidence in percent after so many outcomes: the posterior mean of a Beta-Binomial model.

    The admin's confidence is the mean of a Beta prior worth ``PRIOR_WEIGHT`` observations (Gelman et al., Bayesian
    Data Analysis, 3rd edition, 2.4). Never 0 and never 100: an inference is a probability.
    """
    right = confidence / 100 * PRIOR_WEIGHT + hits
    return min(max(round(100 * right / (PRIOR_WEIGHT + hits + misses)), 1), CERTAIN - 1)


def questions(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that qualify a lead: the four, and the workspace's own fields shown under Qualification."""
    return [fact for fact in facts if fact.group == "qualification" and fact.kind in ASKED_KINDS]


def standing(lead: Lead, fact: Fact) -> Mapping[str, Any] | None:
    """Return the strongest probable answer, or None where one is certain or there is none."""
    if value_of(lead, fact) not in (None, ""):
        return None
    found = lead.clues.get(fact.key)
    return found if isinstance(found, dict) else None


def amount(value: Any, fact: Fact, *, is_at_least: bool, currency: str) -> str:
    """Return the answer as read: "≥ 20,000 €", "Decides"."""
    text = shown(value, fact, currency=currency)
    return f"≥ {text}" if is_at_least else text


def probably(value: Any, fact: Fact, *, is_at_least: bool, confidence: int, currency: str) -> str:
    """Return a probable answer with its confidence: "probably ≥ €20,000 (70%)"."""
    text = amount(value, fact, is_at_least=is_at_least, currency=currency)
    return _("probably %(value)s (%(percent)s)") % {
        "value": text,
        "percent": numbers.percent(confidence / 100),
    }


def standing_text(lead: Lead, fact: Fact, *, currency: str) -> str:
    """Return the strongest probable answer in words, empty where one is certain or there is none."""
    found = standing(lead, fact)
    if found is None:
        return ""
    how = {"is_at_least": found["is_at_least"], "confidence": found["confidence"]}
    return probably(found["value"], fact, **how, currency=currency)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A lead's clues with what they name, newest first."""

    clues: Sequence[Clue]
    inferences: Mapping[int, Inference]
    activities: Mapping[int, Activity]

    def open(self, question: str) -> list[Clue]:
        """Return the probable answers that have not ended, the one that stands first: confidence, then the newer."""
        found = [
            clue
            for clue in self.clues
            if clue.question == question and clue.ended_at is None and clue.confidence < CERTAIN
        ]
        return sorted(found, key=self._strength)

    def _strength(self, clue: Clue) -> tuple[Any, ...]:
        rule = self.inferences.get(clue.inference_id or 0)
        return -clue.confidence, -clue.at.timestamp(), rule.position if rule else -1, -clue.pk

    def why(self, clue: Clue, people: Mapping[int, str]) -> str:
        """Return the evidence: the inference's reason or the person's words, who said so, where and when."""
        rule = self.inferences.get(clue.inference_id or 0)
        heard = self.activities.get(clue.activity_id or 0)
        parts = [rule.name if rule else clue.evidence]
        if heard is not None:
            kind = str(ActivityKind(heard.kind).label)
            parts.append(_("%(kind)s of %(day)s") % {"kind": kind.lower(), "day": day(heard.occurred_at)})
        elif rule:
            parts.append(_("since %(day)s") % {"day": day(clue.at)})
        if rule is None:
            name = people.get(clue.by or 0, "")
            said = {"name": name, "day": day(clue.at)}
            parts.append(_("%(name)s, %(day)s") % said if name else day(clue.at))
        return " · ".join(part for part in parts if part)


def occasion(heard: Activity) -> str:
    """Return what an activity was and when: "Call, 3 November 2026"."""
    return f"{ActivityKind(heard.kind).label}, {day(heard.occurred_at)}"


def day(moment: datetime) -> str:
    """Return the day of a moment in the reader's words."""
    return date_format(localtime(moment), pgettext("date format", "j F Y"))
