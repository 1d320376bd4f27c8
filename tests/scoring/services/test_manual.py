"""A grade set by hand: until when, why, and given back by the night or by hand."""

from datetime import timedelta

import pytest

from leadcrm import invariants
from leads.models import Activity, LeadRank
from scoring.models import HandGrade
from scoring.services import explain, manual, rescore
from tests.factories.leads import make_lead
from tests.scoring.conftest import AT
from work.models import WorkItem


@pytest.fixture
def lead(publish_model):
    publish_model()
    lead = make_lead(phone="+34600000147", email="a@x.es")
    rescore.score(lead_ids=[lead.pk], at=AT)
    return lead


def found() -> set[str]:
    return {violation.check for violation in invariants.violations()}


def set_grade(lead, grade="A", days=3, **more) -> None:
    until_on = (AT + timedelta(days=days)).date() if days is not None else None
    manual.set_grade(lead=lead, grade=grade, reason="Called us", until_on=until_on, by=None, at=AT, **more)


def test_it_holds_through_its_last_day_and_goes_back_the_night_after(lead):
    set_grade(lead)

    assert manual.give_back(at=AT + timedelta(days=3)) == 0
    assert LeadRank.objects.get().grade == "A"
    WorkItem.objects.all().delete()
    assert manual.give_back(at=AT + timedelta(days=4)) == 1

    rank = LeadRank.objects.get()
    assert (rank.grade, rank.grade_by_hand, HandGrade.objects.count()) == ("C", "", 0)
    assert Activity.objects.filter(kind="grade_set").latest("pk").data["reason"] == "last_day_over"
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()
    assert manual.give_back(at=AT + timedelta(days=4)) == 0


def test_without_a_last_day_it_holds_until_given_back(lead):
    set_grade(lead, days=None)

    assert manual.give_back(at=AT + timedelta(days=900)) == 0
    manual.set_grade(lead=lead, grade=None, reason="", by=None, at=AT)

    assert (LeadRank.objects.get().grade, HandGrade.objects.count()) == ("C", 0)


def test_the_explanation_says_why_and_until_when(lead):
    set_grade(lead)

    found = explain.explain(lead=lead, at=AT)

    assert (found.grade, found.total.grade) == ("A", "C")
    assert (found.hand_grade.reason, found.hand_grade.until_on.isoformat()) == ("Called us", "2026-03-04")


def test_set_anew_it_has_the_new_last_day(lead):
    set_grade(lead, days=3)
    set_grade(lead, grade="B", days=30)

    assert manual.give_back(at=AT + timedelta(days=10)) == 0
    assert HandGrade.objects.get().grade == LeadRank.objects.get().grade == "B"


@pytest.mark.parametrize("days", [0, -1, 900])
def test_a_last_day_that_is_none_is_refused(lead, days):
    with pytest.raises(manual.BadGrade) as refusal:
        set_grade(lead, days=days)

    assert refusal.value.errors[0]["path"] == "until_on"
    assert LeadRank.objects.get().grade_by_hand == ""


def test_a_reason_without_its_grade_is_found(lead):
    set_grade(lead)
    assert "scoring.reason_for_no_grade_by_hand" not in found()

    LeadRank.objects.update(grade_by_hand="")

    assert "scoring.reason_for_no_grade_by_hand" in found()
