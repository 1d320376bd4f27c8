"""What tests in a browser share: which browser, and what every page must keep."""

import os
import shutil
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page


NAMES = ("chromium", "chromium-browser", "google-chrome")  # as in .ci/browser
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
LAUNCH = {
    "executable_path": CHROMIUM,
    "headless": True,
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--font-render-hinting=none",
    ],
}
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install it or set CHROMIUM")

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = (
    "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(result => result.violations)"
)
# axe does not see a page that scrolls sideways (WCAG 1.4.10).
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def axe_faults(page: Page) -> list[str]:
    """Return axe's findings on the page, one line each."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, AXE_TAGS)
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in found]


def scrolls_sideways(page: Page) -> bool:
    """Say whether the page is wider than the window."""
    return page.evaluate(SIDEWAYS) > 0
