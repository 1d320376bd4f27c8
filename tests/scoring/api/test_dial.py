"""The dial, asked for and turned by programs: the same places as on the page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring import queries
from scoring.services import drafts, impact
from tests.factories.leads import make_lead
from tests.scoring.conftest import PHONE, make_live, small_model
from work import jobs
from work.models import Job


NOW = timezone.now()
DIAL = "/api/v1/scoring/models/draft/dial/"


@pytest.fixture
def drafted(workspace):
    with workspace_scope(workspace.pk):
        make_live(at=NOW)
        for number in range(40):
            make_lead(
                email=f"a{number}@x.es",
                phone="+34600000147" if number % 2 else "",
                job_title="directora" if number % 4 == 1 else "",
                created_at=NOW - timedelta(days=1 + number),
            )
        drafts.save(document=small_model(), by=None, at=NOW)


@pytest.fixture
def client(api):
    return api("scoring:read", "scoring:write")


def turn(client, **body):
    return client.post(DIAL, body, content_type="application/json")


def light(workspace) -> dict:
    with workspace_scope(workspace.pk):
        return queries.document_of(queries.draft())["light"]["condition"]


def test_each_setting_says_what_it_would_mean(client, drafted):
    body = client.get(DIAL).json()

    assert (body["scale"], body["line"], body["fixed"], body["state"]) == ("grade", "B-0", None, "done")
    assert body["definition"] == {"model": "", "definition": "", "name": "Every lead"}
    assert body["newcomers"] == {"days": 41, "looked_at": 40, "one_in": 1, "wanting": 0}
    weeks = [place["hand_offs_a_week"] for place in body["places"]]
    assert weeks == sorted(weeks, reverse=True)
    drafted_place = next(place for place in body["places"] if place["is_draft"])
    assert (drafted_place["asks"], drafted_place["is_live"]) == ("Grade B or better", True)
    assert drafted_place["accepted"] == {
        "share": None,
        "low": None,
        "high": None,
        "hand_offs": 0,
        "wanting": 20,
    }


def test_a_setting_is_chosen_by_name_or_by_line(client, drafted, workspace):
    rare = next(place["line"] for place in client.get(DIAL).json()["places"] if place["setting"] == "rare")

    by_name = turn(client, setting="rare")
    by_line = turn(client, line="A-60")

    assert (by_name.status_code, by_name.json()["line"]) == (200, rare)
    assert (by_line.status_code, by_line.json()["line"]) == (200, "A-60")
    assert by_line["ETag"] == f'"{by_line.json()["revision"]}"'
    assert light(workspace)["all"][1:] == small_model()["light"]["condition"]["all"][1:]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"line": "A-60", "setting": "rare"},
        {"line": "E-60"},
        {"line": "60"},
        {"setting": "raw"},
        {"line": "A-60", "odd": 1},
        {"line": ["A-60"]},
    ],
)
def test_what_is_no_setting_is_refused(client, drafted, workspace, body):
    before = light(workspace)

    answer = turn(client, **body)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert light(workspace) == before


def test_a_draft_of_another_revision_is_not_turned(client, drafted, workspace):
    answer = client.post(
        DIAL, {"line": "A-60"}, content_type="application/json", headers={"If-Match": '"999"'}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "draft_changed")


@pytest.mark.parametrize("query", ["?model=gone", "?definition=gone"])
def test_a_definition_that_is_gone_is_not_found(client, drafted, query):
    assert client.get(f"{DIAL}{query}").status_code == 404
    assert turn(client, line="A-60", definition="gone").status_code == 404


def test_without_a_draft_there_is_no_dial(client, workspace):
    assert client.get(DIAL).status_code == 404
    assert turn(client, line="A-60").status_code == 404
    assert client.post(f"{DIAL}count/").status_code == 404


def test_what_cannot_be_turned_says_why(client, drafted, workspace):
    entangled = {"any": [{"field": "score.grade", "op": "eq", "value": "A"}, PHONE]}
    with workspace_scope(workspace.pk):
        drafts.save(document=small_model(light={"condition": entangled, "near_points": 5}), by=None, at=NOW)

    assert client.get(DIAL).json()["fixed"] == "entangled"
    for asked in ({"line": "A-60"}, {"setting": "rare"}):
        refusal = turn(client, **asked).json()
        assert (refusal["status"], refusal["code"]) == (409, "cannot_turn")
        assert refusal["errors"] == [{"path": "fixed", "message": "entangled"}]


def test_a_setting_of_many_leads_is_refused_until_a_job_has_counted(client, drafted, workspace, monkeypatch):
    monkeypatch.setattr(impact, "MOST_LEADS", 2)

    refusal = turn(client, setting="rare").json()
    assert (refusal["status"], refusal["code"]) == (409, "not_counted")

    client.post(f"{DIAL}count/")
    with workspace_scope(workspace.pk):
        jobs.run(keys=[Job.objects.get(kind="dial").pk], at=timezone.now())
    assert turn(client, setting="rare").status_code == 200


def test_with_little_history_a_name_is_no_setting(client, workspace):
    with workspace_scope(workspace.pk):
        drafts.save(document=small_model(), by=None, at=NOW)

    assert turn(client, setting="rare").json()["code"] == "no_such_setting"
    assert turn(client, line="A-60").status_code == 200


def test_of_many_leads_a_job_counts_and_asking_starts_none(client, drafted, workspace, monkeypatch):
    at_once = client.get(DIAL).json()["places"]
    monkeypatch.setattr(impact, "MOST_LEADS", 2)

    asked = client.get(DIAL).json()
    begun = client.post(f"{DIAL}count/")
    with workspace_scope(workspace.pk):
        key = Job.objects.get(kind="dial").pk
        jobs.run(keys=[key], at=NOW)

    assert (asked["state"], asked["places"], asked["newcomers"]) == ("none", [], None)
    assert (begun.status_code, begun.json()["state"], begun.json()["total"]) == (202, "running", 40)
    found = client.get(DIAL).json()
    assert (found["state"], found["places"]) == ("done", at_once)
    assert found["counted_at"] is not None


def test_reading_needs_a_key_that_reads_scoring_and_turning_one_that_writes(api, drafted):
    assert api("leads:read").get(DIAL).status_code == 403
    assert turn(api("scoring:read"), line="A-60").status_code == 403
