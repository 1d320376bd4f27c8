"""A mail server that keeps what it gets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import messaging
from tests.mailing import Post, post_office


@pytest.fixture
def post(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[Post]:
    with post_office(tmp_path) as post:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_USE_TLS = False
        settings.MAIL_TIMEOUT = settings.MAIL_PATIENCE = 1
        messaging.make_policy(from_hour=0, until_hour=24, cap_count=0, from_name="Acme News")
        yield post
