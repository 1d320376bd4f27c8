"""Merging by program: the survivor answers, the lost id says where it went."""

import pytest
from django.urls import URLPattern, get_resolver

from leads.models import Lead
from leads.services import merging
from tests.factories.leads import make_lead
from tests.leads.api.addresses import of


# What a view answers to a method that it does not have.
REFUSED = {403, 405}


@pytest.fixture
def pair(in_scope):
    return make_lead(email="ana@sol.es"), make_lead(email="b@sol.es", phone="600111222", city="Toledo")


def test_merge_and_back(api, pair):
    stays, goes = pair
    client = api("leads:read", "leads:write")

    merged = client.post(of(stays, "merge/"), {"other": str(goes.public_id), "take": ["city"]})

    assert (merged.status_code, merged.json()["city"], merged.json()["phone"]) == (200, "Toledo", "")
    moved = client.get(of(goes, "timeline/"))
    assert (moved.status_code, moved.json()["merged_into"]) == (301, str(stays.public_id))
    assert moved["Location"].endswith(of(stays, "timeline/"))
    refused = client.post(of(goes, "notes/"), {"text": "Hello"})
    assert (refused.status_code, refused.json()["code"]) == (409, "merged")

    undone = client.post(of(stays, "unmerge/"), {"other": str(goes.public_id)})

    assert undone.json() == {"lead": str(stays.public_id), "restored": str(goes.public_id), "left": []}
    assert client.get(of(goes)).status_code == 200
    assert client.post(of(stays, "unmerge/"), {"other": str(goes.public_id)}).status_code == 409


def test_an_old_version_an_unknown_fact_and_the_same_lead_are_refused(api, pair):
    stays, goes = pair
    client, body = api("leads:write"), {"other": str(goes.public_id)}

    assert client.post(of(stays, "merge/"), body, headers={"If-Match": '"9"'}).status_code == 409
    assert client.post(of(stays, "merge/"), body | {"take": ["grade"]}).status_code == 400
    assert client.post(of(stays, "merge/"), {"other": str(stays.public_id)}).status_code == 400
    assert Lead.objects.count() == 2


def test_every_rooms_address_of_a_merged_lead_says_what_became_of_it(api, pair):
    stays, goes = pair
    client = api("*")
    merging.merge(winner=stays, loser=goes, by=None, at=stays.created_at)
    below = [path for path in _paths(get_resolver().url_patterns) if "leads/<uuid:public_id>/" in path]
    assert len(below) > 15

    for path in sorted(path for path in below if path.count("<") == 1):
        url = "/" + path.replace("<uuid:public_id>", str(goes.public_id))
        read, written = client.get(url), client.post(url, _body(path))

        if read.status_code not in REFUSED:
            assert (path, read.status_code, read.json()["merged_into"]) == (path, 301, str(stays.public_id))
            assert read["Location"] == url.replace(str(goes.public_id), str(stays.public_id))
        if written.status_code not in REFUSED:
            assert (path, written.status_code, written.json()["code"]) == (path, 409, "merged")


def _paths(patterns, before=""):
    for one in patterns:
        path = before + str(one.pattern)
        yield from [path] if isinstance(one, URLPattern) else _paths(one.url_patterns, path)


def _body(path):
    """What a view wants to have read before it looks for the lead."""
    name = path.rstrip("/").rpartition("/")[2]
    some = "01900000-0000-7000-8000-000000000000"
    return {"enroll": {"workflow": some}, "merge": {"other": some}}.get(name, {})


def test_a_lead_named_in_a_body_is_told_of_too(api, pair):
    stays, goes = pair
    third = make_lead(email="c@sol.es")
    merging.merge(winner=stays, loser=goes, by=None, at=stays.created_at)

    by_id = api("activities:write").post(
        "/api/v1/activities/", {"lead": str(goes.public_id), "kind": "page_view"}
    )
    by_address = api("activities:write").post(
        "/api/v1/activities/", {"email": "b@sol.es", "kind": "page_view"}
    )
    merged = api("leads:write").post(of(third, "merge/"), {"other": str(goes.public_id)})

    assert (by_id.status_code, by_id.json()["merged_into"]) == (409, str(stays.public_id))
    assert (by_address.status_code, by_address.json()["lead"]) == (201, str(stays.public_id))
    assert (merged.status_code, merged.json()["merged_into"]) == (409, str(stays.public_id))
