"""What two workers and two people do at the same moment, on connections of their own."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from core.errors import DomainError
from core.scope import workspace_scope
from distribution.models import HandOff
from distribution.services import clock, hand_off
from leads.models import Activity, Lead, LeadRank
from tenants.models import Workspace
from tests.factories import tenants
from tests.factories.distribution import make_hand_off, make_pool, make_reason, make_route
from tests.factories.leads import make_lead
from work import claim, queue


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def acme() -> Workspace:
    return tenants.make_workspace("acme")


def at_once(*acts: Callable[[], None]) -> list[Exception]:
    """Run the acts in threads that start together, each on its own connection; return what was raised."""
    gate, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        try:
            gate.wait()
            act()
        except Exception as error:  # noqa: BLE001 - the test looks at them
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_workers_share_200_leads_fairly(acme):
    reps = [tenants.make_member(acme, "rep") for _ in range(5)]
    with workspace_scope(acme.pk):
        make_route(make_pool(members=reps))
        leads = [make_lead(company=f"C{number}", light="green").pk for number in range(200)]
        queue.mark("lead", leads)

    def work() -> None:
        def step(*, keys, at) -> None:
            hand_off.offer(lead_ids=keys, at=at, known_owners={})

        claim.drain("lead", step, limit=7, deadline_seconds=60)

    raised = at_once(work, work)

    with workspace_scope(acme.pk):
        taken = Counter(LeadRank.objects.filter(stage="mql").values_list("owner_id", flat=True))
        waiting = Counter(HandOff.objects.waiting().values_list("lead_id", flat=True))
    assert raised == []
    assert taken == dict.fromkeys([rep.user_id for rep in reps], 40)
    assert (len(waiting), set(waiting.values())) == (200, {1})


def test_a_worker_that_dies_halfway_leaves_nothing_and_the_next_one_does_it(acme):
    rep = tenants.make_member(acme, "rep")
    with workspace_scope(acme.pk):
        make_route(make_pool(members=[rep]))
        lead = make_lead(light="green")

    with pytest.raises(ZeroDivisionError), workspace_scope(acme.pk):  # noqa: PT012 - dies after its work
        hand_off.offer(lead_ids=[lead.pk], at=TUESDAY, known_owners={})
        raise ZeroDivisionError
    with workspace_scope(acme.pk):
        before = HandOff.objects.count()
        hand_off.offer(lead_ids=[lead.pk], at=TUESDAY, known_owners={})

        assert (before, HandOff.objects.count()) == (0, 1)


@pytest.fixture
def offered(acme) -> tuple[Workspace, Lead, int]:
    rep = tenants.make_member(acme, "rep")
    with workspace_scope(acme.pk):
        lead = make_lead(stage="mql", owner=rep.user)
        make_hand_off(lead, rep, TUESDAY)
        make_reason()
    return acme, lead, rep.user_id


def test_of_two_who_answer_at_once_one_wins(offered):
    workspace, lead, rep = offered

    def accept() -> None:
        with workspace_scope(workspace.pk):
            hand_off.accept(lead=Lead.objects.get(pk=lead.pk), by=rep, at=TUESDAY)

    def reject() -> None:
        with workspace_scope(workspace.pk):
            hand_off.reject(lead=Lead.objects.get(pk=lead.pk), reason="no-need", by=rep, at=TUESDAY)

    raised = at_once(accept, reject, accept)

    with workspace_scope(workspace.pk):
        answers = Activity.objects.filter(kind__in=["accepted", "rejected"]).count()
    assert [type(error) for error in raised] == [hand_off.NotWaiting] * 2
    assert answers == 1


def test_an_answer_and_the_clock_do_not_both_win(offered):
    workspace, lead, rep = offered
    with workspace_scope(workspace.pk):
        made = HandOff.objects.get()
        HandOff.objects.update(accept_due_at=TUESDAY)
        tenants.make_member(workspace, "admin")

    def accept() -> None:
        with workspace_scope(workspace.pk):
            hand_off.accept(lead=Lead.objects.get(pk=lead.pk), by=rep, at=TUESDAY)

    def tick() -> None:
        with workspace_scope(workspace.pk):
            clock.run(keys=[made.pk], at=TUESDAY)

    raised = at_once(accept, tick)

    with workspace_scope(workspace.pk):
        states = sorted(HandOff.objects.values_list("state", flat=True))
        stage = LeadRank.objects.get().stage
    assert all(isinstance(error, DomainError) for error in raised)
    assert (stage, states) in [("sal", ["accepted"]), ("mql", ["expired", "offered"])]


def test_a_waiting_cursor_does_not_block_other_pools(acme):
    north, south = tenants.make_member(acme, "rep"), tenants.make_member(acme, "rep")
    with workspace_scope(acme.pk):
        make_route(
            make_pool("North", [north]),
            condition={"all": [{"field": "company.city", "op": "eq", "value": "Oslo"}]},
        )
        make_route(make_pool("South", [south]))
        lead = make_lead(company="A", city="Oslo", light="green")
        other = make_lead(company="B", city="Rome", light="green")
    done = threading.Event()

    def offer_other() -> None:
        with workspace_scope(acme.pk):
            hand_off.offer(lead_ids=[other.pk], at=TUESDAY, known_owners={})
        done.set()
        connection.close()

    with transaction.atomic(), workspace_scope(acme.pk):
        hand_off.offer(lead_ids=[lead.pk], at=TUESDAY, known_owners={})
        thread = threading.Thread(target=offer_other)
        thread.start()

        assert done.wait(timeout=20)
    thread.join()
