"""Scores follow the lead; nothing is written where nothing changed."""

from datetime import timedelta

from django.db import connection

from conditions.fragments import IdRange
from core.scope import workspace_scope
from leads.models import Activity, LeadRank
from leads.services import timeline
from scoring.models import RescoreChunk, ScoreSnapshot
from scoring.services import chunks, rescore
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, small_model
from work.models import Job, WorkItem


def rank_of(lead) -> LeadRank:
    return LeadRank.objects.get(pk=lead.pk)


def test_a_lead_is_scored_graded_and_lit(publish_model):
    publish_model()
    lead = make_lead(email="a@b.es", phone="+34600000147", job_title="Director general")
    make_activity(lead, "inquiry", at=AT)

    rescore.score(lead_ids=[lead.pk], at=AT)

    rank = rank_of(lead)
    assert (rank.fit, rank.engagement, rank.score) == (800, 300, 55)
    assert (rank.grade, rank.light, rank.light_reason) == ("A", "green", {})
    assert rank.model_version == 1


def test_points_fade_by_whole_utc_days(publish_model):
    publish_model()
    lead = make_lead()
    make_activity(lead, "inquiry", at=AT - timedelta(days=10))
    make_activity(lead, "inquiry", at=AT - timedelta(days=20))

    rescore.score(lead_ids=[lead.pk], at=AT)

    assert rank_of(lead).engagement == 150 + 75


def test_scoring_again_writes_nothing(publish_model):
    publish_model()
    lead = make_lead(phone="+34600000147")
    rescore.score(lead_ids=[lead.pk], at=AT)
    before = xmin(lead)

    rescore.score(lead_ids=[lead.pk], at=AT)

    assert xmin(lead) == before
    assert ScoreSnapshot.objects.count() == 1
    assert Activity.objects.filter(kind="score_changed").count() == 1


def xmin(lead) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, cmin FROM leads_leadrank WHERE lead_id = %s", [lead.pk])
        return cursor.fetchone()


def test_a_change_of_grade_is_told_with_its_strongest_reason(publish_model):
    publish_model()
    lead = make_lead()
    rescore.score(lead_ids=[lead.pk], at=AT)
    make_activity(lead, "inquiry", at=AT)

    rescore.score(lead_ids=[lead.pk], at=AT + timedelta(minutes=1))

    told = Activity.objects.filter(kind="score_changed").latest("pk").data
    assert (told["grade_from"], told["grade_to"], told["from"], told["to"]) == ("D", "C", 0, 15)
    assert told["reason"] == {"key": "inquiry", "en": "inquiry", "es": "inquiry", "tenths": 300}


def test_a_score_that_moves_within_its_grade_is_not_told(publish_model):
    publish_model()
    lead = make_lead(phone="+34600000147")
    rescore.score(lead_ids=[lead.pk], at=AT)
    make_activity(lead, "inquiry", at=AT - timedelta(days=30))

    rescore.score(lead_ids=[lead.pk], at=AT)

    assert rank_of(lead).score == 22
    assert Activity.objects.filter(kind="score_changed").count() == 1


def test_amber_says_how_many_points_are_wanting_for_which_grade(publish_model):
    publish_model(
        small_model(
            light={"condition": {"field": "score.grade", "op": "in", "value": ["A", "B"]}, "near_points": 30}
        )
    )
    lead = make_lead(phone="+34600000147")

    rescore.score(lead_ids=[lead.pk], at=AT)

    rank = rank_of(lead)
    assert (rank.grade, rank.light) == ("C", "amber")
    assert rank.light_reason == {"code": "points", "points": 30, "grade": "B", "failing": 1, "requirement": 1}


def test_points_of_score_bring_nobody_near_to_a_grade_that_the_grid_never_gives(publish_model):
    b_with_score = [
        {"field": "score.grade", "op": "eq", "value": "B"},
        {"field": "score.score", "op": "gte", "value": 40},
    ]
    publish_model(
        small_model(
            grid={"fit": [], "engagement": [], "cells": [["D"]]},
            light={"condition": {"all": [{"any": [{"all": b_with_score}]}]}, "near_points": 30},
        )
    )
    lead = make_lead(phone="+34600000147")

    rescore.score(lead_ids=[lead.pk], at=AT)

    rank = rank_of(lead)
    assert (rank.score, rank.grade, rank.light) == (20, "D", "red")


def test_amber_names_the_datum_nobody_asked_for(publish_model):
    publish_model()
    lead = make_lead(first_name="Ana", email="", phone="+34600000147", job_title="Director")

    rescore.score(lead_ids=[lead.pk], at=AT)

    rank = rank_of(lead)
    assert (rank.grade, rank.light) == ("B", "amber")
    assert rank.light_reason == {
        "code": "missing",
        "field": "person.email",
        "failing": 1,
        "requirement": 2,
    }


def test_a_requirement_that_is_known_to_fail_is_red(publish_model):
    consent = {"field": "person.marketing_consent", "op": "ne", "value": "withdrawn"}
    publish_model(small_model(light={"condition": {"all": [consent]}, "near_points": 10}))
    lead = make_lead(marketing_consent="withdrawn")

    rescore.score(lead_ids=[lead.pk], at=AT)

    assert rank_of(lead).light == "red"
    assert rank_of(lead).light_reason["code"] == "unmet"


def test_a_chunk_gives_what_single_leads_give(publish_model):
    publish_model()
    leads = [
        make_lead(phone="+34600000147" if number % 2 else "", email=f"n{number}@x.es") for number in range(8)
    ]
    for lead in leads[:4]:
        make_activity(lead, "inquiry", at=AT - timedelta(days=3))
    rescore.score(lead_ids=[lead.pk for lead in leads], at=AT)
    single = list(
        LeadRank.objects.order_by("pk").values_list("pk", "fit", "engagement", "score", "grade", "light")
    )
    LeadRank.objects.update(fit=0, engagement=0, score=0, grade="D", light="red", model_version=None)

    rescore.bring_up_to_date(rows=IdRange(leads[0].pk, leads[-1].pk), at=AT)

    bulk = list(
        LeadRank.objects.order_by("pk").values_list("pk", "fit", "engagement", "score", "grade", "light")
    )
    assert bulk == single


def test_hand_offs_and_outcomes_keep_the_score_once(publish_model):
    publish_model()
    lead = make_lead(phone="+34600000147")
    rescore.score(lead_ids=[lead.pk], at=AT)
    timeline.record(lead_id=lead.pk, kind="handed_off", at=AT)
    timeline.record(lead_id=lead.pk, kind="won", at=AT)

    rescore.score(lead_ids=[lead.pk], at=AT)
    rescore.score(lead_ids=[lead.pk], at=AT)

    kept = ScoreSnapshot.objects.order_by("pk").values_list("event", flat=True)
    assert sorted(kept) == ["changed", "handed_off", "won"]
    facts = ScoreSnapshot.objects.filter(event="won").get().facts
    assert facts["person.phone"] == "+34600000147"


def test_an_older_version_never_writes_over_a_newer_one(publish_model):
    publish_model()
    lead = make_lead(phone="+34600000147")
    LeadRank.objects.filter(pk=lead.pk).update(model_version=9, grade="A")

    rescore.score(lead_ids=[lead.pk], at=AT)

    assert (rank_of(lead).grade, rank_of(lead).model_version) == ("A", 9)


def test_a_condition_on_something_deleted_never_counts(publish_model):
    from leads.models import FieldDefinition
    from tests.scoring.conftest import criterion, group

    FieldDefinition.objects.create(key="rooms", type="number", label="Rooms")
    rooms = criterion("rooms", 50, {"field": "custom.rooms", "op": "is_empty"})
    publish_model(
        small_model(
            groups=[
                group(
                    "g", "fit", rooms, criterion("phone", 10, {"field": "person.phone", "op": "is_not_empty"})
                )
            ]
        )
    )
    FieldDefinition.objects.all().delete()
    lead = make_lead(phone="+34600000147")

    rescore.score(lead_ids=[lead.pk], at=AT)

    assert rank_of(lead).fit == 100


def test_another_workspaces_leads_are_left_alone(publish_model, other_workspace, in_scope):
    publish_model()
    mine = make_lead(phone="+34600000147")
    with workspace_scope(other_workspace.pk):
        theirs = make_lead(phone="+34600000147")
    with workspace_scope(in_scope.pk):
        rescore.bring_up_to_date(rows=IdRange(0, 2**40), at=AT)
        rescore.score(lead_ids=[mine.pk, theirs.pk], at=AT)
        assert rank_of(mine).model_version == 1
    with workspace_scope(other_workspace.pk):
        assert rank_of(theirs).model_version is None


def test_publishing_rescores_in_chunks_and_marks_only_what_changed(publish_model, monkeypatch):
    monkeypatch.setattr(chunks, "SIZE", 2)
    first = make_lead(phone="+34600000147", email="a@x.es")
    for number in range(4):
        make_lead(email=f"n{number}@x.es")
    publish_model()
    run_chunks()
    WorkItem.objects.filter(queue="lead").delete()

    more = small_model()
    more["groups"][0]["criteria"][0]["points"] = 10
    publish_model(more)
    assert RescoreChunk.objects.filter(done_at=None).count() == 3
    run_chunks()

    assert set(LeadRank.objects.values_list("model_version", flat=True)) == {2}
    assert list(WorkItem.objects.filter(queue="lead").values_list("key", flat=True)) == [first.pk]
    job = Job.objects.filter(kind="rescore").latest("pk")
    assert (job.state, job.finished, job.total) == ("done", 5, 5)
    assert WorkItem.objects.filter(queue="nightly", key=1).exists()


def run_chunks() -> None:
    keys = list(WorkItem.objects.filter(queue="rescore").order_by("key").values_list("key", flat=True))
    for key in keys:
        chunks.run(keys=[key], at=AT)
    chunks.run(keys=keys, at=AT)  # once more: nothing is counted twice
    WorkItem.objects.filter(queue="rescore").delete()


def test_the_nightly_pass_follows_the_decay(publish_model):
    publish_model()
    lead = make_lead(email="a@b.es")
    make_activity(lead, "inquiry", at=AT)
    rescore.score(lead_ids=[lead.pk], at=AT)
    later = AT + timedelta(days=10)

    chunks.nightly(keys=[1], at=later)
    chunks.run(keys=list(RescoreChunk.objects.filter(done_at=None).values_list("pk", flat=True)), at=later)

    assert (rank_of(lead).engagement, rank_of(lead).grade) == (150, "D")
