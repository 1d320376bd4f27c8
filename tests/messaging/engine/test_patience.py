"""How long to wait before a webhook goes out again, whatever the other side says."""

from datetime import UTC, datetime, timedelta

import pytest

from core.outbound import Answer
from messaging.engine import patience


AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7200", 7200),
        ("Sun, 22 Nov 2026 13:00:00 GMT", 3600),
        ("999999999", 24 * 3600),
        # What is no wish at all leaves the table's own wait.
        ("²", 5),
        ("٣", 5),
        ("9" * 5000, 5),
        ("Sun, 22 Nov 99999999999999999999 13:00:00 GMT", 5),
        ("-7200", 5),
        ("soon", 5),
        ("", 5),
    ],
)
def test_only_a_wish_that_can_be_read_is_granted(asked: str, seconds: int) -> None:
    found = patience.wait(1, Answer(503, {"retry-after": asked}), AT)

    assert found == timedelta(seconds=seconds)
