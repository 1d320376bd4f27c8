"""Routes, pools and reasons on the API."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from distribution.models import Pool, RejectReason, Route
from tests.factories.distribution import make_pool, make_reason, make_route


ROUTES, POOLS, REASONS = "/api/v1/routes/", "/api/v1/pools/", "/api/v1/reject-reasons/"
BIG = {"all": [{"field": "company.employees", "op": "gte", "value": 50}]}


def test_a_route_is_made_read_and_changed(in_scope, rep, api):
    pool, client = make_pool(members=[rep]), api("routes:read", "routes:write")

    made = client.post(ROUTES, {"name": "Big", "pool": str(pool.public_id), "condition": BIG})
    changed = client.patch(f"{ROUTES}{made.json()['id']}/", {"is_active": False})
    listed = client.get(ROUTES).json()

    assert (made.status_code, made.json()["condition"]) == (201, BIG)
    assert (changed.json()["is_active"], changed.json()["condition"]) == (False, BIG)
    assert [row["name"] for row in listed["results"]] == ["Big"]
    assert (listed["next"], listed["previous"]) == (None, None)


def test_a_bad_condition_is_told_with_its_path(in_scope, api):
    pool = make_pool()

    answer = api().post(
        ROUTES,
        {"name": "X", "pool": str(pool.public_id), "condition": {"all": [{"field": "nope", "op": "eq"}]}},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_condition")
    assert answer.json()["errors"][0]["path"] == "$.all[0].field"
    assert not Route.objects.exists()


@pytest.mark.parametrize("condition", ["all", [], 7])
def test_a_condition_that_is_no_object_is_refused(in_scope, api, condition):
    pool = make_pool()

    answer = api().post(ROUTES, {"name": "X", "pool": str(pool.public_id), "condition": condition})

    assert answer.status_code == 400


def test_routes_are_ordered(in_scope, api):
    pool = make_pool()
    first, second = make_route(pool, "A"), make_route(pool, "B")

    answer = api().post(f"{ROUTES}order/", {"order": [str(second.public_id), str(first.public_id)]})

    assert [row["name"] for row in answer.json()] == ["B", "A"]


@pytest.mark.parametrize("count", [0, 1])
def test_an_order_that_leaves_routes_out_or_names_strangers_is_refused(in_scope, api, count):
    route = make_route(make_pool())

    answer = api().post(
        f"{ROUTES}order/", {"order": [str(route.public_id), str(uuid4())][:0] + [str(uuid4())] * count}
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_route")


def test_a_pool_is_made_and_changed(in_scope, rep, api):
    client = api()

    made = client.post(POOLS, {"name": "North", "members": [{"user": str(rep.user.public_id), "weight": 2}]})
    changed = client.patch(f"{POOLS}{made.json()['id']}/", {"takes_all_reps": True})

    assert made.json()["members"] == [{"user": str(rep.user.public_id), "weight": 2}]
    assert (changed.json()["takes_all_reps"], changed.json()["members"]) == (True, made.json()["members"])


def test_reasons_are_listed_made_and_changed(in_scope, api):
    client = api()

    made = client.post(REASONS, {"label": "Too far", "resume_days": 30})
    changed = client.patch(f"{REASONS}{made.json()['id']}/", {"label": "Far"})

    assert (made.status_code, made.json()["slug"]) == (201, "too-far")
    assert (changed.json()["label"], changed.json()["resume_days"]) == ("Far", 30)
    assert client.get(REASONS).json()["results"][0]["label"] == "Far"


def test_a_slug_is_used_once(in_scope, api):
    make_reason("far")

    answer = api().post(REASONS, {"label": "Far", "slug": "far"})

    assert (answer.status_code, answer.json()["code"]) == (400, "name_taken")
    assert RejectReason.objects.count() == 1


@pytest.mark.parametrize("url", [ROUTES, POOLS, REASONS])
def test_scopes_are_asked_for(in_scope, api, url):
    assert api("leads:read").get(url).status_code == 403
    assert api("routes:read").get(url).status_code == 200
    assert api("routes:read").post(url, {}).status_code == 403


@pytest.mark.parametrize("url", [ROUTES, POOLS, REASONS])
def test_an_unknown_id_is_not_found(in_scope, api, url):
    assert api().get(f"{url}{uuid4()}/").status_code == 404


@pytest.mark.parametrize("url", [ROUTES, POOLS, REASONS])
def test_lists_ask_no_more_for_many_rows(in_scope, rep, api, url):
    client = api()

    def fill(count: int) -> None:
        for number in range(count):
            make_route(make_pool(f"{count}-{number}", [rep]))
            make_reason(f"r{count}-{number}")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    fill(3)
    asked()
    few = asked()
    fill(30)

    assert asked() == few
    assert Pool.objects.count() == 33


@pytest.mark.parametrize("url", [ROUTES, POOLS, REASONS])
def test_a_misspelt_name_is_refused_by_name(in_scope, api, url):
    answer = api().post(url, {"name": "X", "label": "X", "resume_dayz": 7})

    assert answer.status_code == 400
    assert "resume_dayz" in {error["path"] for error in answer.json()["errors"]}
    assert not Pool.objects.exists()
    assert not RejectReason.objects.exists()
