"""What may be asked so often a minute."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from core import throttle


def test_the_first_of_a_minute_are_free_each_name_for_itself():
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert [throttle.is_free("throttle:a", most=2) for _each in range(3)] == [True, True, False]
        assert throttle.is_free("throttle:b", most=2)
    with time_machine.travel(now + timedelta(seconds=61), tick=False):
        assert throttle.is_free("throttle:a", most=2)
