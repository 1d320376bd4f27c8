"""The filter's rules and the comparison of an inquiry with a lead, in Chromium."""

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from capture.models import FilterRule, Inquiry
from capture.services import process, rules
from core.scope import workspace_scope
from leads.models import Lead
from leads.services import indexing
from tests.browsing import axe_faults, needs_browser, scrolls_sideways
from tests.clients import PageClient
from tests.factories.capture import make_inquiry
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member, make_workspace


pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    needs_browser,
    pytest.mark.django_db(transaction=True),
]
ANA = {"first_name": "Ana", "last_name": "Ruiz", "company": "Reformas Sol", "phone": "600 11 22 33"}


@pytest.fixture
def acme():
    workspace = make_workspace("acme", name="Reformas Tresluces", language="es")
    with workspace_scope(workspace.pk):
        rules.create_defaults()
        lead = make_lead(email="ana@reformassol.example", **ANA)
        indexing.reindex([lead])
        mails = ["eva@gmail.com", "luz@sol.example"]
        made = [make_inquiry({"email": email, "full_name": email[:3]}) for email in mails]
        made.append(make_inquiry({"email": "ana.ruiz@gmail.com", **ANA, "message": "viagra"}))
        process.run(keys=[inquiry.pk for inquiry in made], at=timezone.now())
    return workspace


@pytest.fixture
def at_desk(page: Page, live_server, acme, settings, monkeypatch):
    """Return a function that opens a page as Acme's marketer, who reads English."""
    settings.PUBLIC_URL = live_server.url
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    member = make_member(acme, "marketer", email="mona@acme.test")
    member.user.language = "en"
    member.user.save(update_fields=["language"])
    client = PageClient()
    client.force_login(member.user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])

    def go(path: str) -> Page:
        page.goto(live_server.url + path)
        return page

    return go


def test_a_rule_is_drawn_counted_saved_and_put_first(at_desk, acme) -> None:
    page = at_desk("/w/acme/settings/filter/")
    page.keyboard.press("c")

    page.get_by_label("New condition on").select_option("quality.email_free")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("select[name$=-value]").select_option("true")
    beside = page.locator("aside")
    # Ana's reads like spam, and that rule comes first
    expect(beside.locator(".how-many")).to_contain_text("1 of the last 3 inquiries")
    expect(beside).to_contain_text("Of 1 more an earlier rule decides.")
    page.get_by_label("Name").fill("No free mail")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.locator("#toasts").get_by_text("“No free mail” saved.").wait_for()
    page.get_by_role("button", name="Ask “No free mail” earlier").click()
    expect(page.locator("ol.lines > li").nth(13)).to_contain_text("No free mail")

    with workspace_scope(acme.pk):
        *_rest, own, last = FilterRule.objects.kept()
    assert own.condition == {"field": "quality.email_free", "op": "is", "value": True}
    assert (own.name, last.built_in) == ("No free mail", "spam_links")


def test_an_inquiry_is_compared_accepted_and_merged_by_keys(at_desk, acme) -> None:
    page = at_desk("/w/acme/inbox/")
    expect(page.locator("#inquiry")).to_contain_text("Free mail")

    page.keyboard.press("d")
    expect(page.locator("table.merge")).to_contain_text("ana@reformassol.example")
    # keys are heard once the page's script runs
    page.wait_for_load_state()
    page.keyboard.press("m")
    page.wait_for_url("**/merge/**")
    page.keyboard.press("m")
    page.locator("#toasts").wait_for()

    with workspace_scope(acme.pk):
        assert Lead.objects.filter(last_name="Ruiz").count() == 1
        assert Inquiry.objects.quarantined().count() == 0


def test_what_was_held_back_is_replayed_by_key(at_desk, acme) -> None:
    with workspace_scope(acme.pk):
        rules.switch(
            rule=FilterRule.objects.get(built_in="spam_words"), is_active=False, by=None, at=timezone.now()
        )
    page = at_desk("/w/acme/inbox/")

    page.keyboard.press("r")
    page.locator("#toasts").get_by_text("The filter looks at it again.").wait_for()

    with workspace_scope(acme.pk):
        waiting = Inquiry.objects.waiting().get()
        process.run(keys=[waiting.pk], at=timezone.now())
        assert Inquiry.objects.quarantined().count() == 0


def test_pages_fit_and_axe_finds_nothing(at_desk, acme) -> None:
    with workspace_scope(acme.pk):
        held, rule = Inquiry.objects.quarantined().get(), FilterRule.objects.get(built_in="spam_links")
    faults: dict[str, list[str]] = {}
    for path in ("settings/filter/", f"settings/filter/{rule.pk}/", f"inbox/{held.pk}/compare/"):
        page = at_desk(f"/w/acme/{path}")
        for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390), ("light", 320)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            found = axe_faults(page) + ["scrolls sideways"] * scrolls_sideways(page)
            faults |= {f"{path} {width} {scheme}": found} if found else {}

    assert faults == {}
