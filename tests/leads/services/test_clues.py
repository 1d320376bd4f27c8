"""Clues that people give, confirm and deny; and what admins may infer."""

from datetime import UTC, datetime, timedelta

import pytest

from conditions.faults import ConditionError
from core.errors import Invalid
from leads.models import Activity, Clue, FieldChange, Inference, Lead
from leads.services import clues, inferences, inferring
from tests.factories.leads import make_activity, make_field, make_lead
from work.models import Job, WorkItem


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
CLAIM = {
    "name": "drives a premium car",
    "condition": {"all": []},
    "question": "budget",
    "value": 20000,
    "is_at_least": True,
    "confidence": 70,
}


def give(lead, question="budget", value=20000, confidence=60, at=AT, **more):
    return clues.give(
        lead=lead, question=question, value=value, confidence=confidence, at=at, **{"by": None, **more}
    )


def inferred(lead, **changed):
    item = inferences.add(values=CLAIM | changed, by=None, at=AT)
    inferring.infer(lead_ids=[lead.pk], at=AT)
    return item, Clue.objects.get(lead=lead, inference=item)


def test_a_clue_stands_with_its_evidence_and_is_told(in_scope, rep):
    lead = make_lead()
    heard = make_activity(lead, "call", AT)

    clue = give(lead, is_at_least=True, evidence=" New van ", activity_id=heard.pk, by=rep.user_id)

    assert (clue.evidence, clue.activity_id, clue.by) == ("New van", heard.pk, rep.user_id)
    stored = Lead.objects.get()
    assert stored.clues["budget"] == {"value": 20000, "norm": "", "is_at_least": True, "confidence": 60}
    assert stored.budget is None
    told = Activity.objects.get(kind="clue")
    assert (told.by_id, told.data["question"], told.data["confidence"]) == (rep.user_id, "budget", 60)
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_a_certain_one_becomes_what_is_known_and_stays_in_the_ledger(in_scope, rep):
    lead = make_lead()

    give(lead, confidence=100, evidence="Said so", by=rep.user_id)

    stored = Lead.objects.get()
    assert (stored.budget, stored.clues) == (20000, {})
    assert FieldChange.objects.get(field="budget").by == rep.user_id
    assert Clue.objects.get().confidence == 100


def test_a_certain_answer_to_a_question_of_ones_own_is_written_alike(in_scope):
    make_field("rooms", "number", category="qualification")
    lead = make_lead(custom={"other": 1})

    give(lead, "custom.rooms", 4, 100)

    assert Lead.objects.get().custom == {"other": 1, "rooms": 4}
    assert Activity.objects.get(kind="clue").data["label"] == "Rooms"


def test_ones_newer_clue_takes_the_place_of_ones_own_earlier(in_scope, rep, admin):
    lead = make_lead()
    give(lead, value=1, confidence=80, by=rep.user_id)
    give(lead, value=2, confidence=70, by=admin.user_id)

    give(lead, value=3, confidence=20, by=rep.user_id, at=AT + timedelta(days=1))

    assert Lead.objects.get().clues["budget"]["value"] == 2
    assert Clue.objects.filter(ended_at=None).count() == 2


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"question": "shoe_size"}, "question"),
        ({"question": "custom.gone"}, "question"),
        ({"value": "much"}, "value"),
        ({"value": ""}, "value"),
        ({"question": "need", "value": "\x00"}, "value"),
        ({"value": 10**400}, "value"),
        ({"value": "1e999"}, "value"),
        ({"value": float("inf")}, "value"),
        ({"value": -1}, "value"),
        ({"is_at_least": True, "confidence": 100}, "is_at_least"),
        ({"confidence": 0}, "confidence"),
        ({"confidence": 101}, "confidence"),
        ({"evidence": "x" * 501}, "evidence"),
        ({"activity_id": 2**40}, "activity"),
    ],
)
def test_what_cannot_be_a_clue_is_refused_and_changes_nothing(in_scope, changed, path):
    lead = make_lead()

    with pytest.raises(Invalid) as refusal:
        give(lead, **changed)

    assert [error["path"] for error in refusal.value.errors] == [path]
    assert not Clue.objects.exists()


def test_an_activity_of_another_lead_is_no_evidence(in_scope):
    lead, other = make_lead(email="a@x.es"), make_lead(email="b@x.es")

    with pytest.raises(Invalid):
        give(lead, activity_id=make_activity(other, "call", AT).pk)


def test_confirming_an_inferred_answer_counts_a_hit(in_scope, rep):
    lead = make_lead()
    item, clue = inferred(lead, is_at_least=False)

    clues.confirm(lead=lead, clue_id=clue.pk, by=rep.user_id, at=AT)
    inferring.infer(lead_ids=[lead.pk], at=AT)

    assert Lead.objects.get().budget == 20000
    assert Clue.objects.get(pk=clue.pk).outcome == "hit"
    assert Clue.objects.get(confidence=100).evidence == item.name
    with pytest.raises(clues.ClueEnded):
        clues.confirm(lead=lead, clue_id=clue.pk, by=rep.user_id, at=AT)


def test_confirming_at_least_makes_up_no_amount_and_the_amount_given_is_every_compatible_hit(in_scope, rep):
    lead = make_lead()
    _item, clue = inferred(lead)
    inferences.add(values=CLAIM | {"value": 30000}, by=None, at=AT)
    inferring.infer(lead_ids=[lead.pk], at=AT)

    with pytest.raises(Invalid) as refusal:
        clues.confirm(lead=lead, clue_id=clue.pk, by=rep.user_id, at=AT)

    assert [error["path"] for error in refusal.value.errors] == ["is_at_least"]
    assert Lead.objects.get().budget is None
    give(lead, value=35000, confidence=100)
    inferring.infer(lead_ids=[lead.pk], at=AT)
    outcomes = Clue.objects.filter(inference__isnull=False).values_list("outcome", flat=True)
    assert list(outcomes) == ["hit", "hit"]


def test_a_clue_to_a_question_deleted_since_can_be_denied_but_not_confirmed(in_scope):
    own = make_field("rooms", "number", category="qualification")
    lead = make_lead()
    clue = give(lead, "custom.rooms", 4)
    own.delete()

    with pytest.raises(Invalid):
        clues.confirm(lead=lead, clue_id=clue.pk, by=None, at=AT)
    denied = clues.deny(lead=lead, clue_id=clue.pk, by=None, at=AT)

    assert (denied.ended_at, denied.outcome) == (AT, "")
    assert Lead.objects.get().clues == {}


def test_a_denied_answer_counts_a_miss_and_is_not_claimed_again(in_scope, rep):
    lead = make_lead()
    item, clue = inferred(lead)

    clues.deny(lead=lead, clue_id=clue.pk, by=rep.user_id, at=AT)
    inferring.infer(lead_ids=[lead.pk], at=AT)

    assert Clue.objects.get().outcome == "denied"
    assert Lead.objects.get().clues == {}
    # another claim is another question
    inferences.change(item=item, values={"value": 5000}, by=None, at=AT + timedelta(hours=1))
    inferring.infer(lead_ids=[lead.pk], at=AT + timedelta(hours=1))
    assert Lead.objects.get().clues["budget"]["value"] == 5000
    assert Lead.objects.get().clues["budget"]["confidence"] == 70


def test_a_changed_estimate_keeps_the_outcomes_a_changed_claim_does_not(in_scope):
    item = inferences.add(values=CLAIM, by=None, at=AT)
    later = AT + timedelta(hours=1)

    inferences.change(item=item, values={"confidence": 40, "name": "has a van"}, by=None, at=later)
    assert Inference.objects.get().claimed_at == AT

    inferences.change(item=item, values={"value": 100}, by=None, at=later)
    assert Inference.objects.get().claimed_at == later


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"name": " "}, "name"),
        ({"confidence": 100}, "confidence"),
        ({"question": "custom.gone"}, "question"),
        ({"value": ""}, "value"),
        ({"question": "need", "value": "\x00", "is_at_least": False}, "value"),
        ({"question": "authority", "value": "decides"}, "is_at_least"),
    ],
)
def test_what_cannot_be_inferred_is_refused(in_scope, changed, path):
    with pytest.raises(Invalid) as refusal:
        inferences.add(values=CLAIM | changed, by=None, at=AT)

    assert [error["path"] for error in refusal.value.errors] == [path]


@pytest.mark.parametrize("name", ["interest.phase", "qualification.budget_confidence"])
def test_an_inference_may_not_ask_for_what_follows_from_answers(in_scope, name):
    with pytest.raises(ConditionError):
        inferences.add(values=CLAIM | {"condition": {"field": name, "op": "is_empty"}}, by=None, at=AT)


def test_one_job_follows_however_often_inferences_change(in_scope):
    lead = make_lead()
    item = inferences.add(values=CLAIM, by=None, at=AT)
    inferences.change(item=item, values={"confidence": 30}, by=None, at=AT)
    job = Job.objects.get(kind="infer")

    assert inferences.step(job=job, at=AT)

    assert job.finished == 1
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_the_order_decides_between_equal_answers(in_scope):
    lead = make_lead()
    first = inferences.add(values=CLAIM, by=None, at=AT)
    second = inferences.add(values=CLAIM | {"value": 7}, by=None, at=AT)
    inferences.move(item=second, is_up=True, by=None, at=AT)
    inferences.move(item=second, is_up=True, by=None, at=AT)

    inferring.infer(lead_ids=[lead.pk], at=AT)

    assert list(Inference.objects.order_by("position")) == [second, first]
    assert Lead.objects.get().clues["budget"]["value"] == 7
