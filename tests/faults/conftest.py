import os

import pytest


@pytest.fixture
def outside() -> dict[str, str]:
    """The servers of the test run, as an operator would name them."""
    return {name: os.environ[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
