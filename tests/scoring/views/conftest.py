"""Who looks at the pages of scoring."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenants.models import Membership


@pytest.fixture
def alice(client_for: Callable[[Membership], Client], admin: Membership) -> Client:
    """Return the administrator's browser."""
    return client_for(admin)


@pytest.fixture
def mona(client_for: Callable[[Membership], Client], marketer: Membership) -> Client:
    """Return the marketer's browser."""
    return client_for(marketer)


@pytest.fixture
def rita(client_for: Callable[[Membership], Client], rep: Membership) -> Client:
    """Return the rep's browser."""
    return client_for(rep)
