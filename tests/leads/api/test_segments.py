"""Segments over the API."""

from leads.models import Segment
from tests.factories.leads import make_lead
from tests.leads.test_segments import MADRID, make_segment


URL = "/api/v1/segments/"


def test_made_read_changed_used_and_deleted(api, in_scope):
    client = api()
    lead = make_lead(city="Madrid")
    make_lead(city="Soria")

    made = client.post(URL, {"name": "Madrid", "condition": MADRID})
    segment = made.json()
    listed = client.get(URL).json()["results"]
    leads = client.get(f"/api/v1/leads/?segment={segment['id']}").json()["results"]
    changed = client.patch(f"{URL}{segment['id']}/", {"description": "The capital"})

    assert made.status_code == 201
    assert (segment["condition"], segment["count"]) == (MADRID, None)
    assert [item["name"] for item in listed] == ["Madrid"]
    assert [item["id"] for item in leads] == [str(lead.public_id)]
    assert changed.json()["description"] == "The capital"
    assert client.delete(f"{URL}{segment['id']}/").status_code == 204
    assert client.get(f"{URL}{segment['id']}/").status_code == 404
    assert not Segment.objects.exists()


def test_a_bad_condition_is_refused_with_its_path(api, in_scope):
    answer = api().post(URL, {"name": "X", "condition": {"all": [{"field": "nothing", "op": "eq"}]}})

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_condition"
    assert answer.json()["errors"][0]["path"] == "$.all[0].field"


def test_a_name_taken_and_a_misspelt_key_are_refused(api, in_scope):
    make_segment()

    assert api().post(URL, {"name": "Madrid", "condition": MADRID}).status_code == 409
    assert api().post(URL, {"name": "Soria", "rule": MADRID}).status_code == 400
