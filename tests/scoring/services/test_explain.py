"""Explanations: lines, cuts, evidence, advice; grades by hand."""

from datetime import timedelta

import pytest

from leads.models import Activity, LeadRank
from scoring.services import explain, manual, rescore
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, PHONE, TITLE, criterion, group, small_model
from tests.scoring.variants import EMAIL, SPAIN, special, team, version


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


KNOWN_COUNTRY = {"field": "company.country", "op": "is_not_empty"}
GRADE_A = {"field": "score.grade", "op": "eq", "value": "A"}
ALWAYS_A = {"fit": [40], "engagement": [30], "cells": [["A", "A"], ["A", "A"]]}


def asking(*requirements, **more):
    return small_model(light={"condition": {"all": list(requirements)}, "near_points": 10}, **more)


def test_at_grade_a_the_advice_for_green_names_every_datum_that_is_wanting(publish_model):
    publish_model(asking(EMAIL, KNOWN_COUNTRY, grid=ALWAYS_A))

    found = explained(make_lead(email="", phone="+34600000147"))

    assert (found.grade, found.light, found.advice) == ("A", "red", None)
    assert found.light_advice.fields == ("person.email", "company.country")
    assert (found.light_advice.points, found.light_advice.reaches) == (None, True)


def test_green_leads_have_no_advice_for_green(publish_model):
    publish_model(asking(EMAIL))

    assert explained(make_lead(email="a@b.es")).light_advice is None


def test_advice_for_green_counts_what_the_answers_bring_and_asks_for_the_points_still_wanting(publish_model):
    publish_model(asking(EMAIL, PHONE, {"field": "score.grade", "op": "in", "value": ["A", "B"]}))
    lead = make_lead(email="a@b.es", phone="", job_title="Intern")
    make_activity(lead, "inquiry", at=AT)

    brings_it = explained(lead).light_advice
    Activity.objects.filter(kind="inquiry").delete()
    wants_more = explained(lead).light_advice

    assert (brings_it.fields, brings_it.points, brings_it.reaches) == (("person.phone",), None, True)
    assert [step.criterion.key for step in wants_more.points.steps] == ["inquiry"]
    assert (wants_more.fields, wants_more.reaches) == (("person.phone",), True)


def test_what_is_known_to_be_otherwise_is_not_asked_for(publish_model):
    spain = {"field": "company.country", "op": "eq", "value": "ES"}
    publish_model(asking(EMAIL, spain, {"activity": "inquiry"}, grid=ALWAYS_A))

    found = explained(make_lead(email="", phone="+34600000147", country="FR")).light_advice

    assert (found.fields, [event.kinds for event in found.events]) == (("person.email",), [("inquiry",)])
    assert (len(found.closed), found.reaches) == (1, False)


def test_of_more_than_three_questions_three_are_asked(publish_model):
    fields = ["person.email", "person.phone", "company.country", "company.city", "person.job_title"]
    publish_model(asking(*({"field": name, "op": "is_not_empty"} for name in fields), grid=ALWAYS_A))

    found = explained(make_lead(first_name="Ana", email="", phone="", job_title="")).light_advice

    assert (found.fields, found.more) == (tuple(fields[:3]), 2)


def test_either_of_two_ways_is_enough_and_the_shorter_one_is_shown(publish_model):
    either = {"any": [{"all": [EMAIL, KNOWN_COUNTRY]}, {"not": {"field": "person.phone", "op": "is_empty"}}]}
    publish_model(asking(either, grid=ALWAYS_A))

    assert explained(make_lead(first_name="Ana", email="", phone="")).light_advice.fields == ("person.phone",)


def test_points_change_no_grade_that_a_person_set(publish_model):
    publish_model(asking(EMAIL, GRADE_A))
    lead = make_lead(email="", phone="+34600000147")
    manual.set_grade(lead=lead, grade="C", reason="Met at the fair", by=None, at=AT)

    found = explained(lead).light_advice

    assert (found.fields, found.points, len(found.closed)) == (("person.email",), None, 1)


def test_advice_for_green_goes_by_the_leads_own_model_and_definition(publish_model):
    north = team("north", SPAIN, condition={"all": [PHONE, KNOWN_COUNTRY]})
    publish_model(version(special("spain", SPAIN, light={"condition": {"all": [EMAIL]}, "teams": [north]})))

    spanish = explained(make_lead(email="a@x.es", country="ES")).light_advice
    other = explained(make_lead(first_name="Bo", email="", country="FR")).light_advice

    assert (spanish.fields, spanish.points) == (("person.phone",), None)
    assert other.fields == ("person.email",)
    assert ([step.criterion.key for step in other.points.steps], other.reaches) == (
        ["phone", "inquiry"],
        True,
    )


def test_the_way_to_green_is_told_on_the_page_and_by_api(publish_model, workspace, marketer, client_for, api):
    spain = {"field": "company.country", "op": "eq", "value": "ES"}
    publish_model(asking(EMAIL, spain, grid=ALWAYS_A))
    lead = make_lead(email="", phone="+34600000147")

    page = client_for(marketer).get(f"/w/acme/leads/{lead.pk}/score/").content.decode()
    told = api("leads:read").get(f"/api/v1/leads/{lead.public_id}/score/").json()

    assert "Find out: E-mail, Country. Together that turns it green." in page
    assert told["next"] is None
    assert told["next_light"] == {
        "asks": ["person.email", "company.country"],
        "more": 0,
        "events": [],
        "steps": [],
        "reaches": True,
        "text": "Find out: E-mail, Country. Together that turns it green.",
    }
