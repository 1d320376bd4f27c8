"""A browser for pages of capture, and who imports files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tenants.models import Membership, Workspace
from tests import browsing


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> None:
    """Keep the files of imports where the test may leave them."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def by(in_scope: Workspace, marketer: Membership) -> int:
    """Who acts, inside Acme's scope."""
    return marketer.user_id


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
