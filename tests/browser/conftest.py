"""A running copy with the sample in it, and people who sit before it in headless Chromium."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests import browsing
from tests.browser.desk import Desk
from tests.faults.rig import Rig


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the Chromium that is here."""
    return browsing.LAUNCH


@pytest.fixture(scope="session")
def sessions() -> dict[str, dict[str, str]]:
    """Return the sessions of those who have signed in, by their address."""
    return {}


@pytest.fixture
def desk(
    sample_rig: Rig, browser: Browser, sessions: dict[str, dict[str, str]]
) -> Iterator[Callable[..., Desk]]:
    """Open windows onto the copy: ``desk("marta", language="en")``; "" is a visitor. None may complain.

    Who signed in once stays signed in for other tests, unless ``anew``.
    """
    opened: list[Desk] = []

    def open_desk(
        who: str = "",
        *,
        language: str = "es",
        width: int = 1280,
        workspace: str = "tresluces",
        anew: bool = False,
    ) -> Desk:
        opened.append(Desk.open(browser, sample_rig, language=language, width=width))
        opened[-1].home = f"/w/{workspace}"
        if who:
            email = f"{who}@{workspace}.example"
            if anew or email not in sessions or not opened[-1].come_back(sessions[email]):
                opened[-1].sign_in(email)
                sessions[email] = opened[-1].session()
        return opened[-1]

    yield open_desk
    for one in opened:
        one.page.context.close()
    assert [line for one in opened for line in one.complaints] == []
