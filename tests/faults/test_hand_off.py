"""Two hundred leads, two workers, five reps: one owner each, fairly, while workers die in the middle (H1)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.mailroom import Mailroom
from tests.flows.road import GOOD_INQUIRY, Office


pytestmark = [pytest.mark.faults, pytest.mark.slow]
LEADS, REPS = 200, 5
STAFF = """
from datetime import date, timedelta
from distribution.models import Absence
from tests.factories.tenants import make_member
with workspace_scope(workspace):
    members = [make_member(Workspace.objects.get(pk=workspace), "rep") for _ in range({reps} + 1)]
    Absence.objects.create(user_id=members[-1].user_id, until_on=date.today() + timedelta(days=30))
    print(*[member.user_id for member in members])
"""
OWNERS = """
SELECT r.owner_id, count(*) FROM leads_leadrank r JOIN tenants_workspace w ON w.id = r.workspace_id
WHERE w.slug = %s AND r.stage = 'mql' GROUP BY r.owner_id
"""
OFFERS = """
SELECT h.lead_id, count(*) FROM distribution_handoff h JOIN tenants_workspace w ON w.id = h.workspace_id
WHERE w.slug = %s AND h.state = 'offered' GROUP BY h.lead_id
"""


@pytest.fixture(scope="module")
def salesroom(mailroom: Mailroom) -> Mailroom:
    """A workspace of its own in the same copy."""
    return Mailroom(Office.open(mailroom.rig, "sales"))


def owners(salesroom: Mailroom) -> Counter[int]:
    """Return how many leads each rep was handed."""
    return Counter(dict(salesroom.rig.sql(OWNERS, ["sales"])))


def is_fair(shares: Counter[int]) -> bool:
    """Say whether nobody has two more than anybody else."""
    return max(shares.values()) - min(shares.values()) <= 1


def test_every_lead_gets_one_owner_and_all_present_reps_as_many(salesroom: Mailroom) -> None:
    rig, office = salesroom.rig, salesroom.office
    *present, absent = [int(user) for user in salesroom.run(STAFF, reps=REPS).split()]

    def inquire(number: int) -> None:
        values = {"company": f"Hotel {number}", "email": f"ana@hotel{number}.es", "phone": ""}
        office.post("inquiries/", {**GOOD_INQUIRY, **values}, status=202)

    with salesroom.worker(), salesroom.ringing(), ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(inquire, number) for number in range(LEADS)]
        for part, failpoint in ((1, "pipeline_before_commit"), (2, "pipeline_after_commit")):
            rig.wait_until(
                lambda part=part: owners(salesroom).total() > part * 30, what="leads are shared out"
            )
            rig.arm(failpoint)
            rig.wait_until(lambda failpoint=failpoint: not rig.is_armed(failpoint), what="a worker dies")
        assert [one.result() for one in asking] == [None] * LEADS
        rig.wait_until(lambda: owners(salesroom).total() == LEADS, seconds=120, what="all have owners")

    shares, offers = owners(salesroom), Counter(dict(rig.sql(OFFERS, ["sales"])))
    assert set(shares) == set(present)
    assert absent not in shares
    assert is_fair(shares)
    assert (len(offers), set(offers.values())) == (LEADS, {1})
    rig.manage("check_invariants")


def test_an_unfair_share_would_be_seen() -> None:
    assert is_fair(Counter({1: 40, 2: 40, 3: 39}))
    assert not is_fair(Counter({1: 41, 2: 40, 3: 39}))
