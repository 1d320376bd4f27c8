"""The scoring API by key and by session."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import Lead, LeadRank
from scoring import defaults, queries
from scoring.services import drafts, rescore
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import small_model


NOW = timezone.now()


@pytest.fixture
def lead(workspace):
    with workspace_scope(workspace.pk):
        defaults.create(language="en", by=None, at=NOW)
        lead = make_lead(first_name="Inés", job_title="Directora", email="ines@bisagra.es")
        make_activity(lead, "inquiry", at=NOW - timedelta(days=10))
        rescore.score(lead_ids=[lead.pk], at=NOW)
    return lead


def test_a_score_is_explained_and_sums_exactly(api, lead, workspace):
    body = api("leads:read").get(f"/api/v1/leads/{lead.public_id}/score/").json()

    with workspace_scope(workspace.pk):
        rank = LeadRank.objects.get(pk=lead.pk)
    for dimension in ("fit", "engagement"):
        lines = [line["tenths"] for line in body["contributions"] if line["dimension"] == dimension]
        assert sum(lines) == body["sum"][dimension] == getattr(rank, dimension)
    assert (body["score"], body["grade"], body["light"]) == (rank.score, rank.grade, rank.light)
    assert body["model_version"] == 1
    inquiry = next(line for line in body["contributions"] if line["key"] == "inquiry")
    last_on = (NOW - timedelta(days=10)).date().isoformat()
    assert inquiry["evidence"] == {"count": 1, "last_on": last_on, "kinds": ["inquiry"], "faded_from": 300}
    assert inquiry["facts"] == {}
    assert {"person.job_title": "Directora"} in [line["facts"] for line in body["contributions"]]
    assert body["next"]["steps"]


def test_a_grade_is_set_and_given_back(api, lead):
    client = api("leads:read", "leads:write")
    url = f"/api/v1/leads/{lead.public_id}/grade/"

    by_hand = client.post(url, {"grade": "D", "reason": "Competitor"}).json()
    automatic = client.post(url, {"grade": None}).json()

    assert (by_hand["grade"], by_hand["grade_by_hand"], by_hand["light"]) == ("D", "D", "red")
    assert automatic["grade_by_hand"] is None
    assert automatic["grade"] == automatic["own_grade"]


@pytest.mark.parametrize(
    "body", [{}, {"grade": "E", "reason": "x"}, {"grade": "A"}, {"grade": "A", "reason": ""}]
)
def test_a_bad_grade_is_a_problem(api, lead, body):
    answer = api("leads:write").post(f"/api/v1/leads/{lead.public_id}/grade/", body)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"]


def test_strangers_and_wrong_scopes_are_refused(api, other_workspace, lead):
    with workspace_scope(other_workspace.pk):
        other = make_lead()

    assert api("leads:read").get(f"/api/v1/leads/{other.public_id}/score/").status_code == 404
    assert api("leads:read").get(f"/api/v1/leads/{uuid4()}/score/").status_code == 404
    assert api("leads:write").get(f"/api/v1/leads/{lead.public_id}/score/").status_code == 403
    assert (
        api("leads:read").post(f"/api/v1/leads/{lead.public_id}/grade/", {"grade": None}).status_code == 403
    )


def test_a_rep_sees_only_their_own_and_may_not_grade(api_as, rep, lead):
    client = api_as(rep)

    assert client.get(f"/api/v1/leads/{lead.public_id}/score/").status_code == 404
    assert client.post(f"/api/v1/leads/{lead.public_id}/grade/", {"grade": None}).status_code == 403


def test_models_are_listed_drafted_and_published(api, lead, workspace):
    client = api("scoring:read", "scoring:write")
    assert client.get("/api/v1/scoring/models/draft/").status_code == 404

    put = client.put("/api/v1/scoring/models/draft/", {**small_model(), "based_on": 1})
    published = client.post("/api/v1/scoring/models/publish/", {})

    assert put.status_code == 200
    assert put.json()["model"]["name"] == "Small"
    assert published.json()["version"] == 2
    assert published.json()["job"]
    listed = client.get("/api/v1/scoring/models/").json()["results"]
    assert [(row["version"], row["state"]) for row in listed] == [(2, "published"), (1, "retired")]
    detail = client.get(f"/api/v1/scoring/models/{listed[0]['id']}/").json()
    assert [item["key"] for item in detail["model"]["groups"][0]["criteria"]] == ["phone", "title"]
    assert client.put("/api/v1/scoring/models/draft/", detail["model"]).json()["model"] == detail["model"]
    rolled = client.post("/api/v1/scoring/models/publish/", {"version": 1})
    assert rolled.json()["version"] == 3


def test_stale_and_bad_drafts_are_refused_and_nothing_changes(api, lead, workspace):
    client = api("scoring:read", "scoring:write")
    url = "/api/v1/scoring/models/draft/"
    bad = small_model()
    bad["groups"][0]["criteria"][0]["condition"] = {"field": "person.shoe_size", "op": "eq", "value": 1}

    assert client.put(url, {**small_model(), "based_on": 9}).status_code == 409
    refused = client.put(url, bad)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["path"] == "$.groups[0].criteria[0].condition.field"
    assert client.put(url, []).status_code == 400
    assert client.post("/api/v1/scoring/models/publish/", {}).status_code == 404
    assert client.post("/api/v1/scoring/models/publish/", {"version": 1}).status_code == 409
    with workspace_scope(workspace.pk):
        assert queries.draft() is None
    first = client.put(url, small_model())
    assert client.put(url, small_model(), headers={"If-Match": first["ETag"]}).status_code == 200
    assert client.put(url, small_model(), headers={"If-Match": first["ETag"]}).status_code == 409
    assert client.put(url, {**small_model(), "groups": []}).status_code == 200
    assert client.post("/api/v1/scoring/models/publish/", {}).status_code == 400


def test_a_marketer_drafts_but_does_not_publish(api_as, marketer, lead):
    client = api_as(marketer)

    assert client.put("/api/v1/scoring/models/draft/", small_model()).status_code == 200
    assert client.post("/api/v1/scoring/models/publish/", {}).status_code == 403


def test_the_draft_is_shown_to_who_may_see_it(
    api, api_as, admin, marketer, manager, rep, viewer, lead, workspace
):
    url = "/api/v1/scoring/models/"
    with workspace_scope(workspace.pk):
        draft = drafts.start(by=None, at=NOW)
        live = queries.live()

    def seen(client):
        listed = {row["state"] for row in client.get(url).json()["results"]}
        codes = [
            client.get(f"{url}{path}/").status_code for path in ("draft", draft.public_id, live.public_id)
        ]
        return "draft" in listed, *codes

    for person in (admin, marketer, manager):
        assert seen(api_as(person)) == (True, 200, 200, 200)
    for person in (rep, viewer):
        assert seen(api_as(person)) == (False, 403, 404, 200)
    assert seen(api("scoring:read")) == (True, 200, 200, 200)


def test_a_misspelt_version_publishes_nothing(api, lead):
    client = api("*")

    answer = client.post("/api/v1/scoring/models/publish/", {"versoin": 1})

    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "versoin")


def test_the_history_says_what_was_kept_and_what_moved(api, lead, workspace):
    with workspace_scope(workspace.pk):
        Lead.objects.filter(pk=lead.pk).update(created_at=NOW - timedelta(days=60))

    answer = api("leads:read").get(f"/api/v1/leads/{lead.public_id}/score/history/").json()

    assert [(point["event"], point["version"]) for point in answer["points"]] == [("changed", 1)]
    assert ("inquiry", "faded") in [(each["key"], each["why"]) for each in answer["week"]["moved"]]
