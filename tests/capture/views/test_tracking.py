"""The page about tracking, and what brought a lead on its page and in the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from capture import touches
from capture.models import Inquiry, Tracker
from core.errors import Invalid
from core.scope import workspace_scope
from tests.factories.capture import SHOP, make_inquiry, make_tracker, make_visit
from tests.factories.leads import make_lead


pytestmark = pytest.mark.django_db
PAGE = "/w/acme/settings/tracking/"
RULES = {"allowed_origins": SHOP, "asks_consent": "yes", "retention_days": "30", "is_active": "on"}


def test_a_marketer_sets_it_up_and_gets_a_line_to_paste(client_for, marketer, workspace):
    client = client_for(marketer)
    assert "script.js" not in client.get(PAGE).content.decode()
    with workspace_scope(workspace.pk):
        assert not Tracker.objects.exists()

    answer = client.post(
        PAGE,
        RULES | {"allowed_origins": "www.acme.test/tienda\nhttps://Acme.test:443 peñasco.test"},
        follow=True,
    )

    with workspace_scope(workspace.pk):
        tracker = Tracker.objects.get()
    assert tracker.allowed_origins == [
        "https://www.acme.test",
        "https://acme.test",
        "https://xn--peasco-xwa.test",
    ]
    assert (tracker.asks_consent, tracker.retention_days, tracker.is_active) == (True, 30, True)
    html = answer.content.decode()
    assert f"/t/{tracker.token}/script.js&quot;" in html
    assert "Waiting for the first visit…" in html


def test_other_rules_keep_the_address(client_for, marketer, workspace):
    with workspace_scope(workspace.pk):
        token = make_tracker().token
    client_for(marketer).post(PAGE, RULES | {"asks_consent": "no", "is_active": ""})

    with workspace_scope(workspace.pk):
        tracker = Tracker.objects.get()
    assert (tracker.token, tracker.asks_consent, tracker.is_active) == (token, False, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"allowed_origins": ""},
        {"allowed_origins": "javascript://x"},
        {"allowed_origins": "https://["},
        {"allowed_origins": "https://a.test;https://b.test"},
        {"allowed_origins": f"https://{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.test"},
        {"allowed_origins": " ".join(f"https://{number}.test" for number in range(51))},
        {"retention_days": "0"},
        {"retention_days": "801"},
        {"asks_consent": "?"},
    ],
)
def test_wrong_rules_change_nothing(client_for, marketer, workspace, wrong):
    answer = client_for(marketer).post(PAGE, RULES | wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    with workspace_scope(workspace.pk):
        assert not Tracker.objects.exists()


@pytest.mark.parametrize("days", [0, 801])
def test_the_rules_hold_for_programs_too(in_scope, days):
    with pytest.raises(Invalid):
        make_tracker(retention_days=days)
    with pytest.raises(Invalid):
        make_tracker(origins=tuple(f"https://{number}.test" for number in range(51)))
    assert not Tracker.objects.exists()


def test_the_page_shows_what_was_seen_and_of_whom(client_for, marketer, workspace):
    with workspace_scope(workspace.pk):
        make_tracker()
        make_visit("a" * 32, "/x", title="<b>Precios</b>", lead=make_lead(first_name="Ana", last_name="Ruiz"))
        make_visit("b" * 32, "/y", channel="ai", kind="web_event", name="[no address")
    html = client_for(marketer).get(PAGE).content.decode()

    assert "Visits arrive." in html
    assert "&lt;b&gt;Precios" in html
    assert "Ana Ruiz" in html
    assert "AI assistants" in html


@pytest.fixture
def lead(workspace):
    """Ana, whom Google's ads brought first, an assistant then, and who typed the address in last."""
    with workspace_scope(workspace.pk):
        lead = make_lead(first_name="Ana", last_name="Ruiz")
        now = timezone.now()
        utm = {"utm": {"source": "Google", "medium": "cpc", "campaign": "otono"}}
        make_visit("a" * 32, "/", at=now - timedelta(days=9), channel="paid_search", data=utm, lead=lead)
        make_visit("a" * 32, "/b", at=now - timedelta(days=9), lead=lead)
        make_visit(
            "a" * 32,
            "/",
            at=now - timedelta(days=3),
            channel="ai",
            referrer="https://chatgpt.com/",
            lead=lead,
        )
        make_visit("a" * 32, "/", at=now - timedelta(hours=1), channel="direct", lead=lead)
        for payload in (
            {"page_url": f"{SHOP}/contacto", "referrer": f"{SHOP}/"},
            {"page_url": f"{SHOP}/?utm_source=news&utm_medium=email&utm_campaign=n7"},
        ):
            inquiry = make_inquiry({"email": "ana@sol.es", **payload}, channel="form", state="accepted")
            Inquiry.objects.filter(pk=inquiry.pk).update(lead=lead)
        return lead


def test_touches_are_what_brought_somebody_each_once(lead, workspace, django_assert_num_queries):
    with workspace_scope(workspace.pk), django_assert_num_queries(1):
        found = touches.of_lead(lead)

    assert [(line.channel, line.source, line.campaign, line.is_inquiry) for line in found.every] == [
        ("paid_search", "google", "otono", False),
        ("ai", "chatgpt.com", "", False),
        ("direct", "", "", False),
        ("email", "news", "n7", True),
    ]
    assert found.first is found.every[0]
    assert found.last is found.every[-1]
    assert found.first.is_paid


def test_an_inquiry_repeats_its_visit_whatever_came_between(workspace):
    with workspace_scope(workspace.pk):
        lead = make_lead()
        utm = {"utm": {"source": "google", "medium": "cpc"}}
        make_visit(
            "a" * 32, at=timezone.now() - timedelta(hours=2), channel="paid_search", data=utm, lead=lead
        )
        for payload, channel in (
            ({}, "email"),
            ({"page_url": f"{SHOP}/contacto"}, "form"),
            (utm, "api"),
            ({"utm": {"source": "bing", "medium": "cpc"}}, "api"),
            ({"utm": {"source": "bing", "medium": "cpc"}}, "api"),
        ):
            inquiry = make_inquiry({"email": "ana@sol.es", **payload}, channel=channel, state="accepted")
            Inquiry.objects.filter(pk=inquiry.pk).update(lead=lead)

        said = [(line.channel, line.source) for line in touches.of_lead(lead).every]

    assert said == [("paid_search", "google"), ("email", ""), ("paid_search", "bing")]


def test_typing_the_address_in_is_not_what_brought_last(workspace):
    with workspace_scope(workspace.pk):
        lead = make_lead()
        make_visit("a" * 32, at=timezone.now() - timedelta(days=2), channel="social", lead=lead)
        make_visit("a" * 32, channel="direct", lead=lead)

        assert touches.of_lead(lead).last.channel == "social"


def test_the_lead_page_asks_for_them_and_shows_them(client_for, marketer, lead):
    client = client_for(marketer)
    assert f"/w/acme/leads/{lead.pk}/touches/" in client.get(f"/w/acme/leads/{lead.pk}/").content.decode()

    part = client.get(f"/w/acme/leads/{lead.pk}/touches/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "Paid search" in part
    assert "otono" in part
    assert "All 4 touches" in part


def test_the_api_tells_them_and_hides_other_workspaces(api, lead, other_workspace):
    body = api("leads:read").get(f"/api/v1/leads/{lead.public_id}/touches/").json()

    assert body["first"]["channel"] == "paid_search"
    assert body["last"]["campaign"] == "n7"
    assert len(body["touches"]) == 4
    theirs = api("leads:read", workspace=other_workspace).get(f"/api/v1/leads/{lead.public_id}/touches/")
    assert theirs.status_code == 404
