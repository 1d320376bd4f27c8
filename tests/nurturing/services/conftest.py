"""Who writes the mails."""

import pytest

from tests.factories import messaging


@pytest.fixture
def identity(in_scope):
    """Let the workspace have the postal address without which no mail leaves."""
    messaging.make_policy()
