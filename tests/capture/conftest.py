"""A browser for pages of capture."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests import browsing


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the Chromium that is here."""
    return browsing.LAUNCH


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """Return a page whose console must stay silent: a blocked style or script is a fault."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(20_000)
    yield page
    # A form with mistakes answers 422, which Chromium reports as an error.
    assert [text for text in complaints if "422" not in text] == []
