"""The reports for programs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from tenants.models import Membership, Workspace
from tests.clients import JsonClient
from tests.factories import distribution, leads


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Api = Callable[..., JsonClient]
REPORTS = ("funnel", "sources", "response", "rejects", "workflows", "calibration")


def get(client: JsonClient, name: str, query: str = "") -> Any:
    return client.get(f"/api/v1/reports/{name}/{query}")


@pytest.mark.parametrize("name", REPORTS)
def test_report_answers_with_its_question(name: str, workspace: Workspace, api: Api) -> None:
    answer = get(api("reports:read"), name, "?period=custom&from=2026-03-01&to=2026-03-31")

    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["period"] == {"first": "2026-03-01", "last": "2026-03-31", "time_zone": "Europe/Madrid"}
    assert body["before"]["first"] == "2026-02-01"
    assert get(api("leads:read"), name).status_code == 403


def test_funnel_and_sources_tell_unknown_cost_from_none(workspace: Workspace, api: Api) -> None:
    with workspace_scope(workspace.pk):
        web = leads.make_source("web")
        paid = leads.make_campaign("paid", cost=300, source=web)
        leads.make_lead(source=web, campaign=paid)
        leads.make_lead(source=web, campaign=paid, stage="sal")
        leads.make_lead(source=leads.make_source("fair"))

    sources = get(api(), "sources").json()
    funnel = get(api(), "funnel").json()

    lines = {line["key"]: line for line in sources["lines"]}
    assert (lines["web"]["cost"], lines["web"]["cost_per_lead"], lines["web"]["cost_per_mql"]) == (
        300,
        150,
        300,
    )
    assert (lines["fair"]["cost"], lines["fair"]["cost_per_lead"]) == (None, None)
    assert [(step["step"], step["count"]) for step in funnel["steps"]][2:5] == [
        ("leads", 3),
        ("mql", 1),
        ("sal", 1),
    ]


def test_response_names_people_by_public_id(workspace: Workspace, rep: Membership, api: Api) -> None:
    at = timezone.now() - timedelta(days=2)
    with workspace_scope(workspace.pk):
        lead = leads.make_lead(stage="sal", owner=rep.user, created_at=at)
        distribution.make_hand_off(
            lead, rep, at, state="accepted", answered_at=at, contacted_at=at + timedelta(minutes=4)
        )

    body = get(api(), "response").json()

    assert body["reps"][0] | {"median": 240.0, "within_5m": 1} == body["reps"][0]
    assert (body["reps"][0]["key"], body["reps"][0]["name"]) == (str(rep.user.public_id), "Rita Rep")


def test_calibration_says_how_sure_it_is(workspace: Workspace, rep: Membership, api: Api) -> None:
    with workspace_scope(workspace.pk):
        for _number in range(4):
            leads.make_lead(stage="sal", grade="A", owner=rep.user)

    bases = get(api(), "calibration").json()["bases"]

    best = next(basis for basis in bases if basis["basis"] == "now")["grades"][0]
    assert (best["grade"], best["handed_off"], best["win"]["hits"], best["win"]["is_enough"]) == (
        "A",
        4,
        0,
        False,
    )
    assert best["win"]["low"] == 0
    assert best["win"]["high"] == pytest.approx(0.4899, abs=1e-4)


def test_rep_asks_for_the_own_funnel_only(workspace: Workspace, rep: Membership, api_as: Api) -> None:
    with workspace_scope(workspace.pk):
        leads.make_lead(stage="sal", owner=rep.user)
        leads.make_lead()
    client = api_as(rep)

    steps = get(client, "funnel").json()["steps"]

    assert steps[0] | {"step": "leads", "count": 1} == steps[0]
    assert get(client, "sources").status_code == 403


def test_question_that_means_nothing_is_refused(workspace: Workspace, api: Api) -> None:
    turned = get(api(), "funnel", "?period=custom&from=2026-03-05&to=2026-03-01")
    unknown = get(api(), "sources", "?source=nowhere")
    bad = get(api(), "sources", "?from=yesterday&period=custom")

    assert [answer.status_code for answer in (turned, unknown, bad)] == [400, 400, 400]
    assert unknown.json()["errors"][0]["path"] == "source"
