"""Explanations: lines, cuts, evidence, advice; grades by hand."""

from datetime import timedelta

import pytest

from leads.models import Activity, LeadRank
from scoring.services import explain, manual, rescore
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, PHONE, TITLE, criterion, group, small_model


def explained(lead):
    return explain.explain(lead=lead, at=AT)


def test_cuts_are_lines_and_everything_sums(publish_model):
    capped = criterion("phone", 80, PHONE) | {"cap": 50}
    publish_model(small_model(groups=[group("g", "fit", capped, criterion("title", 40, TITLE), cap=70)]))
    lead = make_lead(phone="+34600000147", job_title="Director")

    found = explained(lead)

    lines = [(line.key, line.kind, line.tenths) for line in found.total.fit.lines]
    assert lines == [
        ("phone", "criterion", 800),
        ("phone/cap", "cap", -300),
        ("title", "criterion", 400),
        ("g/group-cap", "group_cap", -200),
    ]
    assert found.total.fit.tenths == 700


def test_a_sum_below_zero_is_lifted_by_a_line(publish_model):
    publish_model(small_model(groups=[group("g", "fit", criterion("phone", -30, PHONE))]))
    lead = make_lead(phone="+34600000147")

    found = explained(lead)

    assert [(line.kind, line.tenths) for line in found.total.fit.lines] == [
        ("criterion", -300),
        ("clamp", 300),
    ]


def test_evidence_says_how_often_and_when_last(publish_model):
    publish_model()
    lead = make_lead()
    make_activity(lead, "inquiry", at=AT - timedelta(days=4))
    make_activity(lead, "inquiry", at=AT - timedelta(days=9))

    evidence = explained(lead).evidence["inquiry"]

    assert (evidence.count, evidence.last_on) == (2, (AT - timedelta(days=4)).date())


def test_advice_asks_for_what_is_unknown_and_never_for_what_is_known_otherwise(publish_model):
    publish_model()
    lead = make_lead(first_name="Ana", email="a@b.es", job_title="Intern")
    make_activity(lead, "inquiry", at=AT)

    advice = explained(lead).advice

    assert (advice.grade, advice.gap, advice.reaches) == ("B", 400, True)
    assert [step.criterion.key for step in advice.steps] == ["phone"]


def test_at_the_top_there_is_no_advice(publish_model):
    publish_model()
    lead = make_lead(email="a@b.es", phone="+34600000147", job_title="Director")
    make_activity(lead, "inquiry", at=AT)

    assert explained(lead).advice is None


def test_without_a_model_it_says_so(in_scope):
    with pytest.raises(explain.NoModel):
        explained(make_lead())


def test_a_grade_by_hand_wins_and_is_given_back(publish_model):
    publish_model()
    lead = make_lead(email="a@b.es")
    rescore.score(lead_ids=[lead.pk], at=AT)

    manual.set_grade(lead=lead, grade="A", reason="Met at the fair", by=None, at=AT)

    rank = LeadRank.objects.get(pk=lead.pk)
    assert (rank.grade, rank.light, rank.score) == ("A", "green", 0)
    found = explained(lead)
    assert (found.grade, found.total.grade, found.advice) == ("A", "D", None)
    manual.set_grade(lead=lead, grade=None, reason="", by=None, at=AT)
    assert LeadRank.objects.get(pk=lead.pk).grade == "D"
    kinds = Activity.objects.filter(kind="grade_set").order_by("pk").values_list("data", flat=True)
    assert [(data["grade"], data["reason"]) for data in kinds] == [("A", "Met at the fair"), (None, "")]


@pytest.mark.parametrize(("grade", "reason"), [("E", "why"), ("A", ""), ("A", "  "), ("A", "x" * 501)])
def test_a_bad_grade_is_refused(publish_model, grade, reason):
    publish_model()
    lead = make_lead()

    with pytest.raises(manual.BadGrade):
        manual.set_grade(lead=lead, grade=grade, reason=reason, by=None, at=AT)

    assert LeadRank.objects.get(pk=lead.pk).grade_by_hand == ""
