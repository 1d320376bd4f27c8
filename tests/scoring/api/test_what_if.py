"""What a draft would change, asked for by programs: the same numbers and names as on the pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import Activity, Lead, LeadRank
from leads.services import timeline
from scoring import queries
from scoring.models import ScoreSnapshot
from scoring.services import drafts, impact, impact_job, rescore
from tests.factories.leads import make_lead
from tests.scoring.conftest import small_model
from tests.scoring.lifting import lifting_draft
from tests.scoring.variants import SPAIN, special, version
from work import jobs
from work.models import Job


NOW = timezone.now()
DRAFT = "/api/v1/scoring/models/draft/"


@pytest.fixture
def drafted(workspace, rep):
    with workspace_scope(workspace.pk):
        return lifting_draft(rep, at=NOW)


@pytest.fixture
def client(api):
    return api("scoring:read", "scoring:write", "leads:read")


def kept(workspace) -> tuple:
    """What a program that only asks must leave as it is."""
    with workspace_scope(workspace.pk):
        return (
            list(LeadRank.objects.order_by("pk").values()),
            Activity.objects.count(),
            ScoreSnapshot.objects.count(),
            Job.objects.count(),
            queries.draft().revision,
        )


def test_the_impact_is_told_in_numbers_and_changes_nothing(client, drafted, workspace, rep):
    before = kept(workspace)

    answer = client.post(DRAFT + "simulate/", {})

    body = answer.json()
    assert (answer.status_code, body["state"], body["job"], body["finished"]) == (200, "done", None, 3)
    found = body["impact"]
    assert (found["leads"], found["rises"], found["falls"], found["changed_lights"]) == (3, 2, 0, 2)
    assert found["grades"] == [
        {"now": "C", "draft": "B", "leads": 2},
        {"now": "D", "draft": "D", "leads": 1},
    ]
    assert sum(cell["leads"] for cell in found["lights"]) == 3
    assert found["to_sales"]["leads"] == 2
    assert [(each["rep"]["email"], each["leads"]) for each in found["to_sales"]["by_rep"]] == [
        (rep.user.email, 2)
    ]
    assert (found["hand_offs"]["draft"]["came"], found["hand_offs"]["draft"]["green"]) == (2, 2)
    assert client.get(DRAFT + "simulate/").json() == body
    assert kept(workspace) == before


def test_of_many_leads_a_job_works_it_out_and_asking_starts_none(client, drafted, workspace, monkeypatch):
    at_once = client.get(DRAFT + "simulate/").json()["impact"]
    monkeypatch.setattr(impact, "MOST_LEADS", 2)
    monkeypatch.setattr(impact_job, "SIZE", 2)

    nothing = client.get(DRAFT + "simulate/").json()
    started = client.post(DRAFT + "simulate/", {})
    again = client.post(DRAFT + "simulate/", {})

    assert (nothing["state"], nothing["job"], nothing["impact"]) == ("none", None, None)
    assert started.status_code == again.status_code == 202
    assert started["Location"].endswith(DRAFT + "simulate/")
    assert started.json()["job"] == again.json()["job"]
    with workspace_scope(workspace.pk):
        key = Job.objects.get(kind="impact").pk
        jobs.run(keys=[key], at=timezone.now())
    half = client.get(DRAFT + "simulate/").json()
    assert (half["state"], half["finished"], half["total"], half["impact"]) == ("running", 2, 3, None)
    with workspace_scope(workspace.pk):
        jobs.run(keys=[key], at=timezone.now())
    done = client.get(DRAFT + "simulate/").json()
    assert (done["state"], done["impact"]) == ("done", at_once)


def test_a_job_that_failed_says_why(client, drafted, workspace, monkeypatch):
    monkeypatch.setattr(impact, "MOST_LEADS", 2)
    client.post(DRAFT + "simulate/", {})
    with workspace_scope(workspace.pk):
        Job.objects.filter(kind="impact").update(state="failed", result={"error": "Out of room"})

    body = client.get(DRAFT + "simulate/").json()

    assert (body["state"], body["error"], body["impact"]) == ("failed", "Out of room", None)


def test_the_leads_behind_a_number_are_named_with_their_lines(client, drafted):
    ana, bea, _old = drafted

    rows = client.get(DRAFT + "moves/?way=up").json()["results"]

    assert [row["lead"] for row in rows] == [str(bea.public_id), str(ana.public_id)]
    assert rows[0]["title"]
    assert (rows[0]["now"]["grade"], rows[0]["draft"]["grade"]) == ("C", "B")
    assert rows[0]["reasons"] == [
        {"kind": "criterion", "key": "phone", "points": 45, "text": "“phone” +45.0"}
    ]
    assert client.get(DRAFT + "moves/?way=down").json()["results"] == []


def test_the_names_are_paged_by_key(client, drafted, monkeypatch):
    from scoring.services import moves

    monkeypatch.setattr(moves, "SIZE", 1)

    first = client.get(DRAFT + "moves/?way=up").json()
    second = client.get(first["next"]).json()

    assert [len(first["results"]), len(second["results"])] == [1, 1]
    assert first["results"] != second["results"]
    assert second["next"] is None


def test_the_leads_of_a_rep_are_named(client, drafted, rep, manager):
    ana, bea, _old = drafted

    rows = client.get(f"{DRAFT}moves/?rep={rep.user.public_id}").json()["results"]

    assert {row["lead"] for row in rows} == {str(ana.public_id), str(bea.public_id)}
    assert client.get(f"{DRAFT}moves/?rep={manager.user.public_id}").json()["results"] == []


def test_the_names_are_those_of_one_model_of_the_draft(client, drafted, workspace):
    ana, bea, _old = drafted
    with workspace_scope(workspace.pk):
        Lead.objects.filter(pk=ana.pk).update(country="ES")
        document = version(special("spain", SPAIN))
        document["groups"][0]["criteria"][0]["points"] = 85
        drafts.save(document=document, by=None, at=NOW)

    def named(query):
        return [row["lead"] for row in client.get(f"{DRAFT}moves/?{query}").json()["results"]]

    assert named("model=spain") == [str(ana.public_id)]
    assert named("model=-") == [str(bea.public_id)]
    assert named("model=") == [str(bea.public_id), str(ana.public_id)]


def test_who_gets_what_is_refused_until_a_job_has_compared_the_leads(
    client, drafted, workspace, rep, monkeypatch
):
    monkeypatch.setattr(impact, "MOST_LEADS", 2)
    address = f"{DRAFT}moves/?rep={rep.user.public_id}"

    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_compared")

    client.post(DRAFT + "simulate/", {})
    assert client.get(address).status_code == 409
    with workspace_scope(workspace.pk):
        jobs.run(keys=[Job.objects.get(kind="impact").pk], at=timezone.now())
    assert len(client.get(address).json()["results"]) == 2


@pytest.mark.parametrize(
    "query", ["model=nonsense", "now=E", "now=AB", "way=sideways", "light_draft=blue", "cursor=x"]
)
def test_what_is_no_filter_is_a_problem(client, drafted, query):
    answer = client.get(f"{DRAFT}moves/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_key_that_may_not_read_leads_gets_numbers_and_ids_alone(api, drafted):
    client = api("scoring:read", "scoring:write")

    rows = client.get(DRAFT + "moves/").json()["results"]
    tried = client.post(DRAFT + "test/", {"lead": str(drafted[0].public_id)}).json()

    assert {row["title"] for row in rows} == {None}
    assert tried["title"] is None
    assert {fact["value"] for rule in tried["draft"]["rules"] for fact in rule["facts"]} == {None}


def test_the_back_test_counts_what_stood_above_the_line(client, drafted, workspace):
    ana = drafted[0]
    with workspace_scope(workspace.pk):
        for kind, at in (("handed_off", NOW), ("won", NOW + timedelta(minutes=1))):
            timeline.record(lead_id=ana.pk, kind=kind, at=at)
            rescore.score(lead_ids=[ana.pk], at=at)

    body = client.post(DRAFT + "back-test/", {"n": 20}).json()

    won = next(end for end in body["ends"] if end["end"] == "won")
    assert (body["n"], won["leads"], won["above_draft"]) == (20, 1, 1)
    assert won["endings"][0]["lead"] == str(ana.public_id)
    assert won["endings"][0]["draft"]["light"] == "green"
    assert client.post(DRAFT + "back-test/", {}).json()["n"] == 50


@pytest.mark.parametrize("body", [{"n": 19}, {"n": 201}, {"n": "many"}, {"size": 20}])
def test_a_back_test_of_a_strange_size_is_a_problem(client, drafted, body):
    answer = client.post(DRAFT + "back-test/", body)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_one_lead_is_tried_rule_by_rule(client, drafted, workspace):
    ana, before = drafted[0], kept(workspace)

    body = client.post(DRAFT + "test/", {"lead": str(ana.public_id)}).json()

    rules = {rule["key"]: rule for rule in body["draft"]["rules"]}
    assert (rules["phone"]["is_met"], rules["phone"]["points"], rules["phone"]["was"]) == (True, 85, 40)
    assert rules["phone"]["facts"][0]["value"]
    assert rules["phone"]["sentence"] == "Phone has a value"
    assert (rules["title"]["is_met"], rules["title"]["points"]) == (False, 0)
    assert rules["inquiry"]["count"] == 1
    assert body["live"]["light"] != body["draft"]["light"] == "green"
    assert kept(workspace) == before


def test_a_lead_of_somebody_else_is_not_tried(client, drafted, other_workspace):
    with workspace_scope(other_workspace.pk):
        other = make_lead()

    assert client.post(DRAFT + "test/", {"lead": str(other.public_id)}).status_code == 404
    assert client.post(DRAFT + "test/", {"lead": str(uuid4())}).status_code == 404
    assert client.post(DRAFT + "test/", {"lead": "Ana"}).status_code == 400


ASKED = [
    ("get", "simulate/", None),
    ("post", "simulate/", {}),
    ("get", "moves/", None),
    ("post", "back-test/", {}),
    ("post", "test/", {"lead": str(uuid4())}),
]


@pytest.mark.parametrize(("verb", "path", "body"), ASKED)
def test_a_draft_that_is_not_there_or_was_changed_is_said(client, workspace, drafted, verb, path, body):
    def ask(**more):
        return getattr(client, verb)(DRAFT + path, *([body] if body is not None else []), **more)

    assert ask(headers={"If-Match": '"1"'}).status_code == 409
    assert ask(headers={"If-Match": '"1"'}).json()["code"] == "draft_changed"
    with workspace_scope(workspace.pk):
        current = queries.draft().revision
        assert ask(headers={"If-Match": f'"{current}"'}).status_code in {200, 404}
        drafts.discard(by=None, at=NOW)
    gone = ask()
    assert (gone.status_code, gone.json()["code"]) == (404, "no_draft")


def test_a_manager_asks_and_a_rep_does_not(api_as, drafted, manager, rep):
    assert api_as(manager).post(DRAFT + "simulate/", {}).status_code == 200
    assert api_as(rep).post(DRAFT + "simulate/", {}).status_code == 403
    assert api_as(rep).get(DRAFT + "moves/").status_code == 403


def test_two_versions_are_compared_as_data_and_as_sentences(client, drafted, workspace):
    compare = "/api/v1/scoring/models/compare/"

    body = client.get(compare + "?to=draft").json()

    assert (body["older"], body["newer"]) == (1, None)
    (change,) = body["changes"]
    assert (change["kind"], change["action"], change["key"]) == ("criterion", "changed", "phone")
    assert change["parts"] == [{"what": "points", "before": 40, "after": 85}]
    assert change["sentences"] == ["Points: +40.0 → +85.0"]
    assert client.get(compare).json() == {"older": None, "newer": 1, "changes": []}


def test_every_kind_of_difference_has_its_data(client, drafted, workspace):
    other = small_model(
        name="Other",
        weights={"fit": 60, "engagement": 40},
        grid={"fit": [50, 80], "engagement": [30], "cells": [["D", "D"], ["C", "B"], ["B", "A"]]},
        light={"condition": {"field": "score.grade", "op": "eq", "value": "A"}, "near_points": 5},
    )
    other["groups"][0]["cap"] = 60
    del other["groups"][0]["criteria"][1]
    other["groups"][0]["criteria"][0]["condition"] = {"field": "person.email", "op": "is_not_empty"}
    with workspace_scope(workspace.pk):
        drafts.save(document=other, by=None, at=NOW)

    changes = client.get("/api/v1/scoring/models/compare/?from=1&to=draft").json()["changes"]

    parts = {(change["kind"], part["what"]): part for change in changes for part in change["parts"]}
    assert parts["criterion", "condition"]["after"] == {"field": "person.email", "op": "is_not_empty"}
    assert parts["group", "cap"]["after"] == 60
    assert parts["grid", "fit_thresholds"] == {
        "what": "fit_thresholds",
        "before": [40, 80],
        "after": [50, 80],
    }
    assert parts["grid", "cell"]["after"] == {"grade": "D", "fit": 0, "engagement": 30}
    assert parts["weights", "fit_weight"]["after"] == 60
    assert ("light", "requirement") in parts
    assert {(change["kind"], change["action"]) for change in changes} >= {("criterion", "removed")}
    assert not any("<" in sentence for change in changes for sentence in change["sentences"])


def test_versions_that_do_not_exist_are_not_compared(client, api_as, drafted, rep):
    compare = "/api/v1/scoring/models/compare/"

    assert client.get(compare + "?to=9").status_code == 404
    assert client.get(compare + "?from=one").status_code == 400
    assert api_as(rep).get(compare + "?to=draft").status_code == 403
    assert api_as(rep).get(compare).status_code == 200
