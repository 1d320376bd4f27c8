"""Judging clicks must cost little however many there are."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from messaging.engine import judge


SENT = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.mark.slow
def test_a_flood_of_one_link_is_no_burst_and_is_judged_at_once() -> None:
    flood = [judge.Click(0, SENT + timedelta(hours=1, milliseconds=n)) for n in range(400)]

    began = time.process_time()
    found = {judge.later(click, flood, sent_at=SENT, too_soon=timedelta(seconds=5)) for click in flood}

    assert found == {""}
    assert time.process_time() - began < 1.5
