"""Clues that people give: an answer, how sure it is, and what speaks for it (seed 004)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from core.text import clean, fold
from leads import changes, facts, inferences, queries
from leads.choices import ActivityKind
from leads.models import Activity, Clue, Lead, LeadRank
from leads.models.clue import CERTAIN
from leads.services import inferring, timeline, writing
from leads.services.inferences import read_value


LONGEST = 500


class ClueEnded(DomainError):
    """The clue was confirmed, denied or withdrawn meanwhile."""

    code = "clue_ended"


@transaction.atomic
def give(
    *,
    lead: Lead,
    question: str,
    value: Any,
    confidence: int,
    evidence: str = "",
    activity_id: int | None = None,
    is_at_least: bool = False,
    by: int | None,
    at: datetime,
) -> Clue:
    """Note an answer with its confidence in percent and what speaks for it, and let the strongest stand.

    Of 100 it is certain: it is written as what is known of the lead, as any edit is, and the pipeline then counts the
    inferences that said it as right, the others as wrong; "at least" is never certain, since an exact amount would
    have to be made up. A person's newer clue takes the place of their own earlier.
    Raises: Invalid.
    """
    locked = _lock(lead)
    read = _check(question, value, confidence, evidence, is_at_least=is_at_least)
    _check_activity(locked, activity_id)
    Clue.objects.filter(
        lead_id=locked.pk, question=question, inference=None, by=by, ended_at=None, confidence__lt=CERTAIN
    ).update(ended_at=at)
    clue = Clue.objects.create(
        lead=locked,
        question=question,
        value=read,
        norm=fold(read) if isinstance(read, str) else "",
        is_at_least=is_at_least and _is_amount(read),
        confidence=confidence,
        evidence=clean(evidence).strip(),
        activity_id=activity_id,
        by=by,
        at=at,
    )
    _tell(clue)
    if confidence == CERTAIN:
        _know(locked, question, read, by=by, at=at)
    inferring.stand(lead_ids=[locked.pk])
    changes.mark([locked.pk])
    return clue


@transaction.atomic
def confirm(*, lead: Lead, clue_id: int, by: int | None, at: datetime) -> Clue:
    """Make a probable answer certain, with its own evidence; one that is "at least" is confirmed by giving the amount.

    Raises: ClueEnded, Invalid.
    """
    _lock(lead)
    clue = _open(lead, clue_id)
    said = clue.inference.name if clue.inference else clue.evidence
    return give(
        lead=lead,
        question=clue.question,
        value=clue.value,
        confidence=CERTAIN,
        evidence=said,
        activity_id=clue.activity_id,
        is_at_least=clue.is_at_least,
        by=by,
        at=at,
    )


@transaction.atomic
def deny(*, lead: Lead, clue_id: int, by: int | None, at: datetime) -> Clue:
    """End a probable answer that is wrong, and return it with its outcome: an inference counts it as a miss and does
    not claim it of this lead again, a person's has none.

    Raises: ClueEnded.
    """
    _lock(lead)
    clue = _open(lead, clue_id)
    clue.ended_at, clue.outcome = at, Clue.Outcome.DENIED if clue.inference_id else ""
    clue.save(update_fields=["ended_at", "outcome"])
    _tell(clue, by=by, at=at, denied=True)
    inferring.stand(lead_ids=[lead.pk])
    changes.mark([lead.pk])
    return clue


def _lock(lead: Lead) -> Lead:
    """Lock rank, then lead, as every move and the pipeline do."""
    rank = LeadRank.objects.select_for_update(of=("self",)).get(lead_id=lead.pk)
    locked = Lead.objects.select_for_update(of=("self",), no_key=True).get(pk=lead.pk)
    locked.rank = rank
    return locked


def _open(lead: Lead, clue_id: int) -> Clue:
    found = Clue.objects.filter(pk=clue_id, lead_id=lead.pk, ended_at=None, confidence__lt=CERTAIN)
    clue = found.select_related("inference").first()
    if clue is None:
        raise ClueEnded(_("This clue is settled already."))
    return clue


def _check(question: str, value: Any, confidence: int, evidence: str, *, is_at_least: bool) -> Any:
    faults = []
    if inferences.answer_field(question, queries.certain_registry()) is None:
        faults.append({"path": "question", "message": str(_("This question does not exist."))})
    elif facts.is_empty(value):
        faults.append({"path": "value", "message": str(_("This is needed."))})
    if not 1 <= confidence <= CERTAIN:
        faults.append({"path": "confidence", "message": str(_("This must be between 1 and 100."))})
    if len(evidence) > LONGEST:
        message = str(_("At most %(limit)s characters.") % {"limit": LONGEST})
        faults.append({"path": "evidence", "message": message})
    if faults:
        raise Invalid(_("Some values are missing or wrong."), errors=faults)
    try:
        read = read_value(question, value)
    except Invalid as refusal:
        errors = [{"path": "value", "message": error["message"]} for error in refusal.errors]
        raise Invalid(refusal.message, errors=errors) from refusal
    if is_at_least and confidence == CERTAIN and _is_amount(read):
        message = str(_("Give the amount itself: “at least” is not certain."))
        raise Invalid(message, errors=[{"path": "is_at_least", "message": message}])
    return read


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_activity(lead: Lead, activity_id: int | None) -> None:
    if activity_id and not Activity.objects.filter(pk=activity_id, lead_id=lead.pk).exists():
        message = str(_("This did not happen to this lead."))
        raise Invalid(message, errors=[{"path": "activity", "message": message}])


def _know(lead: Lead, question: str, value: Any, *, by: int | None, at: datetime) -> None:
    """Write the answer as what is known, the one way anything is."""
    key = question.removeprefix("custom.")
    values = {question: value} if key == question else {"custom": {key: value}}
    writing.write(lead=lead, values=values, country=queries.home_country(), by=by, at=at, origin="edit")


def _tell(clue: Clue, *, by: int | None = None, at: datetime | None = None, denied: bool = False) -> None:
    timeline.record(
        lead_id=clue.lead_id,
        kind=ActivityKind.CLUE,
        by=by if denied else clue.by,
        at=at or clue.at,
        data={
            "question": clue.question,
            "value": clue.value,
            "confidence": 0 if denied else clue.confidence,
            "is_at_least": clue.is_at_least,
            "evidence": clue.evidence,
            **_label(clue.question),
        },
    )


def _label(question: str) -> dict[str, str]:
    """Return what a question of the workspace's own is called, nothing if its field was deleted meanwhile."""
    field = queries.certain_registry().field_named(question) if question.startswith("custom.") else None
    return {"label": str(field.label)} if field else {}
