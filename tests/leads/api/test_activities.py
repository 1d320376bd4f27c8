from datetime import timedelta

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import Activity
from tests.factories.leads import make_lead
from work.models import WorkItem


URL = "/api/v1/activities/"


def test_behavior_is_written_once(in_scope, api):
    lead = make_lead(email="ana@sol.es")
    client = api("activities:write")
    body = {"lead": str(lead.public_id), "kind": "page_view", "data": {"url": "/prices"}, "id": "e1"}

    first = client.post(URL, body)
    again = client.post(URL, body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["created"], again.json()["created"]) == (True, False)
    assert Activity.objects.get().data == {"url": "/prices"}
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_without_an_id_each_report_counts(in_scope, api):
    make_lead(email="ana@sol.es")
    client = api("activities:write")

    for _number in range(2):
        assert client.post(URL, {"email": "ANA@sol.es", "kind": "download"}).status_code == 201

    assert Activity.objects.count() == 2


def test_an_id_belongs_to_its_lead(in_scope, api):
    make_lead(email="ana@sol.es")
    make_lead(email="bea@sol.es")
    client = api("activities:write")

    answers = [
        client.post(URL, {"email": f"{name}@sol.es", "kind": "download", "id": "1"})
        for name in ("ana", "bea")
    ]

    assert [answer.status_code for answer in answers] == [201, 201]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "won"},
        {"kind": "score_changed"},
        {"email": ""},
        {"email": "nobody"},
        {"occurred_at": "yesterday"},
        {"occurred_at": (timezone.now() + timedelta(days=1)).isoformat()},
        {"data": {"x": "x" * 9000}},
        {"data": []},
        {"data": {"seconds": 10**400}},
        {"data": {"deep": [{"amount": -1e308}]}},
        {"id": "x" * 91},
        {"points": 5},
    ],
)
def test_what_is_wrong_is_refused(in_scope, api, change):
    make_lead(email="ana@sol.es")

    response = api("activities:write").post(URL, {"email": "ana@sol.es", "kind": "page_view"} | change)

    assert response.status_code == 400
    assert not Activity.objects.exists()


def test_an_unknown_lead_is_404(in_scope, api, other_workspace):
    with workspace_scope(other_workspace.pk):
        stranger = make_lead(email="eva@sol.es")
    client = api("activities:write")

    assert client.post(URL, {"email": "eva@sol.es", "kind": "page_view"}).status_code == 404
    assert client.post(URL, {"lead": str(stranger.public_id), "kind": "page_view"}).status_code == 404


def test_it_needs_the_scope(in_scope, api, api_as, viewer):
    make_lead(email="ana@sol.es")
    body = {"email": "ana@sol.es", "kind": "page_view"}

    assert api("leads:write").post(URL, body).status_code == 403
    assert api_as(viewer).post(URL, body).status_code == 403
    assert api("activities:write").get(URL).status_code == 403
