"""C1: a lead converts once and wholly, however often it is asked and wherever the process dies."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.flows.road import Office


pytestmark = [pytest.mark.faults, pytest.mark.slow]
DEAL = {"opportunity": {"amount": 30000}}
COUNTS = """
    SELECT (SELECT count(*) FROM conversion_account), (SELECT count(*) FROM conversion_contact),
      (SELECT count(*) FROM conversion_opportunity), (SELECT count(*) FROM conversion_conversion)
"""


def _counts(office: Office) -> tuple[int, ...]:
    return tuple(office.rig.sql(COUNTS)[0])


def _added(office: Office, before: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(now - then for now, then in zip(_counts(office), before, strict=True))


def _ids(body: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(body[name] for name in ("id", "account", "contact", "opportunity"))


def test_twenty_conversions_at_once_make_one_set_of_records(office: Office) -> None:
    lead, before = office.qualified_lead(), _counts(office)

    def convert(_number: int) -> tuple[int, tuple[Any, ...]]:
        answer = office.rig.post(f"/api/v1/leads/{lead}/convert/", DEAL, key=office.key)
        assert answer.status in {200, 201}, answer.text
        return answer.status, _ids(answer.json)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(convert, range(20)))

    assert sorted(status for status, _found in answers) == [200] * 19 + [201]
    assert len({ids for _status, ids in answers}) == 1
    assert _added(office, before) == (1, 1, 1, 1)
    office.is_sound()


def test_a_process_that_dies_anywhere_in_a_conversion_leaves_nothing_of_it(office: Office) -> None:
    lead, before = office.qualified_lead(), _counts(office)

    for place in ("after_account", "after_contact", "after_opportunity", "before_commit"):
        office.rig.arm(f"convert_{place}")
        with pytest.raises((OSError, http.client.HTTPException)):
            office.rig.post(f"/api/v1/leads/{lead}/convert/", DEAL, key=office.key)
        assert not office.rig.is_armed(f"convert_{place}")
        assert _added(office, before) == (0, 0, 0, 0), place
        assert office.lead(lead)["stage"] == "sql"
    office.post(f"leads/{lead}/convert/", DEAL, status=201)

    assert _added(office, before) == (1, 1, 1, 1)
    office.is_sound()
