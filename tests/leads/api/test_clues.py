from leads.models import Lead
from leads.services import inferences, inferring
from tests.factories.leads import make_lead
from tests.leads.api.addresses import of


def test_a_clue_is_noted_and_stands_on_the_lead(in_scope, api):
    lead, client = make_lead(), api("leads:read", "leads:write")

    made = client.post(
        of(lead, "clues/"),
        {"question": "budget", "value": 20000, "is_at_least": True, "confidence": 70, "evidence": "New van"},
    )

    assert made.status_code == 201, made.json()
    assert made.json()["evidence"] == "New van"
    assert client.get(of(lead)).json()["clues"] == {
        "budget": {"value": 20000, "is_at_least": True, "confidence": 70}
    }
    assert [item["value"] for item in client.get(of(lead, "clues/")).json()["results"]] == [20000]


def test_of_hundred_percent_it_is_what_is_known(in_scope, api):
    lead = make_lead()

    api("leads:write").post(
        of(lead, "clues/"), {"question": "authority", "value": "decides", "confidence": 100}
    )

    assert Lead.objects.get().authority == "decides"


def test_what_is_no_clue_is_refused_with_its_path(in_scope, api):
    lead, client = make_lead(), api("leads:write")

    for body, path in [
        ({"question": "shoes", "value": 1, "confidence": 50}, "question"),
        ({"question": "timeline", "value": "soon", "confidence": 50}, "value"),
        ({"question": "budget", "value": {"a": 1}, "confidence": 50}, "value"),
        ({"question": "budget", "value": 10**400, "confidence": 50}, "value"),
        ({"question": "budget", "value": 1, "confidence": 100, "is_at_least": True}, "is_at_least"),
        ({"question": "budget", "value": 1, "confidence": 0}, "confidence"),
        ({"question": "budget", "value": 1, "confidence": 50, "sure": 1}, "sure"),
    ]:
        answer = client.post(of(lead, "clues/"), body)
        assert answer.status_code == 400, answer.json()
        assert [error["path"] for error in answer.json()["errors"]] == [path]


def test_an_inferred_one_names_its_inference(in_scope, api, admin):
    from django.utils import timezone

    values = {"name": "Is an owner", "condition": {"all": []}, "question": "authority"}
    item = inferences.add(
        values=values | {"value": "decides", "confidence": 60}, by=admin.user_id, at=timezone.now()
    )
    lead = make_lead()
    inferring.infer(lead_ids=[lead.pk], at=timezone.now())

    (found,) = api("leads:read").get(of(lead, "clues/")).json()["results"]

    assert (found["inference"], found["evidence"]) == (str(item.public_id), "Is an owner")
