"""The buttons that change what is live, or leave a draft, act on what the page showed."""

import re

import pytest

from core.scope import workspace_scope
from leads.models import FieldDefinition
from scoring import queries
from scoring.models import ScoringModel
from scoring.services import drafts
from tests.factories.leads import make_field
from tests.scoring.conftest import AT, make_live, small_model


BOATS = {"field": "custom.boats", "op": "is_not_empty"}


@pytest.fixture
def acme(workspace):
    """A workspace with v1, whose light names a field that is gone, v2, and a draft."""
    with workspace_scope(workspace.pk):
        make_field("boats", type="number")
        light = {"condition": {"all": [BOATS]}, "near_points": 5}
        for document in (small_model(light=light), small_model()):
            make_live(document)
        FieldDefinition.objects.filter(key="boats").delete()
        drafts.start(by=None, at=AT)
    return workspace


def sent(page: str, action: str) -> dict[str, str]:
    """Return what the form or button of the page that leads there sends along."""
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)
    assert form, action
    return dict(re.findall(r'name="(live|revision|confirm)" value="(\w*)"', form[0]))


def states(workspace):
    with workspace_scope(workspace.pk):
        return list(ScoringModel.objects.versions().order_by("version").values_list("version", "state"))[2:]


def test_a_roll_back_that_breaks_parts_is_asked_and_acts_once(acme, admin, client_for):
    client, url = client_for(admin), "/w/acme/scoring/v1/publish/"
    shown = sent(client.get("/w/acme/scoring/v1/").content.decode(), url)

    asked = client.post(url, shown)

    assert (shown, asked.status_code, states(acme)) == ({"live": "2"}, 409, [])
    assert "“What turns the light green”" in asked.content.decode()
    confirmed = sent(asked.content.decode(), url)
    assert confirmed == {"live": "2", "confirm": "on"}
    assert client.post(url, confirmed).status_code == 303
    assert client.post(url, confirmed).status_code == 409
    assert states(acme) == [(3, "published")]


def test_a_draft_that_another_changed_is_not_discarded_from_an_old_page(acme, marketer, client_for):
    client, url = client_for(marketer), "/w/acme/scoring/draft/discard/"
    shown = sent(client.get("/w/acme/scoring/draft/").content.decode(), url)
    with workspace_scope(acme.pk):
        drafts.save(document=small_model(name="Theirs"), by=None, at=AT)

    assert (shown, client.post(url, shown).status_code) == ({"revision": "1"}, 409)
    with workspace_scope(acme.pk):
        assert queries.draft().name == "Theirs"
    assert client.post(url, {"revision": "2"}).status_code == 303


def test_an_api_client_rolls_back_what_it_knows(acme, api):
    client, url = api("scoring:write"), "/api/v1/scoring/models/publish/"

    def code(**more):
        answer = client.post(url, {"version": 1, **more})
        return answer.status_code, answer.json().get("code")

    assert code(live=1) == (409, "live_changed")
    assert code(live=2) == (409, "names_what_is_gone")
    assert code(live=2, confirm=True) == (200, None)
    assert code(live=2, confirm=True) == (409, "live_changed")
