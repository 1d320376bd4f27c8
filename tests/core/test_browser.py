"""The style guide in Chromium: it fits, axe is content, and keys, mouse and menus do what they say."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.views.style_guide import PARTS
from tests.browsing import axe_faults, needs_browser, scrolls_sideways


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_part_fits_and_axe_finds_nothing(page: Page, guide, width, scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    faults = {}

    for part in PARTS:
        page.goto(f"{guide}/{part}/")
        faults[part] = axe_faults(page) + ["scrolls sideways"] * scrolls_sideways(page)

    assert {part: found for part, found in faults.items() if found} == {}


def test_keys_walk_a_list_select_and_open(page: Page, guide) -> None:
    page.goto(f"{guide}/leads/")

    for key in "jjxjx":
        page.keyboard.press(key)
    expect(page.locator("[data-bulk]")).to_contain_text("2 selected")
    page.keyboard.press("o")

    expect(page).to_have_url(f"{guide}/lead/")


def test_g_and_a_letter_go_and_a_digit_chooses(page: Page, guide) -> None:
    page.goto(f"{guide}/leads/")

    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_url(f"{guide}/today/")
    page.keyboard.press("4")

    expect(page.locator("#o4")).to_be_checked()


def test_no_single_key_fires_while_somebody_types(page: Page, guide) -> None:
    page.goto(f"{guide}/today/")
    page.locator("#n").fill("")

    page.locator("#n").press_sequentially("4gl?")

    expect(page.locator("#n")).to_have_value("4gl?")
    expect(page.locator("#o3")).to_be_checked()
    expect(page.locator("#keys-help")).to_be_hidden()


def test_single_keys_can_be_switched_off(page: Page, guide) -> None:
    page.context.add_cookies([{"name": "keys", "value": "off", "url": guide}])
    page.goto(f"{guide}/today/")

    page.keyboard.press("4")
    page.keyboard.press("?")

    expect(page.locator("#o3")).to_be_checked()
    expect(page.locator("#keys-help")).to_be_hidden()


def test_the_list_of_keys_names_what_the_page_offers(page: Page, guide) -> None:
    page.goto(f"{guide}/leads/")

    page.keyboard.press("?")

    here = page.locator("[data-keys-here]")
    expect(here).to_contain_text("Filter")
    expect(here).to_contain_text("Next")
    expect(page.locator("[data-keys-list]")).to_be_visible()


def test_a_click_and_shift_select_a_range(page: Page, guide) -> None:
    page.goto(f"{guide}/leads/")
    picks = page.locator("[data-pick]")

    picks.nth(1).click()
    picks.nth(4).click(modifiers=["Shift"])
    expect(page.locator("[data-bulk-count]")).to_have_text("4")
    page.locator("[data-pick-none]").click()

    expect(page.locator("[data-bulk]")).to_be_hidden()


def test_a_refused_form_puts_the_focus_on_its_summary(page: Page, guide) -> None:
    page.goto(f"{guide}/components/")

    page.get_by_role("button", name="Send inquiry").click()

    expect(page.locator(".summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))


def test_a_menu_opens_closes_on_escape_and_gives_the_focus_back(page: Page, guide) -> None:
    page.goto(f"{guide}/lead/")
    summary = page.locator(".who-menu > summary")

    summary.click()
    expect(page.get_by_role("button", name="Dark").first).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Dark").first).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_fact_is_edited_in_place_refused_saved_and_told(page: Page, guide) -> None:
    page.goto(f"{guide}/lead/")
    line = page.locator("#f-size")

    line.hover()
    line.locator(".edit").click()
    field = line.locator("input[name=value]")
    expect(field).to_be_focused()
    field.fill("0")
    field.press("Enter")
    expect(line.locator(".error")).to_be_visible()
    expect(line.locator("input[name=value]")).to_be_focused()
    line.locator("input[name=value]").fill("15")
    line.locator("input[name=value]").press("Enter")

    expect(line.locator("dd")).to_contain_text("15")
    expect(page.locator("[data-toast]")).to_contain_text("Employees saved.")
    expect(page.locator("[role=status]#toasts")).to_contain_text("Employees saved.")


def test_escape_leaves_a_fact_as_it_was(page: Page, guide) -> None:
    page.goto(f"{guide}/lead/")
    line = page.locator("#f-size")

    line.hover()
    line.locator(".edit").click()
    line.locator("input[name=value]").fill("99")
    page.keyboard.press("Escape")

    expect(line.locator("dd")).to_contain_text("14")


def test_a_dialog_opens_refuses_closes_and_gives_the_focus_back(page: Page, guide) -> None:
    page.goto(f"{guide}/lead/")
    opener = page.get_by_role("link", name="Give back")

    opener.click()
    dialog = page.locator("#dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Give back").click()
    expect(dialog.locator(".summary")).to_be_focused()
    dialog.locator("input[name=value]").fill("3")
    dialog.get_by_role("button", name="Give back").click()

    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    expect(page.locator("[data-toast]")).to_contain_text("Given back to Marketing.")


def test_a_server_that_fails_is_complained_about(page: Page, guide) -> None:
    page.goto(f"{guide}/lead/")
    page.route("**/fact/", lambda route: route.abort())

    page.locator("#f-size").hover()
    page.locator("#f-size .edit").click()

    expect(page.locator("[data-toast]")).to_contain_text("No connection")


@pytest.mark.parametrize("way", ["drag", "menu", "key"])
def test_a_card_moves_by_drag_menu_and_key_alike(page: Page, guide, way) -> None:
    page.goto(f"{guide}/board/")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        if way == "drag":
            page.drag_and_drop("#card-new-0", "[data-lane=visit]")
        elif way == "menu":
            page.locator("#move-new-0").select_option("visit")
        else:
            page.keyboard.press("j")
            page.keyboard.press("m")
            page.keyboard.press("ArrowDown")

    assert "to=visit" in (sent.value.post_data or "")


def test_a_toast_is_read_out_and_can_be_dismissed(page: Page, guide) -> None:
    page.goto(f"{guide}/components/?toast=1")

    expect(page.locator("#live")).to_contain_text("Assigned 12 leads to Marta.")
    page.locator("[data-dismiss]").first.click()

    expect(page.locator("[data-toast]")).to_have_count(1)


def test_a_phone_reaches_everything_behind_more_without_scripts(browser, guide) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{guide}/leads/")

    page.locator(".bottom-bar summary").click()

    expect(page.locator(".sheet").get_by_role("link", name="Settings")).to_be_visible()
    expect(page.locator(".sheet").get_by_role("button", name="Dark")).to_be_visible()
    context.close()


def test_the_theme_is_switched_without_scripts_and_stays(browser, guide) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{guide}/leads/")

    page.locator(".who-menu > summary").click()
    page.locator(".who-menu").get_by_role("button", name="Dark").click()

    expect(page).to_have_url(f"{guide}/leads/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    context.close()
