"""Every main page of the sample: it fits at any width, axe finds nothing in light or dark, the console is silent.

The ten main pages are looked at in both themes, wide and narrow, with a reader's own spacing, and walked through by
Tab; pages that are opened once a year, and lists built like those, in one theme.
"""

import re
from collections import Counter

import pytest

from tests.browsing import (
    axe_faults,
    focus_faults,
    needs_browser,
    scrolls_sideways,
    small_targets,
    spacing_faults,
)


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
MAIN = "today/ leads/ inbox/ workflows/ templates/ outbox/ reports/ reports/funnel/ scoring/draft/ waiting/ content/"
PAGES = {
    "admin": (
        "forms/ leads/new/ scoring/ scoring/amber/ handoff/ accounts/ contacts/ opportunities/ segments/ "
        "notifications/ reports/sources/ reports/workflows/ settings/ settings/members/ settings/members/invite/ "
        "settings/api/ settings/audit/ settings/work/ settings/workspace/ settings/catalog/ settings/catalog/rules/ "
        "settings/fields/ settings/pipelines/ settings/sending/ settings/webhooks/ settings/notifications/"
    ),
    "marketing": "review/ review/new/ review/alarm/ scoring/effectiveness/",
    "marta": "today/ leads/ accounts/ contacts/ opportunities/ settings/profile/",
}
NARROW = 320  # px: a 1280 px window zoomed to 400 % (WCAG 1.4.10)
STEPS = 25  # of Tab: past the frame, into the page
# From each list the first record is opened too.
RECORDS = {"leads/": r"leads/\d+/$", "accounts/": r"accounts/\d+/$", "contacts/": r"contacts/\d+/$"} | {
    "opportunities/": r"opportunities/\d+/$",
    "forms/": r"forms/\d+/$",
    "workflows/": r"workflows/\d+/edit/$",
    "templates/": r"templates/\d+/$",
    "outbox/": r"outbox/\d+/$",
    "review/": r"review/\d+/$",
}


def test_the_ten_main_pages_suit_everybody_in_both_themes_and_widths(desk) -> None:
    window = desk("admin")
    faults: dict[str, list[str]] = {}
    titles = Counter[str]()

    for path in MAIN.split():
        page = window.go(path)
        record = first_record(page, RECORDS.get(path, ""))
        look_closely(page, path, faults)
        titles[page.title()] += 1
        if record:
            look_closely(window.go(record), re.sub(r"\d+", "1", record), faults)
            titles[page.title()] += 1
        if path == "workflows/":
            look_closely(window.go(record.replace("edit/", "dry-run/")), "dry-run/", faults)

    assert faults == {}, report(faults)
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("who", PAGES)
def test_every_other_page_fits_and_axe_finds_nothing(desk, who) -> None:
    window = desk(who)
    faults: dict[str, list[str]] = {}

    for path in PAGES[who].split():
        page = window.go(path)
        record = first_record(page, RECORDS.get(path, ""))
        look(page, path, faults)
        if record:
            look(window.go(record), re.sub(r"\d+", "1", record), faults)

    assert faults == {}, report(faults)


def test_what_axe_does_not_see_is_seen(desk) -> None:
    page = desk().go("/accounts/login/")
    page.evaluate(
        """() => { const row = document.createElement('div');
        for (const text of ['a', 'b']) { const one = document.createElement('button'); one.textContent = text;
          one.style.cssText = 'inline-size:16px;min-block-size:0;block-size:12px;padding:0;border:0;outline:none';
          row.append(one); }
        document.body.prepend(row); }"""
    )

    assert len(small_targets(page)) == 2
    assert any(fault.startswith("no ring") for fault in focus_faults(page, steps=2))


def test_pages_for_strangers_fit_and_axe_finds_nothing(desk) -> None:
    window = desk()
    faults: dict[str, list[str]] = {}

    for path in ("/accounts/login/", "/accounts/password/reset/", "/f/presupuesto-tresluces/"):
        look(window.go(path), path, faults)

    assert faults == {}, report(faults)


def report(faults: dict[str, list[str]]) -> str:
    """Return all of it, a line each: what pytest shows of a comparison is cut."""
    return "\n".join(f"{name} {line}" for name, lines in faults.items() for line in lines)


def first_record(page, pattern: str) -> str:
    """Return the address of the first record that the list links to, "" if it links to none."""
    links = page.locator("main a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return next((link for link in links if pattern and re.search(pattern, link)), "")


def look_closely(page, name: str, faults: dict[str, list[str]]) -> None:
    """Note what is wrong with a main page: both themes at both widths, by Tab, and with spaced text."""
    look(page, name, faults, themes=("light", "dark"), steps=STEPS)
    page.set_viewport_size({"width": NARROW, "height": 800})
    # Tab has scrolled the page: what then lies half below the top bar would count as too small to hit.
    page.evaluate("scrollTo(0, 0)")
    found = [f"{NARROW}: {fault}" for fault in axe_in_themes(page, ("light", "dark")) + spacing_faults(page)]
    page.set_viewport_size({"width": 1280, "height": 844})
    if found:
        faults[name] = faults.get(name, []) + found


def look(page, name: str, faults: dict[str, list[str]], *, themes=("light",), steps: int = 0) -> None:
    """Note what is wrong with the page: axe in each theme, by Tab, on a phone, and at 320 px."""
    found = small_targets(page) + focus_faults(page, steps=steps) + axe_in_themes(page, themes)
    for width in (390, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"scrolls sideways at {width}"] * scrolls_sideways(page)
        found += [f"{width}: {fault}" for fault in small_targets(page)]
    page.set_viewport_size({"width": 1280, "height": 844})
    if found:
        faults[name] = found


def axe_in_themes(page, themes) -> list[str]:
    """Return what axe finds in each theme, at the window's width; the page is light again afterwards."""
    found = []
    for scheme in themes:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in axe_faults(page)]
    page.emulate_media(color_scheme="light")
    return found
