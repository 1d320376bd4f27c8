from uuid import uuid4

import pytest

from leads.models import Source
from tests.factories.leads import make_source, make_topic


LISTS = {
    "sources": ({"name": "Feria", "channel": "event"}, {"name": "Feria 2"}, {"channel": "smoke"}),
    "campaigns": ({"name": "Spring", "source": "web", "cost": 100}, {"cost": 200}, {"source": "unknown"}),
    "topics": ({"name": "Baths"}, {"purchase_cycle_days": 30}, {"purchase_cycle_days": 0}),
    "products": ({"name": "Bath", "topic": "kitchens", "price": 10}, {"topic": None}, {"topic": "unknown"}),
    "fields": ({"label": "Rooms", "type": "number"}, {"label": "All rooms"}, {"type": "text"}),
    "classification-rules": (
        {
            "kind": "phase",
            "value": "decision",
            "condition": {"field": "company.city", "op": "eq", "value": "Madrid"},
        },
        {"value": "awareness"},
        {"condition": {"field": "nowhere", "op": "eq", "value": 1}},
    ),
}


@pytest.fixture
def lists(in_scope):
    make_source("web")
    make_topic("kitchens")


@pytest.mark.parametrize("name", LISTS)
def test_add_read_change(lists, api, name):
    new, change, wrong = LISTS[name]
    client, url = api("catalog:read", "catalog:write"), f"/api/v1/{name}/"

    made = client.post(url, new)
    one = f"{url}{made.json()['id']}/"
    changed = client.patch(one, change)
    refused = client.patch(one, wrong)
    off = client.patch(one, {"is_active": False})

    assert made.status_code == 201, made.content
    assert changed.status_code == 200
    assert changed.json() | change == changed.json()
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert off.json()["is_active"] is False
    assert client.get(one).json() == off.json()
    assert made.json()["id"] in [item["id"] for item in client.get(url).json()["results"]]


@pytest.mark.parametrize("name", LISTS)
def test_access(lists, api, api_as, viewer, marketer, other_workspace, name):
    url = f"/api/v1/{name}/"
    one = f"{url}{api().post(url, LISTS[name][0]).json()['id']}/"
    marketers_code = 403 if name == "fields" else 400

    assert api("leads:read").get(url).status_code == 403
    assert api("catalog:read").post(url, {}).status_code == 403
    assert api_as(viewer).get(url).status_code == 200
    assert api_as(viewer).post(url, {}).status_code == 403
    assert api_as(marketer).post(url, {}).status_code == marketers_code
    assert api(workspace=other_workspace).get(one).status_code == 404
    assert api(workspace=other_workspace).patch(one, {"is_active": False}).status_code == 404
    assert api().get(f"{url}{uuid4()}/").status_code == 404


def test_a_taken_slug_is_a_conflict(lists, api):
    response = api().post("/api/v1/sources/", {"name": "Web", "channel": "form"})

    assert (response.status_code, response.json()["code"]) == (409, "name_taken")
    assert Source.objects.count() == 1


def test_a_misspelt_name_is_refused(lists, api):
    response = api().post("/api/v1/sources/", {"name": "X", "chanel": "form"})

    assert {error["path"] for error in response.json()["errors"]} >= {"chanel"}
