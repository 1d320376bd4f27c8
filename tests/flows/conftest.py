import itertools

import pytest

from tests.faults.rig import Rig
from tests.flows.road import Office


_numbers = itertools.count(1)


@pytest.fixture
def office(shared_rig: Rig) -> Office:
    """A workspace of the test's own in the copy that all flow tests share."""
    return Office.open(shared_rig, f"flow{next(_numbers)}")
