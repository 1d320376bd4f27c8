"""Trying a draft: on what has ended, on one lead, beside another version; signed by both sides."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import Lead
from leads.services import timeline
from scoring import queries
from scoring.services import drafts, publish, rescore, sign_off
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import small_model


NOW = timezone.now()


@pytest.fixture
def ana(workspace):
    """A lead that the live rules handed over and that was won; the draft wants 60 points a phone no more."""
    with workspace_scope(workspace.pk):
        drafts.save(document=small_model(), by=None, at=NOW)
        publish.publish(by=None, at=NOW)
        lead = make_lead(first_name="Ana", last_name="Ruiz", phone="+34600000147", email="ana@x.es")
        make_activity(lead, "inquiry", at=NOW)
        for kind in ("handed_off", "won"):
            timeline.record(lead_id=lead.pk, kind=kind, at=NOW)
            rescore.score(lead_ids=[lead.pk], at=NOW)
        less = small_model()
        less["groups"][0]["criteria"][0]["points"] = 10
        drafts.save(document=less, by=None, at=NOW)
    return lead


@pytest.fixture
def alice(client_for, admin):
    return client_for(admin)


def test_the_back_test_shows_both_versions_and_names(alice, ana):
    answer = alice.get("/w/acme/scoring/draft/backtest/?end=won&n=20")

    assert answer.status_code == 200
    assert [(row["event"], row["live"], row["draft"]) for row in answer.context["tried"]] == [
        ("won", 1, 0),
        ("lost", 0, 0),
        ("rejected", 0, 0),
    ]
    assert "Ana Ruiz" in answer.content.decode()


def test_its_table_alone_is_part_of_the_draft_page(alice, ana):
    part = alice.get("/w/acme/scoring/draft/backtest/", headers={"HX-Request": "true"}).content.decode()

    assert "<table" in part
    assert "<html" not in part


def test_a_lead_is_found_and_tried(alice, ana):
    found = alice.get("/w/acme/scoring/draft/try/?q=ruiz").content.decode()
    tried = alice.get(f"/w/acme/scoring/draft/try/?lead={ana.pk}")

    assert f"?lead={ana.pk}" in found
    page = tried.content.decode()
    assert "+34600000147" in page
    hits = {hit.criterion.key: (hit.is_met, hit.tenths, hit.was) for hit in tried.context["found"].draft.hits}
    assert hits["phone"] == (True, 100, 400)
    assert hits["title"] == (False, 0, 0)
    assert (tried.context["found"].live.said.grade, tried.context["found"].draft.said.grade) == ("B", "C")


def test_several_answers_of_a_lead_are_told_beside_the_rule(alice, ana, workspace):
    with workspace_scope(workspace.pk):
        document = small_model()
        asked = {"field": "interest.topics", "op": "is_not_empty"}
        document["groups"][0]["criteria"].append({"label": "Says what", "points": 5, "condition": asked})
        drafts.save(document=document, by=None, at=NOW)
        Lead.objects.filter(pk=ana.pk).update(topics=["kitchens", "baths"])

    page = alice.get(f"/w/acme/scoring/draft/try/?lead={ana.pk}")

    assert page.status_code == 200
    assert "Topics: kitchens, baths" in page.content.decode()


def test_what_the_trial_says_is_what_publishing_does(alice, ana, workspace):
    said = alice.get(f"/w/acme/scoring/draft/try/?lead={ana.pk}").context["found"].draft.said
    with workspace_scope(workspace.pk):
        publish.publish(by=None, at=NOW)
        rescore.score(lead_ids=[ana.pk], at=NOW)
        ana.rank.refresh_from_db()

    assert (said.score, said.grade, said.light) == (ana.rank.score, ana.rank.grade, ana.rank.light)


@pytest.mark.parametrize("query", ["lead=999999", "lead=99999999999999999"])
def test_a_lead_that_is_not_there_is_not_found(alice, ana, query):
    assert alice.get(f"/w/acme/scoring/draft/try/?{query}").status_code == 404


def test_the_draft_page_and_two_versions_say_what_is_different(alice, ana, workspace):
    assert "Points: <del>+40.0</del>" in alice.get("/w/acme/scoring/draft/").content.decode()
    with workspace_scope(workspace.pk):
        publish.publish(by=None, at=NOW)

    assert "Points: <del>+40.0</del>" in alice.get("/w/acme/scoring/compare/").content.decode()
    back = alice.get("/w/acme/scoring/compare/?from=2&to=1").content.decode()
    assert "Points: <del>+10.0</del>" in back
    assert "the same rules" in alice.get("/w/acme/scoring/compare/?from=2&to=2").content.decode()
    assert alice.get("/w/acme/scoring/compare/?from=9&to=1").status_code == 404


def test_both_sides_sign_on_the_page_and_then_it_goes_live(
    alice, client_for, marketer, manager, ana, workspace
):
    alice.post("/w/acme/scoring/policy/", {"needs_sign_off": "on"})
    url, draft_url = "/w/acme/scoring/draft/sign/", "/w/acme/scoring/draft/"
    with workspace_scope(workspace.pk):
        revision = queries.draft().revision

    assert "Has not signed yet" in alice.get(draft_url).content.decode()
    assert alice.post("/w/acme/scoring/draft/publish/", {"revision": revision}).status_code == 409
    assert alice.post(url, {"revision": revision}).status_code == 403
    for person in (marketer, manager):
        assert client_for(person).post(url, {"revision": revision}).status_code == 303
    assert "An edit voided" not in alice.get(draft_url).content.decode()
    assert alice.post("/w/acme/scoring/draft/publish/", {"revision": revision}).status_code == 303
    with workspace_scope(workspace.pk):
        assert queries.live().version == 2


def test_an_administrator_gives_a_reason_to_do_without(alice, ana, workspace):
    with workspace_scope(workspace.pk):
        sign_off.set_policy(needs_sign_off=True, by=None, at=NOW)

    answer = alice.post("/w/acme/scoring/draft/publish/", {"override_reason": "Everybody\0 is away"})

    assert answer.status_code == 303


def test_a_key_cannot_publish_without_the_signatures(api, ana, workspace):
    with workspace_scope(workspace.pk):
        sign_off.set_policy(needs_sign_off=True, by=None, at=NOW)
    client = api("scoring:write")

    assert client.post("/api/v1/scoring/models/publish/", {}).json()["code"] == "not_signed"
    refused = client.post("/api/v1/scoring/models/publish/", {"override_reason": "x"})

    assert refused.status_code == 403
    with workspace_scope(workspace.pk):
        assert queries.live().version == 1


def test_a_reason_of_a_grade_has_its_last_day(alice, ana, workspace):
    until = (NOW + timedelta(days=9)).date().isoformat()
    url = f"/w/acme/leads/{ana.pk}/grade/"

    assert alice.post(url, {"grade": "A", "reason": "Knows us", "until_on": "2020-01-01"}).status_code == 422
    assert alice.post(url, {"grade": "A", "reason": "Knows us", "until_on": until}).status_code == 303
    page = alice.get(f"/w/acme/leads/{ana.pk}/score/").content.decode()
    assert "Knows us" in page
    assert until in alice.get(url).content.decode()
