"""Every page of scoring, as a person sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import LeadRank
from scoring import defaults, queries
from scoring.services import rescore
from tests.factories.leads import make_activity, make_lead


NOW = timezone.now()


@pytest.fixture
def lead(workspace):
    """A lead scored by the default model, one unknown datum away from nothing in particular."""
    with workspace_scope(workspace.pk):
        defaults.create(language="en", by=None, at=NOW)
        lead = make_lead(first_name="Inés", last_name="Soto", job_title="Directora", email="ines@bisagra.es")
        make_activity(lead, "inquiry", at=NOW - timedelta(days=10))
        make_activity(lead, "inquiry", at=NOW - timedelta(days=40))
        rescore.score(lead_ids=[lead.pk], at=NOW)
    return lead


def test_the_live_page_reads_the_rules_as_sentences(alice, lead):
    answer = alice.get("/w/acme/scoring/")

    assert answer.status_code == 200
    assert "Can decide" in answer.content.decode()
    assert "halves every 30 days" in answer.content.decode()


def test_the_explanation_shows_evidence_and_advice(alice, lead):
    answer = alice.get(f"/w/acme/leads/{lead.pk}/score/")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "points below" in text
    evidence = f'href="/w/acme/leads/{lead.pk}/timeline/?kind=inquiries#timeline">2 times, 10 days ago</a>'
    assert f"{evidence}, faded from +60.0" in text
    assert "Can decide <small>Directora</small>" in text
    assert alice.get(f"/w/acme/leads/{lead.pk}/timeline/?kind=inquiries").status_code == 200


def test_the_panel_stands_on_the_lead_page_and_alone(alice, lead):
    whole = alice.get(f"/w/acme/leads/{lead.pk}/")
    part = alice.get(f"/w/acme/leads/{lead.pk}/score/panel/", headers={"HX-Request": "true"})

    assert f'id="lead-{lead.pk}-score"' in whole.content.decode()
    assert part.status_code == 200
    assert f'id="lead-{lead.pk}-score"' in part.content.decode()


def test_a_grade_is_set_by_hand_and_given_back(alice, lead, workspace):
    url = f"/w/acme/leads/{lead.pk}/grade/"

    assert alice.get(url).status_code == 200
    assert alice.post(url, {"grade": "D", "reason": ""}).status_code == 422
    assert alice.post(url, {"grade": "D", "reason": "A competitor"}).status_code == 303
    with workspace_scope(workspace.pk):
        assert (LeadRank.objects.get(pk=lead.pk).grade, LeadRank.objects.get(pk=lead.pk).light) == (
            "D",
            "red",
        )
    assert alice.post(url, {"grade": "automatic", "reason": ""}).status_code == 303
    with workspace_scope(workspace.pk):
        assert LeadRank.objects.get(pk=lead.pk).grade_by_hand == ""


def test_a_draft_is_started_edited_and_published(alice, lead, workspace):
    assert "There is no draft" in alice.get("/w/acme/scoring/draft/").content.decode()
    assert alice.post("/w/acme/scoring/draft/start/").status_code == 303
    assert alice.get("/w/acme/scoring/draft/").status_code == 200
    url = "/w/acme/scoring/draft/criteria/phone_given/"
    assert alice.get(url).status_code == 200
    values = {
        "label_en": "Phone",
        "label_es": "Teléfono",
        "group": "company",
        "points": "20.5",
        "mode": "per_lead",
        "revision": "1",
        "cond-json": '{"field": "person.phone", "op": "is_not_empty"}',
    }

    saved = alice.post(url, values)
    late = alice.post(url, values)

    assert saved.status_code == 303
    assert late.status_code == 409
    assert "+20.5" in alice.get("/w/acme/scoring/draft/").content.decode()
    assert alice.post("/w/acme/scoring/draft/publish/", {"revision": "1"}).status_code == 409
    assert alice.post("/w/acme/scoring/draft/publish/", {"revision": "2"}).status_code == 303
    with workspace_scope(workspace.pk):
        assert queries.live().version == 2
    assert alice.get("/w/acme/scoring/v1/").status_code == 200
    assert alice.post("/w/acme/scoring/v1/publish/").status_code == 303
    with workspace_scope(workspace.pk):
        assert queries.live().version == 3


def test_a_new_criterion_and_group_join_the_draft_and_leave_it(alice, lead):
    alice.post("/w/acme/scoring/draft/start/")
    group = {"label_en": "Visits", "label_es": "", "dimension": "engagement", "cap": "30"}

    assert alice.get("/w/acme/scoring/draft/groups/new-one/").status_code == 200
    assert alice.post("/w/acme/scoring/draft/groups/new-one/", group).status_code == 303
    assert alice.get("/w/acme/scoring/draft/groups/visits/").status_code == 200
    assert alice.get("/w/acme/scoring/draft/criteria/new-one/?group=visits").status_code == 200
    values = {
        "label_en": "Meetings",
        "group": "visits",
        "points": "10",
        "mode": "per_activity",
        "half_life_days": "30",
        "cond-json": '{"activity": "meeting"}',
    }
    assert alice.post("/w/acme/scoring/draft/criteria/new-one/", values).status_code == 303
    assert "Meetings" in alice.get("/w/acme/scoring/draft/").content.decode()
    wrong = values | {"label_en": "Wrong", "cond-json": '{"field": "person.phone", "op": "is_empty"}'}
    assert alice.post("/w/acme/scoring/draft/criteria/new-one/", wrong).status_code == 400
    assert alice.post("/w/acme/scoring/draft/criteria/meetings/delete/").status_code == 303
    assert alice.post("/w/acme/scoring/draft/groups/visits/delete/").status_code == 303
    assert "Visits" not in alice.get("/w/acme/scoring/draft/").content.decode()


def test_weights_grid_and_light_are_edited(alice, lead, workspace):
    alice.post("/w/acme/scoring/draft/start/")
    assert alice.get("/w/acme/scoring/draft/settings/").status_code == 200
    values = {
        "name": "Mine",
        "fit_weight": "70",
        "fit": "30 60",
        "engagement": "20",
        "near_points": "5",
        "cell-0-0": "D",
        "cell-0-1": "C",
        "cell-1-0": "C",
        "cell-1-1": "B",
        "cell-2-0": "B",
        "cell-2-1": "A",
        "cond-json": '{"field": "score.grade", "op": "eq", "value": "A"}',
    }

    assert alice.post("/w/acme/scoring/draft/settings/", values).status_code == 303
    with workspace_scope(workspace.pk):
        document = queries.document_of(queries.draft())
    assert document["weights"] == {"fit": 70, "engagement": 30}
    assert document["grid"] == {
        "fit": [30, 60],
        "engagement": [20],
        "cells": [["D", "C"], ["C", "B"], ["B", "A"]],
    }
    assert alice.post("/w/acme/scoring/draft/settings/", values | {"fit": "60 30"}).status_code == 400
    assert alice.post("/w/acme/scoring/draft/settings/", values | {"cell-0-0": "A"}).status_code == 400


def test_the_review_list_names_what_is_missing(alice, workspace, lead):
    with workspace_scope(workspace.pk):
        LeadRank.objects.filter(pk=lead.pk).update(
            light="amber", light_reason={"code": "points", "points": 4, "grade": "B"}
        )

    answer = alice.get("/w/acme/scoring/amber/")

    assert answer.status_code == 200
    assert "4 below B" in answer.content.decode()


@pytest.mark.parametrize("path", ["scoring/draft/", "scoring/draft/settings/"])
def test_a_rep_may_read_but_not_draft(client_for, rep, lead, path):
    person = client_for(rep)

    assert person.get(f"/w/acme/{path}").status_code == 403
    assert person.get("/w/acme/scoring/").status_code == 200


def test_a_marketer_may_not_publish(client_for, marketer, lead):
    person = client_for(marketer)
    person.post("/w/acme/scoring/draft/start/")

    assert person.post("/w/acme/scoring/draft/publish/").status_code == 403


def test_another_workspaces_lead_is_not_there(alice, other_workspace, lead):
    with workspace_scope(other_workspace.pk):
        other = make_lead()

    for path in ("score/", "score/panel/", "grade/"):
        assert alice.get(f"/w/acme/leads/{other.pk + 10_000}/{path}").status_code == 404
        assert alice.get(f"/w/acme/leads/{other.pk}/{path}").status_code == 404
