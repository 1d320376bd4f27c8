import os

import pytest

from leadcrm.runtime.errors import CannotStart
from leadcrm.runtime.home import Home
from leadcrm.runtime.lock import only_one


def test_second_holder_is_told_the_first_ones_pid(home: Home) -> None:
    with only_one(home), pytest.raises(CannotStart, match=f"pid {os.getpid()}"), only_one(home):
        pass


def test_lock_is_free_again_after_the_first(home: Home) -> None:
    with only_one(home):
        pass

    with only_one(home):
        assert home.lock_file.read_text() == f"{os.getpid()}\n"
