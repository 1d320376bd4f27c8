"""The tracking script in Chromium, on a page of another origin with a strict content security policy."""

from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from capture.models import Inquiry, Visit
from capture.services import process, tracking_join
from core.scope import workspace_scope
from leads.models import Activity
from tests.browsing import needs_browser
from tests.clients import PageClient
from tests.factories.capture import make_form, make_tracker
from tests.factories.leads import make_source
from tests.factories.tenants import make_member, make_workspace
from work.models import WorkItem


pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    needs_browser,
    pytest.mark.django_db(transaction=True),
]
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
HTML = """<!doctype html><meta charset=utf-8><title>{title}</title>{code}
<button data-leadcrm-consent=yes>Yes</button><button data-leadcrm-consent=no>No</button>
<a href="/precios?utm_source=google&utm_medium=cpc">Precios</a> <a href="/tarifa.pdf" download>Tarifa</a>
<form method=post action="{form}"><input name=email><button>Send</button></form>"""


class Site(BaseHTTPRequestHandler):
    """A website that lets in nothing but its own pages and our script."""

    ours = code = form = ""

    def do_GET(self) -> None:
        body = HTML.format(title=self.path.partition("?")[0], code=self.code, form=self.form).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        policy = (
            f"default-src 'none'; script-src {self.ours}; connect-src {self.ours}; form-action {self.ours}"
        )
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_parts: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[tuple[str, type[Site]]]:
    handler = type("OneSite", (Site,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler
    server.shutdown()
    thread.join(timeout=5)


@pytest.fixture
def acme():
    return make_workspace("acme", name="Reformas Tresluces")


def seen(acme) -> list[tuple[str, str]]:
    with workspace_scope(acme.pk):
        return [(v.kind, v.url.rpartition("/")[2], v.channel) for v in Visit.objects.order_by("pk")]


def test_tracked_by_consent_only_then_joined_at_the_first_inquiry(
    page: Page, live_server, acme, site, settings, monkeypatch
) -> None:
    settings.PUBLIC_URL = live_server.url
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    home, handler = site
    with workspace_scope(acme.pk):
        tracker = make_tracker(origins=(home,))
        form = make_form(source=make_source("form"))
    handler.ours, handler.form = live_server.url, f"{live_server.url}/f/{form.token}/"
    handler.code = f'<script defer src="{live_server.url}/t/{tracker.token}/script.js"></script>'
    client = PageClient()
    client.force_login(make_member(acme, "marketer").user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/w/acme/settings/tracking/")
    page.get_by_text("Waiting for the first visit…").wait_for()
    context = page.context.browser.new_context(user_agent=AGENT)
    visitor = context.new_page()
    complaints: list[str] = []
    visitor.on(
        "console", lambda message: complaints.append(message.text) if message.type == "error" else None
    )

    # Without consent nothing is kept and nothing is sent.
    visitor.goto(home)
    visitor.locator("[name=email]").focus()
    assert visitor.evaluate("[localStorage.length, document.cookie, leadcrm.id()]") == [0, "", ""]

    with visitor.expect_request("**/t/**", timeout=5000):
        visitor.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Visits arrive.")).to_be_visible(timeout=10_000)
    visitor.get_by_role("link", name="Tarifa").click()
    visitor.get_by_role("link", name="Precios").click()
    visitor.wait_for_url("**/precios*")
    with visitor.expect_request("**/t/**", timeout=5000):
        visitor.locator("[name=email]").fill("ana@sol.es")
    name = visitor.evaluate("leadcrm.id()")
    visitor.get_by_role("button", name="Send").click()
    visitor.wait_for_url("**/thanks/**")

    with workspace_scope(acme.pk):
        inquiry = Inquiry.objects.get()
        assert inquiry.payload["visitor_id"] == name
        process.run(keys=[inquiry.pk], at=timezone.now())
        keys = list(WorkItem.objects.filter(queue="visit").values_list("key", flat=True))
        tracking_join.run(keys=keys, at=timezone.now())
        kinds = list(
            Activity.objects.filter(data__has_key="url").order_by("pk").values_list("kind", flat=True)
        )
    assert [line[0] for line in seen(acme)] == ["page_view", "download", "page_view", "form_start"]
    assert [line[2] for line in seen(acme)] == ["direct", "", "paid_search", ""]
    assert {"page_view", "download", "form_start"} <= set(kinds)

    # Who withdraws is forgotten, and who objects by the browser is never known.
    visitor.goto(home)
    visitor.get_by_role("button", name="No").click()
    assert visitor.evaluate("[leadcrm.id(), localStorage.getItem('leadcrm_id')]") == ["", None]
    count = len(seen(acme))
    objecting = page.context.browser.new_context(user_agent=AGENT).new_page()
    objecting.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    objecting.goto(home)
    objecting.get_by_role("button", name="Yes").click()
    assert objecting.evaluate("leadcrm.id()") == ""
    assert len(seen(acme)) <= count + 1
    assert complaints == []
