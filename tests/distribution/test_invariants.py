"""What must hold of hand-offs, and that the check would see it broken."""

from datetime import UTC, datetime

import pytest

from distribution.models import HandOff
from distribution.services import hand_off
from leadcrm import invariants
from leads.models import Lead, LeadRank
from tests.factories.distribution import make_pool, make_route
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member
from work.models import WorkItem


AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("in_scope")


@pytest.fixture
def offered(workspace, rep) -> Lead:
    """A lead that waits for a rep, whom the pipeline has looked at."""
    make_route(make_pool(members=[rep]))
    lead = make_lead(light="green")
    hand_off.offer(lead_ids=[lead.pk], at=AT, known_owners={})
    WorkItem.objects.filter(queue="lead").delete()
    return lead


def broken() -> dict[str, list[int]]:
    return {one.check: one.ids for one in invariants.violations() if one.check.startswith("distribution.")}


def test_a_hand_off_that_waits_for_another_than_the_leads_owner_is_named(offered, workspace):
    sound = broken()
    LeadRank.objects.update(owner_id=make_member(workspace, "rep").user_id)

    assert sound == {}
    assert broken() == {"distribution.hand_off_waits_for_somebody_else": [HandOff.objects.get().pk]}


def test_an_answered_one_may_be_of_whoever_had_the_lead_then(offered, workspace, rep):
    hand_off.accept(lead=offered, by=rep.user_id, at=AT)
    WorkItem.objects.filter(queue="lead").delete()
    LeadRank.objects.update(owner_id=make_member(workspace, "rep").user_id)

    assert broken() == {}
