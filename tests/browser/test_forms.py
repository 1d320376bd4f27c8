"""A form made, put into a page of another site by its script, sent, and its guide fetched; then without scripts."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browsing import axe_faults, needs_browser, scrolls_sideways, small_targets


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
GUIDE = {"name": "guia.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 guia"}


class Silent(SimpleHTTPRequestHandler):
    """Serves the pages of a site without telling of each request."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Site:
    """A website on an origin of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, code: str) -> str:
        """Put code into a page and return the page's address."""
        page = f"<!doctype html><html lang=es><meta charset=utf-8><title>Acme</title><h1>Acme</h1>{code}"
        (self.folder / "index.html").write_text(page)
        (self.folder / "favicon.ico").touch()
        return f"{self.origin}/index.html?utm_source=feria"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve a website while the test runs."""
    made = Site(tmp_path)
    yield made
    made.server.shutdown()
    made.server.server_close()


def faults(page: Page) -> list[str]:
    return axe_faults(page) + small_targets(page) + ["scrolls sideways"] * scrolls_sideways(page)


def make_form(window: Desk, name: str, template: str) -> str:
    """Make a form and publish it: a name and three clicks; return its address."""
    page = window.go("forms/create/")
    page.locator("#id_name").fill(name)
    window.click(page.locator(f"input[value={template}]"))
    window.click("main button.primary")
    window.press("/publish/")
    expect(page.locator("#form-waiting .info")).to_be_visible()
    return re.sub(r"\?.*", "", page.url).partition("/forms/")[2]


def test_a_guide_is_given_on_a_page_of_another_site(desk, site: Site) -> None:
    window = desk("marketing", language="es")
    page = window.page
    path = make_form(window, "Guía de baños", "download")
    window.go(f"forms/{path}handout/")
    page.locator("#id_title").fill("Guía 2026")
    page.locator("#id_file").set_input_files(GUIDE)
    assert faults(page) == []
    window.click("main .actions button.primary")
    window.go(f"forms/{path}settings/")
    page.locator("#id_allowed_origins").fill(site.origin)
    assert faults(page) == []
    window.click("main .actions button.primary")
    code = page.locator("#script-code").text_content() or ""
    assert faults(page) == []

    visitor = desk().page
    visitor.goto(site.put(code))
    visitor.locator("[name=email]").fill("eva@")
    visitor.locator("form button").click()
    expect(visitor.locator("[role=alert]")).to_be_focused()
    visitor.locator("[name=email]").fill("eva.forms@sol.example")
    visitor.wait_for_timeout(500)  # who is faster is held back as a robot
    visitor.locator("form button").click()
    expect(visitor.locator("[role=status]")).to_be_focused()
    assert visitor.url.startswith(site.origin)
    expect(page.locator("#form-waiting .good")).to_be_visible()

    visitor.goto(visitor.locator("[role=status] a").get_attribute("href") or "")
    assert faults(visitor) == []
    with visitor.expect_download() as fetched:
        visitor.locator("main button").click()
    assert fetched.value.suggested_filename == "guia.pdf"
    page.locator("#form-waiting a").click()
    lead = page.locator("main a[href*='/leads/']").first
    for _ in range(30):  # a worker makes the lead, and the page says so when it is asked again
        if lead.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    lead.click()
    expect(page.locator("main")).to_contain_text("Guía 2026")


def test_without_scripts_the_link_remains_and_a_proof_is_asked_of_browsers(desk, site: Site) -> None:
    window = desk("marketing", language="en")
    page = window.page
    path = make_form(window, "Demo", "demo")
    window.go(f"forms/{path}settings/")
    page.locator("#id_allowed_origins").fill(site.origin)
    window.click(page.locator("#id_asks_proof"))
    window.click("main .actions button.primary")
    address = site.put(page.locator("#script-code").text_content() or "")

    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    plain.goto(address)
    plain.get_by_role("link").click()
    expect(plain.locator("[name=email]")).to_be_visible()
    plain.context.close()

    visitor = desk(language="en").page
    visitor.goto(address)
    # Solved in a worker, as the widget makes it.
    expect(visitor.locator("input[name=_proof]")).not_to_have_value("", timeout=60_000)
    visitor.locator("[name=full_name]").fill("Luz Mar")
    visitor.locator("[name=company]").fill("Mar")
    visitor.locator("[name=email]").fill("luz.forms@mar.example")
    visitor.wait_for_timeout(500)
    visitor.locator("form button").last.click()
    expect(visitor.locator("[role=status]")).to_be_focused()
    page.locator("#form-waiting a").click()
    expect(page.locator("main")).to_contain_text("Luz Mar")


def test_fields_are_ordered_by_keys_and_the_preview_follows(desk) -> None:
    window = desk("marketing", language="en")
    page = window.page
    path = make_form(window, "Keys", "contact")
    page.keyboard.press("j")
    page.keyboard.press("-")
    expect(page.locator("ol.lines a").nth(1)).to_have_attribute("href", re.compile("full_name/$"))
    expect(page.locator("ol.lines a").nth(1)).to_be_focused()
    page.keyboard.press("+")
    expect(page.locator("ol.lines a").first).to_be_focused()

    window.go(f"forms/{path}texts/")
    page.locator("#id_title").fill("Come and see")
    expect(page.locator("#preview h3")).to_have_text("Come and see")
    assert faults(page) == []
