"""A workspace with a pipeline, and a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from conversion.models import Pipeline
from tests import browsing
from tests.factories.conversion import make_pipeline


@pytest.fixture
def pipeline(in_scope) -> Pipeline:
    """Acme's only pipeline: New, Visit, Proposal, Negotiation, Won, Lost."""
    return make_pipeline()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return browsing.LAUNCH


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page whose console must stay silent: a blocked style or script is a fault."""
    complaints: list[str] = []
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    assert [line for line in complaints if "422" not in line and "htmx:" not in line] == []
