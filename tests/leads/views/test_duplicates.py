"""The list of likely duplicates, the panel on the lead, and the API."""

import pytest
from django.utils import timezone

from leads.models import LikelyPair
from tests.factories.leads import make_lead
from tests.leads.api.addresses import of
from work.models import Job


LIST = "/w/acme/leads/duplicates/"


@pytest.fixture
def pair(in_scope):
    first, second = (
        make_lead(first_name="Ana", email="ana@sol.es"),
        make_lead(first_name="Anna", phone="600111222"),
    )
    return LikelyPair.objects.create(
        first=first, second=second, score=80, reasons=["same_phone"], found_at=timezone.now()
    )


def test_the_pair_is_listed_with_its_reasons_and_set_aside(client_for, marketer, pair):
    client = client_for(marketer)
    text = client.get(LIST).content.decode()
    assert "Same phone" in text
    assert f"/w/acme/leads/{pair.first_id}/merge/{pair.second_id}/" in text
    assert "Likely duplicates" in client.get(f"/w/acme/leads/{pair.second_id}/").content.decode()

    suggested = client.get(f"/w/acme/leads/{pair.second_id}/merge/{pair.first_id}/?suggested=1")
    assert suggested["Location"] == f"/w/acme/leads/{pair.first_id}/merge/{pair.second_id}/"

    client.post(f"{LIST}{pair.pk}/dismiss/")

    page = client.get(LIST).content.decode()
    assert "No two leads look alike" in page
    assert f"{LIST}{pair.pk}/restore/" in page


def test_a_rep_sees_pairs_of_own_leads_only(client_for, rep, pair):
    assert "Same phone" not in client_for(rep).get(LIST).content.decode()
    assert client_for(rep).post(f"{LIST}{pair.pk}/dismiss/").status_code == 404


def test_the_scan_is_begun_once(client_for, marketer, in_scope):
    client = client_for(marketer)

    assert "/jobs/" in client.post(f"{LIST}scan/")["Location"]
    assert client.post(f"{LIST}scan/")["Location"] == LIST
    assert "passed over" not in client.get(LIST).content.decode()
    Job.objects.update(state=Job.State.DONE, result={"crowded": 3})
    assert "3 phones, names or domains" in client.get(LIST).content.decode()


def test_duplicates_of_a_lead_by_api(api, pair):
    found = api("leads:read").get(of(pair.first, "duplicates/")).json()["results"]

    assert found == [
        {"lead": str(pair.second.public_id), "title": "Anna", "score": 80, "reasons": ["same_phone"]}
    ]
