"""Merging by program: the survivor answers, the lost id says where it went."""

import pytest

from leads.models import Lead
from tests.factories.leads import make_lead
from tests.leads.api.addresses import of


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
