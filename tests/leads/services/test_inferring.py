"""Inferences: set, corrected, withdrawn, never over what is certain; counted by outcomes; one lead as many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads import clues, entries
from leads.models import Activity, Clue, Inference, Lead
from leads.services import clues as service
from leads.services import inferring
from tests.factories.leads import make_activity, make_field, make_lead
from tests.leads.inferring import AT, holds, infer, rule, told


def test_where_the_condition_holds_the_answer_is_probable(in_scope):
    rule()
    driver, other = make_lead(email="a@x.es", need="Pago mi Audi"), make_lead(email="b@x.es")

    told, nothing = infer(driver, other)

    assert told == {"budget": {"value": 20000, "norm": "", "is_at_least": True, "confidence": 70}}
    assert nothing == {}
    assert driver.budget is None


def test_running_it_again_writes_nothing(in_scope):
    rule()
    lead = make_lead(need="Audi")
    infer(lead)
    before = list(Clue.objects.values())

    infer(lead, at=AT + timedelta(hours=1))

    assert list(Clue.objects.values()) == before


def test_the_timeline_tells_each_change_once(in_scope):
    item = rule()
    lead = make_lead(need="Audi")
    for hours in range(3):
        infer(lead, at=AT + timedelta(hours=hours))
    assert told(lead) == [(20000, 70, True)]
    entry = entries.entry(Activity.objects.get(lead=lead, kind="clue"), people={})
    assert "probably ≥ 20,000 (70%)" in str(entry.title)
    assert entry.quote == "drives a premium car"

    Inference.objects.filter(pk=item.pk).update(confidence=60)
    infer(lead)
    assert told(lead) == [(20000, 70, True)], "outcomes move a confidence; nothing happened to the lead"
    Inference.objects.filter(pk=item.pk).update(value=30000)
    infer(lead)
    Lead.objects.filter(pk=lead.pk).update(need="Seat", need_norm="seat")
    infer(lead)

    assert told(lead)[1:] == [(30000, 60, True), (30000, 0, False)]


def test_what_became_certain_is_told_by_its_own_entry_alone(in_scope):
    rule()
    lead = make_lead(need="Audi")
    infer(lead)

    Lead.objects.filter(pk=lead.pk).update(budget=25000)
    infer(lead, at=AT + timedelta(days=1))

    assert told(lead) == [(20000, 70, True)]


def test_what_no_longer_holds_is_withdrawn(in_scope):
    rule()
    lead = make_lead(need="Audi")
    infer(lead)

    Lead.objects.filter(pk=lead.pk).update(need="Seat", need_norm="seat")

    assert infer(lead) == [{}]
    assert Clue.objects.get().ended_at == AT
    assert Clue.objects.get().outcome == ""


def test_a_certain_answer_is_never_touched(in_scope):
    rule()
    lead = make_lead(need="Audi", budget=5000)

    assert infer(lead) == [{}]
    assert not Clue.objects.exists()
    assert Lead.objects.get().budget == 5000


@pytest.mark.parametrize(("budget", "outcome"), [(25000, "hit"), (20000, "hit"), (900, "miss")])
def test_an_answer_that_becomes_certain_tells_whether_the_inference_was_right(in_scope, budget, outcome):
    item = rule()
    first, second = make_lead(email="a@x.es", need="Audi"), make_lead(email="b@x.es", need="Audi")
    infer(first, second)

    Lead.objects.filter(pk=first.pk).update(budget=budget)
    infer(first, at=AT + timedelta(days=1))
    (still,) = infer(second, at=AT + timedelta(days=1))

    assert Clue.objects.get(lead=first).outcome == outcome
    expected = clues.corrected(70, hits=int(outcome == "hit"), misses=int(outcome == "miss"))
    assert still["budget"]["confidence"] == expected
    assert expected != 70
    assert item.pk == Clue.objects.get(lead=second).inference_id


@pytest.mark.parametrize(
    ("columns", "since"),
    [
        ({"value": 30000}, AT + timedelta(hours=2)),
        ({"is_at_least": False}, AT + timedelta(hours=2)),
        ({"condition": {"all": []}}, AT),
        ({"confidence": 40}, AT),
    ],
)
def test_an_outcome_counts_for_the_claim_in_force_when_it_came_out(in_scope, columns, since):
    item = rule()
    past, lead, other = (make_lead(email=f"{name}@x.es", need="Audi") for name in "abc")
    infer(past, lead, other)
    Lead.objects.filter(pk=past.pk).update(budget=900)
    infer(past, at=AT + timedelta(minutes=30))
    changed = AT + timedelta(hours=1)
    Inference.objects.filter(pk=item.pk).update(**columns)
    if "confidence" not in columns:
        Inference.objects.filter(pk=item.pk).update(claimed_at=changed)

    infer(lead, other, at=changed + timedelta(hours=1))
    assert Clue.objects.get(lead=lead).at == since
    Lead.objects.filter(pk=lead.pk).update(budget=columns.get("value", 20000))
    infer(lead, at=changed + timedelta(hours=2))
    (still,) = infer(other, at=changed + timedelta(hours=2))

    item.refresh_from_db()
    misses = int("confidence" in columns)
    assert still["budget"]["confidence"] == clues.corrected(item.confidence, hits=1, misses=misses)


@pytest.mark.parametrize(
    ("confidence", "hits", "misses", "expected"),
    [
        (70, 0, 0, 70),
        (70, 10, 0, 85),
        (70, 0, 10, 35),
        (50, 500, 500, 50),
        (99, 1000, 0, 99),
        (1, 0, 1000, 1),
    ],
)
def test_confidence_is_the_mean_of_the_posterior(confidence, hits, misses, expected):
    assert clues.corrected(confidence, hits=hits, misses=misses) == expected


def test_the_higher_confidence_stands_then_the_newer_then_the_one_asked_first(in_scope):
    everybody = {"all": []}
    rule(everybody, value=1, confidence=40, position=1)
    rule(everybody, value=3, confidence=60, position=3)
    rule(everybody, value=2, confidence=60, position=2)
    lead = make_lead()
    assert infer(lead)[0]["budget"]["value"] == 2

    service.give(lead=lead, question="budget", value=9, confidence=60, by=None, at=AT + timedelta(days=1))

    assert Lead.objects.get().clues["budget"]["value"] == 9


def test_inferences_do_not_follow_from_one_another(in_scope):
    rule({"field": "qualification.budget", "op": "is_empty"}, value=100)
    rule(
        {"field": "qualification.budget", "op": "gt", "value": 1},
        question="authority",
        value="decides",
        is_at_least=False,
    )
    lead = make_lead()

    first, again = infer(lead), infer(lead)

    assert first == again
    assert set(first[0]) == {"budget"}


def test_the_activity_that_it_counts_is_its_evidence(in_scope):
    rule({"activity": "inquiry", "at_least": 1, "within_days": 30})
    lead = make_lead()
    make_activity(lead, "inquiry", AT - timedelta(days=3))
    latest = make_activity(lead, "inquiry", AT - timedelta(days=2))
    make_activity(lead, "call", AT - timedelta(days=1))

    infer(lead)

    assert Clue.objects.get().activity_id == latest.pk


def test_conditions_read_the_strongest_answer_and_its_confidence(in_scope):
    rule()
    rule(
        question="need",
        value="Überführung",
        is_at_least=False,
        condition={"field": "company.city", "op": "eq", "value": "Ulm"},
    )
    guessed = make_lead(email="a@x.es", need="Audi")
    certain = make_lead(email="b@x.es", budget=30000)
    moved = make_lead(email="c@x.es", city="Ulm")
    infer(guessed, certain, moved)

    rich = {"field": "qualification.budget", "op": "gte", "value": 20000}
    sure = {"field": "qualification.budget_confidence", "op": "gte", "value": 80}
    assert holds(rich) == [guessed.pk, certain.pk]
    assert holds({"all": [rich, sure]}) == [certain.pk]
    assert holds({"field": "qualification.budget_confidence", "op": "eq", "value": 70}) == [guessed.pk]
    assert holds({"field": "interest.need", "op": "contains", "value": "uberfuhrung"}) == [moved.pk]
    assert holds({"field": "qualification.budget", "op": "is_empty"}) == [moved.pk]


@pytest.mark.parametrize(
    ("kind", "value", "other", "op"),
    [
        ("number", 3, 4, "eq"),
        ("choice", "si", "no", "eq"),
        ("boolean", True, False, "is"),
        ("text", "Gas", "Oil", "eq"),
        ("date", "2026-12-01", "2026-12-02", "on"),
    ],
)
def test_the_workspaces_own_questions_work_alike(in_scope, kind, value, other, op):
    make_field("own", kind, category="qualification", options=["si", "no"] if kind == "choice" else [])
    rule({"all": []}, question="custom.own", value=value, is_at_least=False)
    lead, told = make_lead(email="a@x.es"), make_lead(email="b@x.es", custom={"own": other})
    infer(lead, told)

    assert holds({"field": "custom.own", "op": op, "value": value}) == [lead.pk]
    assert holds({"field": "custom.own.confidence", "op": "eq", "value": 100}) == [told.pk]

    Lead.objects.filter(pk=lead.pk).update(custom={"own": value}, custom_norm={"own": str(value).lower()})
    infer(lead)
    assert Clue.objects.get().outcome == "hit"


def test_many_leads_are_answered_as_each_alone(in_scope):
    rule()
    rule({"activity": "inquiry"}, question="timeline", value="now", is_at_least=False, confidence=30)
    leads = [
        make_lead(email=f"{n}@x.es", need="Audi" if n % 2 else "", budget=7 if n % 3 == 0 else None)
        for n in range(8)
    ]
    for lead in leads[::3]:
        make_activity(lead, "inquiry", AT)
    together = infer(*leads)
    Clue.objects.all().delete()
    Lead.objects.update(clues={})

    assert [infer(lead)[0] for lead in leads] == together


def test_statements_do_not_grow_with_leads_or_inferences(in_scope):
    leads = [make_lead(email=f"{n}@x.es", need="Audi") for n in range(5)]

    def count(*some):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            inferring.infer(lead_ids=[lead.pk for lead in some], at=AT)
        return len(seen)

    assert count(*leads) == 1
    rule()
    assert count(leads[0]) == 4, "with what is told of it"
    rule({"activity": "inquiry"}, question="timeline", value="now", is_at_least=False)
    assert count(*leads) == 4
    assert count(*leads) == 3
