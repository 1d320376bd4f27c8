"""The pages of effectiveness and proposal, and the probability where leads are shown."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import LeadRank
from scoring import queries
from scoring.models import LearnedModel
from scoring.services import drafts
from tests.factories.leads import make_lead
from tests.scoring.conftest import make_live, small_model
from work.models import Job, WorkItem


NOW = timezone.now()
URL = "/w/acme/scoring/effectiveness/"
EVIDENCE = {"n": 80, "won": 60, "ratio": [2.4, 2.1, 2.7], "is_too_good": False}
COUNTS = {"leads": 90, "handed": 70, "accepted": 50, "returned": 5, "known": 80, "won": 60}
BLOCK = {
    "auc": 0.83,
    "auc_interval": [0.8, 0.86],
    "brier": 0.15,
    "lift_top_decile": 2.4,
    "calibration": [
        {"from": 0.0, "to": 0.1, "n": 40, "mean": 0.05, "rate": 0.04},
        {"from": 0.7, "to": 0.8, "n": 60, "mean": 0.75, "rate": 0.7},
    ],
}


def keep(lead, **more) -> LearnedModel:
    """Keep a training run as a worker would have."""
    email = {"condition": {"field": "person.email", "op": "is_not_empty"}, "dimension": "fit"}
    given = {
        "version": 1,
        "trained_at": NOW,
        "verdict": "ready",
        "outcomes": 200,
        "won": 100,
        "rules": [email],
        "measures": {"published": BLOCK, "proposal": BLOCK, "probability": BLOCK},
        "effectiveness": {
            "criteria": [
                {"key": "phone", "ratio": [2.4, 2.1, 2.7], **COUNTS},
                {"key": "gone", "ratio": None, **COUNTS},
            ],
            "grades": [{"grade": "A", "ratio": None, **COUNTS}],
            "odd": [{"kind": "won", "lead": lead.pk, "score": 4, "grade": "D"}],
        },
        "proposal": {
            "criteria": [
                {"key": "phone", "now": 400, "points": 250, "cap": None, "evidence": EVIDENCE},
                {"key": "title", "now": 400, "points": 400, "cap": None, "evidence": EVIDENCE},
                {"key": "inquiry", "now": 300, "points": 120, "cap": None, "evidence": EVIDENCE},
            ],
            "rules": [{"points": 170, "evidence": EVIDENCE | {"is_too_good": True}}],
            "group_caps": [],
            "grid": {"fit": [300, 500], "engagement": [100]},
        },
    }
    return LearnedModel.objects.create(**given | more)


@pytest.fixture
def lead(workspace):
    with workspace_scope(workspace.pk):
        make_live(at=NOW)
        lead = make_lead(first_name="Inés", last_name="Soto", phone="+34600000147")
        LeadRank.objects.filter(pk=lead.pk).update(fit=400, probability=734)
    return lead


@pytest.fixture
def learned(workspace, lead):
    with workspace_scope(workspace.pk):
        return keep(lead)


def test_the_page_tells_what_rules_and_grades_did(mona, learned, lead):
    text = mona.get(URL).content.decode()

    assert "2.4× (2.1 – 2.7)" in text
    assert "75%" in text
    assert f"/leads/{lead.pk}/" in text
    assert "said 75%, won 70% (60 leads)" in text
    assert "0.830" in text


def test_before_the_first_run_there_is_one_sentence_and_a_button(mona, lead):
    text = mona.get(URL).content.decode()

    assert "Nothing has been counted yet" in text
    assert "Learn again" in text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"verdict": "chance"}, "No better than chance."),
        (
            {"verdict": "too_few", "missing": {"outcomes": 60, "won": 1, "lost": 0}},
            "60 outcomes more, 1 won lead more.",
        ),
        (
            {"drift": {"since": "2026-01-01", "n": 90, "now": 0.2, "was": 0.5}},
            "20% were won, of those before 50%",
        ),
        ({"version": 9}, "v1 is live since"),
    ],
)
def test_the_page_says_what_stands_against_its_numbers(mona, workspace, lead, more, said):
    with workspace_scope(workspace.pk):
        keep(lead, **more)

    assert said in mona.get(URL).content.decode()


def test_a_run_is_asked_for_once(mona, workspace, lead):
    for _ in range(2):
        assert mona.post(f"{URL}learn/").status_code == 303

    with workspace_scope(workspace.pk):
        assert Job.objects.filter(kind="learning").count() == 1
        assert WorkItem.objects.filter(queue="learn").count() == 1
    assert 'role="' in mona.get(URL).content.decode()
    assert "Learning from outcomes" in mona.get(f"{URL}job/").content.decode()


def test_after_the_run_the_page_is_loaded_again(mona, learned):
    assert mona.get(f"{URL}job/").headers["HX-Refresh"] == "true"


def test_only_ticked_lines_go_into_the_draft_and_nothing_goes_live(mona, workspace, learned):
    text = mona.get(f"{URL}proposal/").content.decode()
    assert "Nearly knows the end by itself" in text
    assert "E-mail is known" in text or "E-mail" in text

    answer = mona.post(f"{URL}proposal/accept/", {"line": ["k:phone", "r:0", "grid"]})

    assert answer.headers["Location"].endswith("/scoring/draft/")
    with workspace_scope(workspace.pk):
        document = queries.document_of(queries.draft())
        points = {each["key"]: each["points"] for group in document["groups"] for each in group["criteria"]}
        assert points.pop("phone") == 25
        assert points.pop("title") == 40
        assert points.pop("inquiry") == 30
        assert list(points.values()) == [17]
        added = document["groups"][-1]
        assert (added["key"], added["dimension"]) == ("learned_fit", "fit")
        assert added["criteria"][0]["label"]["es"] != added["criteria"][0]["label"]["en"]
        assert document["grid"]["fit"][0] < document["grid"]["fit"][1]
        assert queries.live().version == 1
        assert LeadRank.objects.get().fit == 400


def test_a_draft_with_other_thresholds_takes_every_line_but_those(mona, workspace, learned):
    grid = {"fit": [50], "engagement": [30], "cells": [["D", "C"], ["B", "A"]]}
    with workspace_scope(workspace.pk):
        drafts.save(document=small_model(grid=grid), by=None, at=NOW)

    answer = mona.post(f"{URL}proposal/accept/", {"line": ["k:phone", "grid"]}, follow=True)
    alone = mona.post(f"{URL}proposal/accept/", {"line": ["grid"]})

    assert "another number of thresholds" in answer.content.decode()
    assert alone.status_code == 409
    with workspace_scope(workspace.pk):
        document = queries.document_of(queries.draft())
        assert document["groups"][0]["criteria"][0]["points"] == 25
        assert document["grid"] == grid


def test_a_line_taken_twice_stands_there_once(mona, workspace, learned):
    for _ in range(2):
        mona.post(f"{URL}proposal/accept/", {"line": ["r:0"]})

    with workspace_scope(workspace.pk):
        document = queries.document_of(queries.draft())
        assert [len(group["criteria"]) for group in document["groups"]] == [2, 1, 1]


def test_without_a_tick_there_is_no_draft(mona, workspace, learned):
    assert mona.post(f"{URL}proposal/accept/").status_code == 303

    with workspace_scope(workspace.pk):
        assert queries.draft() is None


def test_what_was_learned_from_other_rules_is_refused(mona, workspace, lead):
    with workspace_scope(workspace.pk):
        keep(lead, version=9)

    answer = mona.post(f"{URL}proposal/accept/", {"line": ["k:phone"]})

    assert answer.status_code == 409
    with workspace_scope(workspace.pk):
        assert queries.draft() is None


def test_who_may_not_edit_may_look_but_neither_learn_nor_take(client_for, viewer, learned):
    vera = client_for(viewer)

    assert vera.get(URL).status_code == 200
    assert vera.get(f"{URL}proposal/").status_code == 200
    assert vera.post(f"{URL}learn/").status_code == 403
    assert vera.post(f"{URL}proposal/accept/", {"line": ["k:phone"]}).status_code == 403


def test_a_rep_sees_no_leads_of_others_among_the_odd_ones(client_for, rep, learned, lead):
    assert f"/leads/{lead.pk}/" not in client_for(rep).get(URL).content.decode()


def test_the_probability_stands_on_the_lead_with_its_sample(mona, learned, lead):
    text = mona.get(f"/w/acme/leads/{lead.pk}/").content.decode()

    assert "73%" in text
    assert "Learned from 200 leads" in text


def test_the_probability_is_a_column_of_the_list(mona, learned):
    text = mona.get("/w/acme/leads/?columns=name&columns=probability").content.decode()

    assert "Probability" in text


def test_the_api_tells_the_probability_with_its_sample(api, learned, lead):
    client = api("leads:read")

    score = client.get(f"/api/v1/leads/{lead.public_id}/score/").json()
    plain = client.get(f"/api/v1/leads/{lead.public_id}/").json()

    assert score["probability"]["value"] == plain["probability"] == 0.734
    assert (score["probability"]["outcomes"], score["probability"]["won"]) == (200, 100)


def test_a_page_costs_the_same_whatever_was_counted(mona, learned, django_assert_max_num_queries):
    mona.get(URL)

    with django_assert_max_num_queries(20):
        mona.get(URL)
