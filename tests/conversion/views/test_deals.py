"""Board, list, a deal's page and its verbs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conversion.models import Opportunity
from conversion.services import convert, opportunities
from conversion.services.opportunities import OpportunityInput
from tests.factories.conversion import (
    lost_reason,
    make_account,
    make_contact,
    make_deal,
    make_qualified,
    stage,
)
from tests.factories.leads import make_activity
from tests.factories.tenants import make_member


BOARD = "/w/acme/opportunities/"


@pytest.fixture
def deal(pipeline, rep):
    return make_deal(owner=rep, amount=12_500, next_step="Call Ana")


@pytest.fixture
def url(deal):
    return lambda tail="": f"{BOARD}{deal.pk}/{tail}"


def fresh(deal):
    return Opportunity.objects.select_related("stage", "lost_reason").get(pk=deal.pk)


def lanes(response):
    return {lane["label"]: lane for lane in response.context["lanes"]}


def test_board_counts_sums_and_shows_twenty(client_for, manager, pipeline):
    account = make_account()
    for number in range(23):
        make_deal(f"Deal {number}", account=account, amount=1_000)
    make_deal("Advanced", account=account, amount=500, stage_id=stage("Proposal").pk)

    response = client_for(manager).get(BOARD)

    found = lanes(response)
    assert (found["New"]["count"], found["New"]["note"], len(found["New"]["cards"])) == (23, "€23,000", 20)
    assert "layout=list" in found["New"]["more_url"]
    assert found["Proposal"]["more_url"] == ""
    assert found["Visit"]["count"] == 0
    assert "24 open" in response.content.decode()
    more = client_for(manager).get(f"{BOARD}{found['New']['more_url']}")
    assert len(more.context["rows"]) == 23


def test_board_shows_closed_deals_of_the_last_month_only(client_for, manager, pipeline):
    now = timezone.now()
    new, old = make_deal("New win"), make_deal("Old win")
    opportunities.win(opportunity=new, by=None, at=now)
    opportunities.win(opportunity=old, by=None, at=now - timedelta(days=40))

    found = lanes(client_for(manager).get(BOARD))

    assert [card.deal.name for card in found["Won"]["cards"]] == ["New win"]


def test_board_and_list_filter(client_for, manager, rep, deal):
    other = make_deal("Bath", account=make_account("Luna"))
    client = client_for(manager)

    for layout in ("", "&layout=list"):
        html = client.get(f"{BOARD}?owner={rep.user_id}{layout}").content.decode()
        assert "Kitchen" in html
        assert f"{BOARD}{other.pk}/" not in html
        html = client.get(f"{BOARD}?search=luna{layout}").content.decode()
        assert f"{BOARD}{deal.pk}/" not in html
        assert f"{BOARD}{other.pk}/" in html


@pytest.mark.parametrize(
    ("ordering", "names"),
    [
        ("amount", ["B", "C", "A"]),
        ("-amount", ["A", "C", "B"]),
        ("close_on", ["C", "A", "B"]),
        ("name", ["A", "B", "C"]),
        ("-created_at", ["C", "B", "A"]),
        ("nonsense", ["C", "B", "A"]),
    ],
)
def test_list_sorts(client_for, manager, pipeline, ordering, names):
    today = timezone.now().date()
    account = make_account()
    make_deal("A", account=account, amount=900, close_on=today + timedelta(days=9))
    make_deal("B", account=account)
    make_deal("C", account=account, amount=100, close_on=today)

    response = client_for(manager).get(f"{BOARD}?layout=list&ordering={ordering}")

    assert [row.name for row in response.context["rows"]] == names


def test_list_by_state(client_for, manager, deal):
    opportunities.win(opportunity=deal, by=None, at=timezone.now())
    client = client_for(manager)

    assert client.get(f"{BOARD}?layout=list").context["rows"] == []
    assert len(client.get(f"{BOARD}?layout=list&state=won").context["rows"]) == 1
    assert len(client.get(f"{BOARD}?layout=list&state=all").context["rows"]) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("layout=list&cursor=xx", 200),
        ("layout=list&stage=abc", 400),
        ("close_before=soon", 400),
        ("pipeline=99", 200),
    ],
)
def test_damaged_addresses(client_for, manager, deal, query, status):
    assert client_for(manager).get(f"{BOARD}?{query}").status_code == status


def test_empty_board_says_what_to_do(client_for, manager, pipeline):
    assert "Convert a qualified lead" in client_for(manager).get(BOARD).content.decode()


def test_deal_page_shows_the_lead_it_came_from(client_for, rep, pipeline):
    lead = make_qualified(rep)
    make_activity(lead, "note", text="Wants oak")
    made, _is_new = convert.convert(lead=lead, by=None, at=timezone.now(), opportunity=OpportunityInput())

    html = client_for(rep).get(f"{BOARD}{made.opportunity_id}/").content.decode()

    assert f"/w/acme/leads/{lead.pk}/" in html
    assert "Wants oak" in html
    assert "ana@reformassol.es" in html


def test_viewer_is_offered_nothing_to_change(client_for, viewer, deal, url):
    html = client_for(viewer).get(url()).content.decode()

    assert "<form" not in html.partition("<main")[2].partition("</main>")[0]


def test_move_goes_back_to_where_it_was_asked(client_for, rep, deal, url):
    back = "/w/acme/opportunities/?owner=me"
    to = {"to": stage("Visit").pk, "version": 1}

    response = client_for(rep).post(f"{url('move/')}?next={back}", to)

    assert (response.status_code, response["Location"]) == (303, back)
    assert fresh(deal).stage.name == "Visit"


def test_move_never_leaves_our_site(client_for, rep, deal, url):
    response = client_for(rep).post(f"{url('move/')}?next=https://evil.example/", {"to": stage("Visit").pk})

    assert response["Location"] == url()


def test_move_that_lost_a_race(client_for, rep, deal, url):
    opportunities.move(opportunity=deal, stage=stage("Proposal"), by=None, at=timezone.now())

    response = client_for(rep).post(url("move/"), {"to": stage("Visit").pk, "version": 1})

    assert response.status_code == 409
    assert fresh(deal).stage.name == "Proposal"


@pytest.mark.parametrize("to", ["", "x", "0", "999999"])
def test_move_to_nowhere(client_for, rep, deal, url, to):
    assert client_for(rep).post(url("move/"), {"to": to}).status_code == 404


def test_move_to_lost_asks_why(client_for, rep, deal, url):
    client = client_for(rep)

    moved = client.post(url("move/"), {"to": stage("Lost").pk})
    nothing = client.post(url("lost/"), {})
    lost = client.post(url("lost/"), {"reason": "price", "note": "Too dear"})

    assert moved["Location"] == url("lost/")
    assert (nothing.status_code, lost.status_code) == (422, 303)
    assert fresh(deal).lost_reason.slug == "price"


def test_won_and_open_again(client_for, rep, deal, url):
    client = client_for(rep)

    won = client.post(url("won/"), {"version": 1})
    again = client.post(url("won/"), {"version": 2})
    opened = client.post(url("reopen/"))

    assert (won.status_code, again.status_code, opened.status_code) == (303, 409, 303)
    assert fresh(deal).state == "open"
    assert client.post(url("reopen/")).status_code == 409


def test_moving_to_won_offers_the_way_back(client_for, rep, deal, url):
    client = client_for(rep)

    response = client.post(url("move/"), {"to": stage("Won").pk}, follow=True)

    assert url("reopen/") in response.content.decode()
    assert fresh(deal).state == "won"


def test_edit(client_for, rep, deal, url):
    values = {"name": "Big kitchen", "amount": "900", "owner_id": rep.user_id, "version": 1}

    response = client_for(rep).post(url("edit/"), values)

    assert response.status_code == 303
    assert (fresh(deal).name, fresh(deal).amount, fresh(deal).version) == ("Big kitchen", 900, 2)


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"name": ""}, 422), ({"amount": "-4"}, 422), ({"owner_id": "99999"}, 422), ({"version": 9}, 409)],
)
def test_edit_refused(client_for, rep, deal, url, changes, status):
    values = {"name": "Kitchen", "version": 1} | changes

    assert client_for(rep).post(url("edit/"), values).status_code == status
    assert fresh(deal).version == 1


def test_a_rep_may_give_a_deal_away(client_for, workspace, rep, deal, url):
    other = make_member(workspace, "rep")

    response = client_for(rep).post(url("edit/"), {"name": "Kitchen", "owner_id": other.user_id})

    assert (response.status_code, response["Location"]) == (303, BOARD)


def test_next_step(client_for, rep, deal, url):
    values = {"next_step": "Send plans", "next_step_on": "2026-12-01", "version": 1}

    response = client_for(rep).post(url("next-step/"), values)

    assert response.status_code == 303
    assert fresh(deal).next_step == "Send plans"
    assert fresh(deal).amount == 12_500


def test_create(client_for, rep, pipeline):
    account = make_account()
    contact = make_contact(account)
    client = client_for(rep)
    page = f"/w/acme/accounts/{account.pk}/opportunities/new/"
    values = {
        "name": "Bath",
        "account_id": account.pk,
        "contact_id": contact.pk,
        "stage_id": stage("Visit").pk,
        "amount": "700",
        "owner_id": rep.user_id,
    }

    response = client.post(page, values)

    deal = Opportunity.objects.get()
    assert response["Location"] == f"{BOARD}{deal.pk}/"
    assert (deal.account_id, deal.contact_id, deal.stage.name) == (account.pk, contact.pk, "Visit")


def test_create_without_an_account_leads_to_one(client_for, rep, pipeline):
    assert "Create account" in client_for(rep).get(f"{BOARD}new/").content.decode()


def test_lost_reasons_set_aside_are_not_offered(client_for, rep, deal, url):
    reason = lost_reason("timing")
    reason.is_active = False
    reason.save(update_fields=["is_active"])

    assert "Not now" not in client_for(rep).get(url("lost/")).content.decode()
    assert client_for(rep).post(url("lost/"), {"reason": "timing"}).status_code == 422


def test_in_spanish(client_for, rep, deal, url):
    rep.user.language = "es"
    rep.user.save(update_fields=["language"])

    html = client_for(rep).get(url()).content.decode()

    assert "Próximo paso" in html
    assert "Fase" in html
    assert "Ganada" in html
