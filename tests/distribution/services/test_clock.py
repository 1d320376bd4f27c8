"""Late answers: the next of the pool once, then the fallback owner; each tick may come twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from distribution.models import HandOff
from distribution.services import clock, hand_off
from leads.models import Activity, Lead, LeadRank
from messaging.models import Notification
from tests.factories.distribution import make_pool, make_route
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member
from work.models import WorkItem


pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def reps(in_scope, workspace) -> list:
    return [make_member(workspace, "rep") for _ in range(3)]


@pytest.fixture
def offered(reps, admin) -> Lead:
    """A lead that waits for the first of three reps."""
    make_route(make_pool(members=reps))
    lead = make_lead(light="green")
    hand_off.offer(lead_ids=[lead.pk], at=TUESDAY, known_owners={})
    return lead


def tick(at: datetime) -> None:
    clock.run(keys=sorted(HandOff.objects.values_list("pk", flat=True)), at=at)


def owner() -> int:
    return LeadRank.objects.get().owner_id


def test_a_late_answer_gives_the_lead_to_the_next_of_the_pool(offered, reps):
    tick(TUESDAY + timedelta(hours=2))

    first, second = HandOff.objects.order_by("pk")
    assert (first.state, second.state, second.round) == ("expired", "offered", 2)
    assert owner() == second.owner_id == reps[1].user_id
    assert second.accept_due_at > TUESDAY + timedelta(hours=2)
    assert Activity.objects.filter(kind="handed_off").count() == 2


def test_then_the_fallback_owner_gets_it_and_keeps_it(offered, admin):
    for days in range(1, 5):
        tick(TUESDAY + timedelta(days=days))

    assert owner() == admin.user_id
    assert list(HandOff.objects.order_by("pk").values_list("state", "round")) == [
        ("expired", 1),
        ("expired", 2),
        ("offered", 3),
    ]


def test_managers_are_told_of_each_late_answer_in_one_statement(offered, admin, manager):
    others = [make_lead(email=f"a{n}@x.es", light="green") for n in range(3)]
    hand_off.offer(lead_ids=[lead.pk for lead in others], at=TUESDAY, known_owners={})

    with CaptureQueriesContext(connection) as asked:
        tick(TUESDAY + timedelta(hours=2))

    told = Notification.objects.filter(kind="answer_due").values_list("user_id", "lead_id")
    leads = {offered.pk, *(lead.pk for lead in others)}
    assert set(told) == {(one.user_id, lead) for one in (admin, manager) for lead in leads}
    assert len([one for one in asked.captured_queries if "messaging_notification " in one["sql"]]) == 1


def test_a_tick_before_the_time_changes_nothing_and_comes_back(offered, reps):
    WorkItem.objects.filter(queue="sla").delete()

    tick(TUESDAY + timedelta(minutes=119))

    assert owner() == reps[0].user_id
    assert WorkItem.objects.get(queue="sla").due_at == TUESDAY + timedelta(hours=2)


def test_a_repeated_tick_passes_the_lead_on_once(offered, reps):
    tick(TUESDAY + timedelta(hours=2))
    tick(TUESDAY + timedelta(hours=2))

    assert owner() == reps[1].user_id
    assert HandOff.objects.count() == 2


def test_an_answered_hand_off_is_left_alone(offered, reps):
    hand_off.accept(lead=Lead.objects.get(), by=reps[0].user_id, at=TUESDAY)

    tick(TUESDAY + timedelta(days=1))

    assert (HandOff.objects.get().state, owner()) == ("accepted", reps[0].user_id)


def test_with_nobody_else_in_the_pool_the_fallback_owner_gets_it(in_scope, rep, admin):
    make_route(make_pool(members=[rep]))
    lead = make_lead(light="green")
    hand_off.offer(lead_ids=[lead.pk], at=TUESDAY, known_owners={})

    tick(TUESDAY + timedelta(days=1))

    assert owner() == admin.user_id


def test_resume_has_the_pipeline_look_again(in_scope):
    lead = make_lead()

    clock.resume(keys=[lead.pk], at=TUESDAY)

    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()
