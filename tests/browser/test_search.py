"""The palette and the condition editor, by keyboard alone, in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import axe_faults, needs_browser, scrolls_sideways


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]


def test_the_palette_finds_opens_remembers_and_gives_the_focus_back(desk) -> None:
    page = desk("marketing", language="en").go("leads/")
    palette, text = page.locator("#palette"), page.locator("#palette-text")
    page.locator("[data-row] a").first.focus()

    page.keyboard.press("Control+k")
    expect(palette.get_by_role("option").first).to_be_visible()
    assert axe_faults(page) == []
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    expect(page.locator("[data-row] a").first).to_be_focused()

    page.keyboard.press("/")
    page.keyboard.type("lucia fer")
    hit = palette.get_by_role("option", name=re.compile("Lucía Fernández"))
    expect(hit).to_have_attribute("aria-selected", "true")
    expect(page.locator("#live")).to_have_text("1 result")
    assert text.get_attribute("aria-activedescendant") == hit.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Lucía Fernández")

    page.keyboard.press("Control+k")
    expect(palette.get_by_role("group", name="Opened last")).to_contain_text("Lucía Fernández")
    page.keyboard.press("ArrowDown")
    expect(palette.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(palette.get_by_role("option").last).to_have_attribute("aria-selected", "true")


def test_the_palette_does_what_it_offers(desk) -> None:
    page = desk("marta", language="en").go("leads/")

    page.keyboard.press("Control+k")
    page.keyboard.type("dark")
    expect(page.get_by_role("option", name="Dark theme")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.keyboard.press("Control+k")
    page.keyboard.type("shortcuts")
    expect(page.get_by_role("option", name="Keyboard shortcuts")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#keys-help")).to_be_visible()
    expect(page.locator("#palette")).to_be_hidden()


@pytest.mark.parametrize(("language", "width"), [("es", 1280), ("en", 390)])
def test_a_segment_is_built_by_keyboard_and_counts_as_one_builds(desk, language, width) -> None:
    page = desk("marketing", language=language).go("segments/new/")
    # The menu in which one chooses the language stands elsewhere on a phone.
    page.set_viewport_size({"width": width, "height": 844})
    page.locator("[name=name]").fill(f"Visitors {language}")

    page.locator("[name=cond-group]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cond-0-new")).to_be_focused()
    page.locator("#cond-0-new").select_option("activity:page_view")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#cond-0_0-act1")).to_be_focused()
    page.locator("#cond-0_0-often").select_option("least")
    page.locator("#cond-0_0-least").fill("1")
    page.locator("#cond-0-new").select_option("company.city")
    page.locator("[name=cond-0-add]").press("Enter")
    with page.expect_response("**/segments/preview/"):
        page.locator("#cond-0_1-value").fill("Zaragoza")
    # a busy machine may say "many"; that something is said is what counts here
    expect(page.locator("#segment-preview .how-many")).to_contain_text("lead")
    assert axe_faults(page) == []
    assert not scrolls_sideways(page)

    page.locator("#segment-form .button.primary").click()
    expect(page).to_have_url(re.compile(r"/segments/\d+/$"))
    expect(page.locator(".sentence")).to_contain_text("Zaragoza")
    assert axe_faults(page) == []
