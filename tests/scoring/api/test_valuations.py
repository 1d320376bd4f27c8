"""Sales' valuation in a model's document: read, and passed over when it is sent back."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring.services import meeting as meetings
from tests.scoring.meetings import value_the_phone


NOW = timezone.now()
URL = "/api/v1/scoring/models/"


@pytest.fixture
def valued(workspace, rep, manager) -> None:
    with workspace_scope(workspace.pk):
        meetings.close(meeting=value_the_phone(rep, manager, at=NOW), by=None, at=NOW)


def criteria(body) -> dict:
    return {item["key"]: item for group in body["model"]["groups"] for item in group["criteria"]}


def test_each_criterion_carries_what_sales_gave(api, valued):
    client = api("scoring:read", "scoring:write")
    live = client.get(URL).json()["results"][0]["id"]

    found = criteria(client.get(f"{URL}{live}/").json())

    said = found["phone"]["valuation"]
    assert (said["median"], said["spread"], said["voters"], said["meeting"]) == (1.5, 3, 2, "Spring")
    assert found["title"]["valuation"] is None


def test_what_was_read_may_be_sent_back_whole(api, valued):
    client = api("scoring:read", "scoring:write")
    live = client.get(URL).json()["results"][0]["id"]
    document = client.get(f"{URL}{live}/").json()["model"]
    document["groups"][0]["criteria"][0]["valuation"] = {"median": 3}

    draft = client.put(f"{URL}draft/", document)

    assert draft.status_code == 200, draft.json()
    assert criteria(draft.json())["phone"]["valuation"]["median"] == 1.5


@pytest.mark.parametrize(
    "document", [{"groups": 1}, {"groups": [1]}, {"groups": [{"criteria": [1]}]}, {"models": [[]]}]
)
def test_a_document_of_another_shape_is_refused_as_before(api, valued, document):
    assert api("*").put(f"{URL}draft/", document).status_code == 400
