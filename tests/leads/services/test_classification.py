from datetime import UTC, datetime

import pytest

from core.errors import Invalid
from leads.models import ClassificationRule, Lead
from leads.services import classification
from tests.factories.leads import make_activity, make_lead, make_topic


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
DIRECTOR = {"field": "person.job_title", "op": "contains", "value": "director"}
VIEWED = {"activity": "page_view", "at_least": 1, "within_days": 30}


def rule(kind, value, condition, **columns):
    return ClassificationRule.objects.create(kind=kind, value=value, condition=condition, **columns)


def assign(*leads):
    classification.assign(lead_ids=[lead.pk for lead in leads], at=AT)
    return [Lead.objects.get(pk=lead.pk) for lead in leads]


def test_the_first_rule_that_holds_decides(in_scope):
    rule("phase", "decision", VIEWED, position=1)
    rule("phase", "consideration", DIRECTOR, position=2)
    rule("phase", "awareness", {"all": []}, position=3)
    rule("track", "owners", DIRECTOR)
    viewer, director, other = (
        make_lead(email="a@x.es", job_title="Directora"),
        make_lead(email="b@x.es", job_title="Director"),
        make_lead(email="c@x.es", topics=["baths", "kitchens"]),
    )
    make_activity(viewer, "page_view", AT)

    found = assign(viewer, director, other)

    assert [lead.phase for lead in found] == ["decision", "consideration", "awareness"]
    assert [lead.track for lead in found] == ["owners", "owners", ""]
    assert [lead.main_topic for lead in found] == ["", "", "baths"]


def test_it_takes_back_what_no_longer_holds_and_repeats_without_writing(in_scope, django_assert_num_queries):
    lead = make_lead(email="a@x.es", job_title="Director")
    phase = rule("phase", "decision", DIRECTOR)
    assign(lead)

    phase.delete()

    assert assign(lead)[0].phase == ""


def test_what_a_person_set_stays_until_given_back(in_scope):
    make_topic("baths")
    lead = make_lead(email="a@x.es", topics=["kitchens"])

    classification.set_by_hand(lead=lead, name="main_topic", value="baths", by=None, at=AT)
    assert assign(lead)[0].main_topic == "baths"

    classification.set_by_hand(lead=lead, name="main_topic", value=None, by=None, at=AT)
    assert assign(lead)[0].main_topic == "kitchens"


@pytest.mark.parametrize(
    ("name", "value"), [("stage", "x"), ("phase", "x"), ("main_topic", "x"), ("track", "x" * 61)]
)
def test_set_by_hand_refuses_what_does_not_exist(in_scope, name, value):
    with pytest.raises(Invalid):
        classification.set_by_hand(lead=make_lead(), name=name, value=value, by=None, at=AT)


def test_a_rule_that_cannot_be_read_is_passed_over(in_scope, caplog):
    rule("phase", "decision", {"field": "custom.gone", "op": "eq", "value": 1})
    rule("phase", "awareness", {"all": []}, position=1)

    assert assign(make_lead())[0].phase == "awareness"
    assert "cannot be read" in caplog.text


def test_rules_and_values_may_hold_percent_signs_and_quotes(in_scope):
    rule("track", "100% o'clock", {"field": "person.job_title", "op": "contains", "value": "50% o'"})

    assert assign(make_lead(email="a@x.es", job_title="A 50% O'"))[0].track == "100% o'clock"


def test_the_rule_that_decides_is_the_one_that_gave_the_value(in_scope):
    rule("phase", "decision", VIEWED, position=1)
    second = rule("phase", "consideration", DIRECTOR, position=2)
    lead = make_lead(job_title="Director")
    (lead,) = assign(lead)
    assert classification.deciding(lead=lead, name="phase", at=AT) == second

    first = make_activity(lead, "page_view", AT) and ClassificationRule.objects.get(value="decision")
    assert classification.deciding(lead=lead, name="phase", at=AT) == first
    assert classification.deciding(lead=lead, name="track", at=AT) is None

    classification.set_by_hand(lead=lead, name="phase", value="awareness", by=None, at=AT)
    assert classification.deciding(lead=lead, name="phase", at=AT) is None
