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
# Of what it finds well it keeps one node a rule: what is thrown away here need not be described first.
RUN_AXE = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
  .then(result => result.violations)"""
# axe does not see a page that scrolls sideways (WCAG 1.4.10).
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def axe_faults(page: Page) -> list[str]:
    """Return axe's findings on the page, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, AXE_TAGS)
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in found]


def scrolls_sideways(page: Page) -> bool:
    """Say whether the page is wider than the window."""
    return page.evaluate(SIDEWAYS) > 0


# WCAG 2.5.8: less than 24 px each way, and too near to a neighbor to be meant; links within sentences may be.
SMALL_TARGETS = """() => {
  const shown = [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')]
    .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !one.closest('.vh'))
    .map(one => [one, one.closest('label')?.getBoundingClientRect() ?? one.getBoundingClientRect()])
    .filter(([one, box]) => box.width > 1 && box.height > 1);
  const middle = box => [box.x + box.width / 2, box.y + box.height / 2];
  const near = (box, other) => Math.hypot(middle(box)[0] - middle(other)[0], middle(box)[1] - middle(other)[1]) < 24;
  return shown
    .filter(([one, box]) => Math.min(box.width, box.height) < 23.5 && getComputedStyle(one).display !== 'inline')
    .filter(([one, box]) => shown.some(([other, its]) => other !== one && !other.contains(one) && near(box, its)))
    .map(([one]) => one.outerHTML.slice(0, 120));
}"""
# WCAG 2.4.7: what has the focus looks otherwise than without it, and (2.4.11) nothing lies over it.
FOCUS = """() => {
  const one = document.activeElement;
  // A frame's own page shows where one is inside it.
  if (!one || one === document.body || one.tagName === 'IFRAME') return '';
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const hidden = box.height > 0 && over && !one.contains(over) && !over.contains(one) && !over.closest('label');
  return ring && !hidden ? '' : `${ring ? 'covered' : 'no ring'}: ${one.outerHTML.slice(0, 120)}`;
}"""


def small_targets(page: Page) -> list[str]:
    """Return what is too small to be hit."""
    return [f"small target: {found}" for found in page.evaluate(SMALL_TARGETS)]


def focus_faults(page: Page, *, steps: int) -> list[str]:
    """Press Tab so often, and return where one would not see where one is."""
    found = []
    for _step in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
    return [fault for fault in found if fault]


# WCAG 1.4.12: a reader's own spacing; a style sheet made here is not kept away by the page's policy.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`p { margin-block-end: 2em !important; }
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
UNSPACED = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"
# Text that its box cuts off without saying so by an ellipsis, or by letting one scroll.
CLIPPED = """() => [...document.querySelectorAll('main *')].filter(one => {
  const hasText = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (!hasText || !one.checkVisibility() || one.closest('.vh, svg, [inert]')) return false;
  const style = getComputedStyle(one);
  const cut = (kind, inner, outer) => ['hidden', 'clip'].includes(style['overflow-' + kind]) && inner - outer > 3;
  return cut('y', one.scrollHeight, one.clientHeight)
    || style.textOverflow !== 'ellipsis' && cut('x', one.scrollWidth, one.clientWidth);
}).map(one => one.outerHTML.slice(0, 120))"""


def spacing_faults(page: Page) -> list[str]:
    """Space the text as a reader may (WCAG 1.4.12), and return what is cut off or wider than the window then."""
    page.evaluate(SPACED)
    found = [f"spaced text is cut: {cut}" for cut in page.evaluate(CLIPPED)]
    found += ["spaced text scrolls sideways"] * scrolls_sideways(page)
    page.evaluate(UNSPACED)
    return found
