"""The tracking script alone, in Chromium: what it sends and keeps as visitors agree, refuse and send forms."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from capture.views import tracking_public
from tests.browsing import needs_browser


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
SHOP, CRM = "https://shop.test", "https://crm.test"
# Beacons are noted instead of sent; a form's fields are noted instead of posted.
NOTED = """
window.sent = [];
navigator.sendBeacon = (to, body) => { window.sent.push(JSON.parse(body)); return true; };
window.fields = (form) => Object.fromEntries(new FormData(form));
"""
FORMS = """
<form id=ours action="https://crm.test/f/a/"><input name=email></form>
<form id=own action="https://crm.test/f/b/"><input type=hidden name=visitor_id value=stale>
  <input type=hidden name=visitor_id value=older><input type=hidden name=page_url value=theirs></form>
<form id=other action="https://crm.test.evil.test/f/a/"></form>
<script>document.addEventListener("submit", (event) => event.preventDefault());</script>
"""
FIELDS = """(id) => {
  const form = document.getElementById(id);
  form.requestSubmit();
  return [...new FormData(form)].map(([name, value]) => `${name}=${value}`);
}"""
Open = Callable[..., Page]


@pytest.fixture
def visit(page: Page) -> Iterator[Open]:
    """Return a function that opens a page of the shop; ``queue`` is said before the script has come."""
    context: BrowserContext = page.context.browser.new_context()
    context.add_init_script(NOTED)
    served: dict[str, Any] = {}

    def serve(route: Route) -> None:
        if route.request.url.endswith("script.js"):
            rules = json.dumps(served["rules"])
            route.fulfill(content_type="text/javascript", body=f"{tracking_public.source()}({rules});")
        else:
            queue = f"<script>window.leadcrm = {json.dumps(served['queue'])}</script>"
            script = f'<script defer src="{CRM}/t/TOKEN/script.js"></script>'
            route.fulfill(content_type="text/html", body=f"<!doctype html>{queue}{script}{FORMS}")

    context.route("**/*", serve)

    def go(path: str = "/", *, queue: object = (), **rules: bool) -> Page:
        served["queue"] = list(queue)
        served["rules"] = {"to": f"{CRM}/t/TOKEN/", "asks": True, **rules}
        opened = context.new_page()
        opened.goto(SHOP + path)
        return opened

    yield go
    context.close()


def kinds(page: Page) -> list[str]:
    return [one["kind"] for one in page.evaluate("sent")]


def test_what_was_said_before_the_script_came_counts_before_anything_is_sent(visit: Open) -> None:
    refused = visit(asks=False, queue=[["consent", False], ["event", "x"]])
    assert (kinds(refused), refused.evaluate("localStorage.leadcrm_id")) == ([], None)

    agreed = visit(queue=[["consent", False], ["consent", True], ["event", "calc", {"m2": 90}]])
    assert kinds(agreed) == ["page_view", "web_event"]

    again = visit(queue=[["consent", False]])
    assert kinds(again) == ["forget"]


def test_where_tracking_is_off_nothing_is_told_but_a_withdrawal(visit: Open) -> None:
    name = visit(queue=[["consent", True]]).evaluate("leadcrm.id()")
    page = visit(off=True)
    assert (kinds(page), page.evaluate("leadcrm.id()")) == ([], "")

    page.evaluate("leadcrm.push(['consent', false])")

    assert page.evaluate("sent") == [{"visitor": name, "kind": "forget"}]


def test_a_refusal_in_one_tab_ends_it_in_every_tab(visit: Open) -> None:
    one = visit(queue=[["consent", True]])
    other = visit("/b")
    name = one.evaluate("leadcrm.id()")
    assert other.evaluate("leadcrm.id()") == name
    other.evaluate(FIELDS, "ours")
    one.evaluate("leadcrm.push(['consent', false])")
    other.wait_for_function("!fields(document.getElementById('ours')).visitor_id")
    other.evaluate("history.pushState(null, '', '/c')")
    other.evaluate("leadcrm.push(['event', 'x'])")
    other.wait_for_timeout(100)

    assert kinds(one) == ["page_view", "forget"]
    assert one.evaluate("[localStorage.length, sessionStorage.length]") == [1, 0]
    assert kinds(other) == ["page_view"]
    assert other.evaluate("[leadcrm.id(), localStorage.leadcrm_id]") == ["", None]
    # Who agrees again is somebody new, in every tab.
    other.evaluate("leadcrm.push(['consent', true])")
    assert one.evaluate("leadcrm.id()") != name
    assert other.evaluate("leadcrm.id()") == other.evaluate("localStorage.leadcrm_id")


def test_the_visitors_id_goes_with_forms_of_ours_alone_and_never_after_a_refusal(visit: Open) -> None:
    page = visit(queue=[["consent", True]])
    name = page.evaluate("leadcrm.id()")

    assert page.evaluate(FIELDS, "ours") == ["email=", f"visitor_id={name}", f"page_url={SHOP}/"]
    assert page.evaluate(FIELDS, "own")[:3] == [f"visitor_id={name}", f"visitor_id={name}", "page_url=theirs"]
    assert page.evaluate(FIELDS, "other") == []

    page.evaluate("leadcrm.push(['consent', false])")
    assert page.evaluate("fields(document.getElementById('ours')).visitor_id") == ""
    page.evaluate("document.querySelector('#own [name=visitor_id]').value = 'stale'")
    assert page.evaluate(FIELDS, "own")[:2] == ["visitor_id=", "visitor_id="]
