"""A review held in Chromium: begun, judged by two people by key, closed, made a draft, printed (ux.md M4)."""

import re
from dataclasses import dataclass
from statistics import median

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browsing import axe_faults, needs_browser, scrolls_sideways


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
CASES = 20
MOST_KEYS = 2
WORDS = {
    "es": {
        "title": "Revisión de entregas, prueba",
        "budget": "Presupuesto",
        "closed": "Cerrado",
        "agreed": "100 %",
    },
    "en": {"title": "Review of hand-offs, trial", "budget": "Budget", "closed": "Closed", "agreed": "100%"},
}


@dataclass(slots=True)
class Judge:
    """Somebody at the keyboard; every key pressed for a verdict is counted."""

    page: Page
    keys: int = 0

    def give(self, *keys: str) -> None:
        """Press the keys of one verdict and wait for the next case."""
        before = self.page.locator("#case input[name=case]").last.input_value()
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)
        last = self.page.locator(f"#case form[action$='/undo/'] input[name=case][value='{before}']")
        expect(last).to_have_count(1)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_review_ends_in_a_draft_and_minutes(desk, language) -> None:
    words = WORDS[language]
    marketing = desk("marketing", language=language)
    address = begin(marketing, words["title"])
    budgets = read_budgets(marketing, address, words["budget"])
    middle = median(number for number in budgets if number is not None)

    for who in (marketing, desk("marta", language=language)):
        judge = Judge(who.go(f"{address}vote/"))
        for number in budgets:
            judge.give(*(("3", "1") if number is not None and number < middle else ("1",)))
        assert judge.keys <= MOST_KEYS * CASES
        expect(judge.page.locator("#case .callout.good")).to_be_visible()

    page = marketing.go(address)
    marketing.click("form[action$='/close/'] button")
    expect(page.locator(".page-head, header").filter(has_text=words["closed"]).first).to_be_visible()
    expect(page.locator(".figures").first).to_contain_text(words["agreed"])
    expect(page.locator("#h-patterns")).to_be_visible()
    assert axe_faults(page) == []

    rule = page.locator("label[for^=rule-] strong").first.inner_text()
    page.locator("textarea[name=decisions]").fill("Preguntar antes el presupuesto.")
    marketing.click("form[action$='/decide/'] button")
    expect(page.locator("[data-toast]").first).to_be_visible()
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("/scoring/draft/impact/"))

    page = marketing.go(f"{address}print/")
    assert axe_faults(page) == []
    expect(page.locator(".minutes")).to_contain_text("Preguntar antes el presupuesto.")
    expect(page.locator(".minutes")).to_contain_text(f"({CASES}/{CASES})")
    expect(page.locator(".minutes ul li").first).to_contain_text(rule)
    discard(marketing)


def test_on_a_phone_a_thumb_is_enough(desk) -> None:
    address = begin(desk("marketing"), "Revisión de bolsillo")
    phone = desk("marta")
    phone.page.set_viewport_size({"width": 390, "height": 844})
    page = phone.go(f"{address}vote/")

    page.locator(".three button").nth(1).click()
    page.locator(".why-sheet:popover-open button").nth(1).click()

    expect(page.locator("#case [role=status]").first).to_contain_text("2 de")
    assert not scrolls_sideways(page)
    assert axe_faults(page) == []
    page.locator("form[action$='/undo/'] button").click()
    expect(page.locator("#case [role=status]").first).to_contain_text("1 de")


def begin(chair: Desk, title: str) -> str:
    """Begin a review of twenty with Marketing and one rep; return its address."""
    page = chair.go("review/new/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=size]").fill(str(CASES))
    for person in page.locator("label:has(input[name=invited])").all():
        person.locator("input").set_checked(bool(re.search("Inés|Marta", person.inner_text())))
    page.locator("main form button.primary").click()
    expect(page).to_have_url(re.compile(r"/review/\d+/$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def read_budgets(chair: Desk, address: str, label: str) -> list[int | None]:
    """Turn the pages by key, and return the budget of each case."""
    page = chair.go(f"{address}vote/")
    found = []
    for place in range(CASES):
        expect(page.locator("#case [role=status]").first).to_contain_text(re.compile(rf"^{place + 1} "))
        row = page.locator("#case .fields dl > div").filter(
            has=page.locator("dt", has_text=re.compile(f"^{label}$"))
        )
        digits = re.sub(r"\D", "", row.locator("dd").inner_text())
        found.append(int(digits) if digits else None)
        if place + 1 < CASES:
            page.keyboard.press("j")
    return found


def discard(chair: Desk) -> None:
    """Leave the sample without a draft, as it was."""
    page = chair.go("scoring/draft/")
    page.wait_for_load_state("networkidle")  # parts of the page still ask about the draft
    page.locator("form[action$='/discard/'] button").first.click()
