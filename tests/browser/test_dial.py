"""The dial turned in Chromium by keys alone: the figures are seen, a setting chosen, and the former one taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browsing import axe_faults, needs_browser, scrolls_sideways, small_targets


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
DIAL = "scoring/draft/dial/"
CHECKED = "input[name=line]:checked"
NARROW = 320


def open_dial(window: Desk) -> Page:
    """Open the dial of the draft, begun if there is none."""
    page = window.go("scoring/draft/")
    if page.locator("form[action$='draft/start/']").count():
        window.press("draft/start/")
    return window.go(DIAL)


def test_the_dial_is_turned_and_turned_back_by_keys(desk) -> None:
    marketing = desk("marketing", language="en")
    page = open_dial(marketing)
    former = page.locator(CHECKED).input_value()
    expect(page.locator(f"label[for='line-{former}']")).to_contain_text("In the draft")

    page.locator(CHECKED).focus()
    page.keyboard.press("ArrowDown")
    chosen = page.locator(CHECKED).input_value()
    page.keyboard.press("Enter")

    expect(page.locator(f"label[for='line-{chosen}']")).to_contain_text("In the draft")
    expect(page.locator(f"label[for='line-{former}']")).to_contain_text("Before")
    assert chosen != former

    page.locator(f"#line-{former}").check()
    page.get_by_role("button", name="Use this setting").click()

    expect(page.locator(f"label[for='line-{former}']")).to_contain_text("In the draft")


def test_the_dial_suits_everybody(desk) -> None:
    window = desk("marketing")
    window.page.set_viewport_size({"width": NARROW, "height": 800})
    faults = {}

    for scheme in ("light", "dark"):
        page = open_dial(window)
        page.emulate_media(color_scheme=scheme)
        faults[scheme] = (
            axe_faults(page) + small_targets(page) + ["scrolls sideways"] * scrolls_sideways(page)
        )

    assert {scheme: found for scheme, found in faults.items() if found} == {}
