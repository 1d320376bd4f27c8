"""Event mode in Chromium: what is entered without a network is sent once there is one."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from capture.models import Inquiry
from capture.services import kiosk
from core.scope import workspace_scope
from tests.browsing import axe_faults, needs_browser, scrolls_sideways
from tests.factories.capture import make_form
from tests.factories.tenants import make_workspace


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form():
    acme = make_workspace("acme", name="Reformas Tresluces", language="en")
    with workspace_scope(acme.pk):
        return make_form(language="en")


@pytest.fixture
def tablet(page: Page) -> Iterator[BrowserContext]:
    context = page.context.browser.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(10_000)
    yield context
    context.close()


def enter(page: Page, name: str) -> None:
    page.locator("[name=full_name]").fill(name)
    page.locator("[name=email]").fill(f"{name}@sol.es")
    page.locator("[name=message]").fill("A stand")
    page.get_by_role("button").click()


def test_entries_wait_on_the_device_for_a_network(tablet, live_server, form):
    url = live_server.url + reverse("public:event", args=[form.token, kiosk.seal_of(form.token)])
    page = tablet.new_page()
    page.goto(url)
    page.evaluate("navigator.serviceWorker.ready")
    assert not scrolls_sideways(page)
    assert axe_faults(page) == []

    tablet.set_offline(True)
    enter(page, "ana")
    expect(page.locator("#state")).to_contain_text("One entry waits on this device to be sent. No network")
    page.close()
    page = tablet.new_page()
    page.goto(url)
    enter(page, "bea")
    expect(page.locator("#state")).to_contain_text("2 entries wait on this device")
    tablet.set_offline(False)

    # It tries again every five seconds.
    expect(page.locator("#state")).to_contain_text("Everything is sent", timeout=15_000)
    enter(page, "eva")
    expect(page.locator("#state")).to_contain_text("Everything is sent")
    expect(page.locator("[name=full_name]")).to_have_value("")
    with workspace_scope(form.workspace_id):
        found = Inquiry.objects.order_by("occurred_at")
        assert [(one.payload["email"], one.channel) for one in found] == [
            (f"{name}@sol.es", "event") for name in ("ana", "bea", "eva")
        ]
