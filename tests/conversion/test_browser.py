"""Deals in Chromium: two clicks convert a lead, a card moves by drag and by menu, pages fit."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from conversion.models import Conversion, Opportunity
from conversion.services import convert, opportunities
from conversion.services.opportunities import OpportunityInput
from core.scope import workspace_scope
from tests.browsing import axe_faults, needs_browser, scrolls_sideways
from tests.clients import PageClient
from tests.factories.conversion import (
    lost_reason,
    make_account,
    make_contact,
    make_deal,
    make_pipeline,
    make_qualified,
    stage,
)
from tests.factories.leads import make_activity, make_source
from tests.factories.tenants import make_member, make_workspace


pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    needs_browser,
    pytest.mark.django_db(transaction=True),
]
SHOTS = os.environ.get("LEADCRM_SHOTS", "")
NAMES = ("Cocina de Mesón Ría", "Baños del Hotel Plaza Mayor", "Local 14", "Ático Goya", "Oficinas Núñez")


@pytest.fixture
def acme():
    workspace = make_workspace("acme", name="Reformas Tresluces", language="en", currency="EUR")
    with workspace_scope(workspace.pk):
        make_pipeline()
    return workspace


@pytest.fixture
def rep(acme):
    return make_member(acme, "rep", name="Marta Soler")


@pytest.fixture
def lead(acme, rep):
    """A qualified lead whose company we know by its domain."""
    with workspace_scope(acme.pk):
        known = make_account("Asador Peñalúa, S.L.", website="https://asador.es", city="Villaloma")
        make_contact(known, first_name="Rosa", last_name="Peñalúa", email="rosa@asador.es")
        lead = make_qualified(
            rep,
            first_name="Tomás",
            last_name="Arrieta",
            company="Asador Peñalúa",
            email="tomas@asador.es",
            website="https://asador.es",
            source=make_source("web", name="Web form"),
        )
        for kind in ("inquiry", "page_view", "call"):
            make_activity(
                lead, kind, message="We want to redo the kitchen.", outcome="connected", url="/prices"
            )
        return lead


@pytest.fixture
def deals(acme, rep, lead):
    """A board with something in every lane."""
    with workspace_scope(acme.pk):
        today = timezone.now().date()
        made = []
        for number, name in enumerate(NAMES * 2):
            account = make_account(f"{name.split()[-1]} Servicios Integrales {number}")
            deal = make_deal(
                name,
                account=account,
                contact=make_contact(account, first_name="Ana", last_name="Ruiz", phone="600 111 222"),
                owner=rep,
                amount=7_500 * (number + 1) if number % 4 else None,
                close_on=today + timedelta(days=20 + number),
                next_step="Send the proposal" if number % 3 else "",
                next_step_on=today + timedelta(days=number - 3) if number % 3 else None,
            )
            made.append(deal)
        for number, name in enumerate(("Visit", "Visit", "Proposal", "Negotiation")):
            opportunities.move(opportunity=made[number], stage=stage(name), by=None, at=timezone.now())
        opportunities.win(opportunity=made[4], by=None, at=timezone.now())
        opportunities.lose(opportunity=made[5], reason=lost_reason(), by=None, at=timezone.now())
        return made


@pytest.fixture
def desk(page: Page, live_server, acme, rep, monkeypatch):
    """Return a function that opens a page as the rep, or as whom it is told."""
    # The browser keeps its connections, and with them the server's threads and theirs to the database.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    page.set_default_timeout(10_000)

    def go(path: str, member=rep, language: str = "en") -> Page:
        member.user.language = language
        member.user.save(update_fields=["language"])
        client = PageClient()
        client.force_login(member.user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(live_server.url + path)
        return page

    return go


def looks(page: Page, name: str, faults: dict[str, list[str]]) -> None:
    """Note what is wrong with the page; with LEADCRM_SHOTS in every size and theme, keeping pictures."""
    every = [(width, scheme) for width in (1280, 390, 320) for scheme in ("light", "dark")]
    for width, scheme in every if SHOTS else [(1280, "light"), (320, "dark")]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found = axe_faults(page) + ["scrolls sideways"] * scrolls_sideways(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
        faults |= {f"{name} {width} {scheme}": found} if found else {}


def test_pages_fit_and_axe_finds_nothing(page: Page, desk, acme, lead, deals, live_server) -> None:
    faults: dict[str, list[str]] = {}
    admin = make_member(acme, "admin", name="Alice Admin")
    with workspace_scope(acme.pk):
        made, _is_new = convert.convert(
            lead=make_qualified(make_member(acme, "rep"), email="x@y.es", company="Hotel Ría"),
            by=None,
            at=timezone.now(),
            opportunity=OpportunityInput(next_step="Call Ana", note="They hurry."),
        )
    paths = {
        "board": "opportunities/",
        "list": "opportunities/?layout=list&state=all",
        "deal": f"opportunities/{made.opportunity_id}/",
        "won": f"opportunities/{deals[4].pk}/",
        "lose": f"opportunities/{deals[3].pk}/lost/",
        "create": "opportunities/new/",
        "accounts": "accounts/",
        "account": f"accounts/{made.account_id}/",
        "edit": f"accounts/{made.account_id}/edit/",
        "contacts": "contacts/",
        "contact": f"contacts/{made.contact_id}/",
        "convert": f"leads/{lead.pk}/convert/?search=serv",
        "lead-sql": f"leads/{lead.pk}/",
        "lead-converted": f"leads/{made.lead_id}/",
        "pipelines": "settings/pipelines/",
    }
    desk("/w/acme/opportunities/", admin)

    for name, path in paths.items():
        page.goto(f"{live_server.url}/w/acme/{path}")
        looks(page, name, faults)

    assert faults == {}


def test_two_clicks_convert_a_lead(page: Page, desk, acme, lead) -> None:
    desk(f"/w/acme/leads/{lead.pk}/")

    page.get_by_role("link", name="Convert").click()
    dialog = page.locator("#dialog")
    expect(dialog.get_by_label("Asador Peñalúa, S.L. · Same domain")).to_be_checked()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "convert-dialog.png")
    dialog.get_by_role("button", name="Convert lead").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Asador Peñalúa")
    expect(page.locator(".toasts")).to_contain_text("is converted")
    with workspace_scope(acme.pk):
        made = Conversion.objects.get(lead=lead)
        assert (made.made_account, made.made_contact) == (False, True)


def test_the_keyboard_converts_and_the_toast_undoes(page: Page, desk, acme, lead) -> None:
    desk(f"/w/acme/leads/{lead.pk}/")

    page.keyboard.press("v")
    expect(page.locator("#dialog")).to_contain_text("Create an opportunity")
    page.locator("#dialog").get_by_role("button", name="Convert lead").press("Enter")
    page.locator(".toasts").get_by_role("button", name="Undo").click()

    expect(page.get_by_role("link", name="Convert")).to_be_visible()
    with workspace_scope(acme.pk):
        assert not Conversion.objects.exists()


def test_a_card_is_dragged_and_moved_by_menu(page: Page, desk, acme, deals) -> None:
    desk("/w/acme/opportunities/")
    card, lane = (
        page.locator(f"#card-{deals[9].pk}"),
        page.locator(f"[data-lane='{stage_pk(acme, 'Proposal')}']"),
    )

    # to the head of the lane: a taller one would have to be scrolled to
    card.locator("strong").drag_to(lane.locator("header"))
    expect(page.locator(".toasts")).to_contain_text("Proposal")
    page.locator(f"#move-{deals[8].pk}").select_option(label="Visit")
    expect(page.locator(".toasts")).to_contain_text("Visit")

    with workspace_scope(acme.pk):
        found = dict(Opportunity.objects.values_list("pk", "stage__name"))
    assert (found[deals[9].pk], found[deals[8].pk]) == ("Proposal", "Visit")


def test_dropping_on_lost_asks_why(page: Page, desk, acme, deals) -> None:
    desk("/w/acme/opportunities/")

    page.locator(f"#move-{deals[9].pk}").select_option(label="Lost")
    page.get_by_label("Price").check()
    page.get_by_role("button", name="Close as lost").click()

    expect(page.locator(".lead-head")).to_contain_text("Lost: Price")


def stage_pk(workspace, name):
    with workspace_scope(workspace.pk):
        return stage(name).pk
