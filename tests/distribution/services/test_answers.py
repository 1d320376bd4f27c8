"""Accept, return, recycle and by hand: who may, from which stage, and what is written."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import Forbidden
from distribution.models import HandOff
from distribution.services import hand_off
from leads.models import Activity, Lead, LeadRank
from leads.services.ownership import NotAMember
from tests.factories.distribution import make_pool, make_reason, make_route
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member, make_team
from work.models import WorkItem


pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def offered(in_scope, rep) -> Lead:
    """A lead that waits for Rita's answer."""
    make_route(make_pool(members=[rep]))
    lead = make_lead(light="green")
    hand_off.offer(lead_ids=[lead.pk], at=TUESDAY, known_owners={})
    return Lead.objects.select_related("rank").get()


def test_accept_takes_the_lead_into_sales(offered, rep):
    later = TUESDAY + timedelta(minutes=20)

    answered = hand_off.accept(lead=offered, by=rep.user_id, at=later)

    answered.refresh_from_db()
    assert (answered.state, answered.answered_at, answered.answered_by) == ("accepted", later, rep.user_id)
    assert LeadRank.objects.get().stage == "sal"
    assert Activity.objects.filter(kind="accepted").count() == 1
    assert not WorkItem.objects.filter(queue="sla").exists()


def test_accept_twice_is_refused(offered, rep):
    hand_off.accept(lead=offered, by=rep.user_id, at=TUESDAY)

    with pytest.raises(hand_off.NotWaiting, match="Accepted by Sales") as refusal:
        hand_off.accept(lead=offered, by=rep.user_id, at=TUESDAY)

    assert refusal.value.status == 409


def test_accept_by_a_teammate_takes_the_lead_over(offered, workspace, rep):
    team = make_team(workspace)
    type(rep).objects.filter(pk=rep.pk).update(team=team)
    mate = make_member(workspace, "rep", team=team)

    hand_off.accept(lead=offered, by=mate.user_id, at=TUESDAY)

    assert LeadRank.objects.get().owner_id == mate.user_id
    assert HandOff.objects.get().owner_id == mate.user_id


def test_accept_by_a_manager_leaves_the_lead_with_its_rep(offered, manager, rep):
    hand_off.accept(lead=offered, by=manager.user_id, at=TUESDAY)

    assert (LeadRank.objects.get().stage, LeadRank.objects.get().owner_id) == ("sal", rep.user_id)


@pytest.mark.parametrize("role", ["rep", "marketer", "viewer"])
def test_accept_is_refused_to_strangers(offered, workspace, role):
    stranger = make_member(workspace, role)

    with pytest.raises(Forbidden):
        hand_off.accept(lead=offered, by=stranger.user_id, at=TUESDAY)

    assert LeadRank.objects.get().stage == "mql"


def test_reject_returns_the_lead_to_marketing(offered, rep):
    make_reason("too-early", resume_days=60, track="slow")

    answered = hand_off.reject(lead=offered, reason="too-early", note="Next year", by=rep.user_id, at=TUESDAY)

    lead, rank = Lead.objects.get(), LeadRank.objects.get()
    assert (answered.state, answered.reason, answered.note) == ("rejected", "too-early", "Next year")
    assert (rank.stage, rank.owner_id) == ("marketing", None)
    assert (lead.resume_on, lead.recycle_reason, lead.track) == (date(2027, 1, 23), "too-early", "slow")
    assert Activity.objects.get(kind="rejected").data["note"] == "Next year"
    assert WorkItem.objects.filter(queue="resume", key=lead.pk).exists()


def test_reject_keeps_the_day_the_rep_names(offered, rep):
    make_reason()

    hand_off.reject(lead=offered, reason="no-need", resume_on=date(2026, 12, 1), by=rep.user_id, at=TUESDAY)

    assert Lead.objects.get().resume_on == date(2026, 12, 1)


def test_a_returned_lead_is_not_offered_again_at_once(offered, rep):
    make_reason()
    hand_off.reject(lead=offered, reason="no-need", by=rep.user_id, at=TUESDAY)

    hand_off.offer(lead_ids=[offered.pk], at=TUESDAY + timedelta(hours=1), known_owners={})

    assert LeadRank.objects.get().stage == "marketing"


@pytest.mark.parametrize("reason", ["", "unknown", "old"])
def test_reject_needs_a_known_active_reason(offered, rep, reason):
    make_reason("old", is_active=False)

    with pytest.raises(hand_off.ReasonNeeded) as refusal:
        hand_off.reject(lead=offered, reason=reason, by=rep.user_id, at=TUESDAY)

    assert (refusal.value.status, refusal.value.errors[0]["path"]) == (400, "reason")
    assert LeadRank.objects.get().stage == "mql"


def test_reject_refuses_a_day_that_is_over(offered, rep):
    make_reason()

    with pytest.raises(hand_off.BadResumeDate):
        hand_off.reject(lead=offered, reason="no-need", resume_on=TUESDAY.date(), by=rep.user_id, at=TUESDAY)


def test_reject_of_an_accepted_lead_is_refused(offered, rep):
    make_reason()
    hand_off.accept(lead=offered, by=rep.user_id, at=TUESDAY)

    with pytest.raises(hand_off.NotWaiting):
        hand_off.reject(lead=offered, reason="no-need", by=rep.user_id, at=TUESDAY)


def test_recycle_gives_an_accepted_lead_back(offered, rep):
    make_reason()
    hand_off.accept(lead=offered, by=rep.user_id, at=TUESDAY)

    hand_off.recycle(lead=offered, reason="no-need", track="quick", by=rep.user_id, at=TUESDAY)

    assert HandOff.objects.get().state == "recycled"
    assert LeadRank.objects.get().stage == "marketing"
    assert Lead.objects.get().track == "quick"
    assert Activity.objects.filter(kind="recycled").count() == 1


@pytest.mark.parametrize("stage", ["marketing", "mql", "converted", "disqualified"])
def test_recycle_is_refused_from_other_stages(in_scope, rep, stage):
    make_reason()
    lead = make_lead(stage=stage, owner=rep.user)

    with pytest.raises(hand_off.NotInSales):
        hand_off.recycle(lead=lead, reason="no-need", by=rep.user_id, at=TUESDAY)


def test_by_hand_needs_a_reason_unless_green(in_scope, rep, manager):
    lead = make_lead(light="amber")

    with pytest.raises(hand_off.ReasonNeeded):
        hand_off.hand_off(lead=lead, by=manager.user_id, at=TUESDAY)
    made = hand_off.hand_off(lead=lead, by=manager.user_id, at=TUESDAY, reason="Called us")

    assert (made.by_hand, made.offered_reason, made.offered_by) == (True, "Called us", manager.user_id)
    assert LeadRank.objects.get().stage == "mql"


def test_by_hand_gives_the_lead_to_the_chosen_rep(in_scope, rep, manager):
    lead = make_lead(light="green")

    made = hand_off.hand_off(lead=lead, owner_id=rep.user_id, by=manager.user_id, at=TUESDAY)

    assert (made.owner_id, LeadRank.objects.get().owner_id) == (rep.user_id, rep.user_id)


def test_by_hand_refuses_somebody_who_cannot_own_leads(in_scope, viewer, manager):
    lead = make_lead(light="green")

    with pytest.raises(NotAMember):
        hand_off.hand_off(lead=lead, owner_id=viewer.user_id, by=manager.user_id, at=TUESDAY)


def test_by_hand_passes_a_waiting_lead_to_somebody_else(offered, workspace, manager):
    other = make_member(workspace, "rep")

    made = hand_off.hand_off(lead=offered, owner_id=other.user_id, by=manager.user_id, at=TUESDAY)

    assert list(HandOff.objects.order_by("pk").values_list("state", flat=True)) == ["reassigned", "offered"]
    assert WorkItem.objects.get(queue="sla").key == made.pk


def test_by_hand_to_whom_it_waits_for_is_refused(offered, rep, manager):
    with pytest.raises(hand_off.AlreadyHandedOff):
        hand_off.hand_off(lead=offered, owner_id=rep.user_id, by=manager.user_id, at=TUESDAY)


def test_by_hand_is_refused_once_sales_accepted(offered, rep, manager):
    hand_off.accept(lead=offered, by=rep.user_id, at=TUESDAY)

    with pytest.raises(hand_off.AlreadyHandedOff):
        hand_off.hand_off(lead=offered, by=manager.user_id, at=TUESDAY, reason="again")


def test_by_hand_with_nobody_to_take_it_is_refused(in_scope, viewer):
    lead = make_lead(light="green")

    with pytest.raises(hand_off.NobodyToTake):
        hand_off.hand_off(lead=lead, by=None, at=TUESDAY)
