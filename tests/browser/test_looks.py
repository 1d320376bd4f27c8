"""Every main page of the sample: it fits at any width, axe finds nothing in light or dark, the console is silent."""

import re

import pytest

from tests.browsing import axe_faults, needs_browser, scrolls_sideways


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
SIZES = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
PAGES = {
    "admin": (
        "today/ inbox/ forms/ leads/ leads/new/ scoring/ scoring/draft/ scoring/amber/ handoff/ accounts/ contacts/ "
        "opportunities/ settings/ settings/members/ settings/members/invite/ settings/api/ settings/audit/ "
        "settings/work/ settings/workspace/ settings/catalog/ settings/catalog/rules/ settings/fields/ "
        "settings/pipelines/ /api/v1/docs/"
    ),
    "marta": "today/ leads/ accounts/ contacts/ opportunities/ settings/profile/",
}
# From each list the first record is opened too.
RECORDS = {"leads/": r"leads/\d+/$", "accounts/": r"accounts/\d+/$", "contacts/": r"contacts/\d+/$"} | {
    "opportunities/": r"opportunities/\d+/$",
    "forms/": r"forms/\d+/$",
}


@pytest.mark.parametrize("who", PAGES)
def test_every_main_page_fits_and_axe_finds_nothing(desk, who) -> None:
    window = desk(who)
    faults: dict[str, list[str]] = {}
    paths = [path for path in PAGES[who].split() if not path.startswith("/api/")]

    for path in paths:
        page = window.go(path)
        record = first_record(page, RECORDS.get(path, ""))
        look(page, path, faults)
        if record:
            look(window.go(record), re.sub(r"\d+", "1", record), faults)

    assert faults == {}


def test_pages_for_strangers_fit_and_axe_finds_nothing(desk) -> None:
    window = desk()
    faults: dict[str, list[str]] = {}

    for path in ("/accounts/login/", "/accounts/password/reset/", "/f/presupuesto-tresluces/"):
        look(window.go(path), path, faults)

    assert faults == {}


def first_record(page, pattern: str) -> str:
    """Return the address of the first record that the list links to, "" if it links to none."""
    links = page.locator("main a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return next((link for link in links if pattern and re.search(pattern, link)), "")


def look(page, name: str, faults: dict[str, list[str]]) -> None:
    """Note what is wrong with the page in each size and theme."""
    for width, scheme in SIZES:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        if found := axe_faults(page) + ["scrolls sideways"] * scrolls_sideways(page):
            faults[f"{name} {width} {scheme}"] = found
    page.set_viewport_size({"width": 320, "height": 800})
    if scrolls_sideways(page):
        faults[f"{name} 320"] = ["scrolls sideways"]
    page.set_viewport_size({"width": 1280, "height": 844})
