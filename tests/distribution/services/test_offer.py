"""The step that hands green leads to Sales."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from distribution.models import Absence, HandOff
from distribution.services import hand_off
from leads.models import Activity, Lead, LeadRank, StageChange
from leads.services import ownership, stages
from tests.factories.distribution import make_hand_off, make_pool, make_route
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member
from work.models import WorkItem


pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)  # 11:00 in Madrid


def offer(*leads: Lead, at: datetime = TUESDAY, known_owners: dict | None = None) -> None:
    hand_off.offer(lead_ids=[lead.pk for lead in leads], at=at, known_owners=known_owners or {})


def rank(lead: Lead) -> LeadRank:
    return LeadRank.objects.get(lead_id=lead.pk)


def test_offer_hands_a_green_lead_to_the_next_rep(in_scope, rep):
    route = make_route(make_pool(members=[rep]))
    lead = make_lead(light="green")

    offer(lead)

    made = HandOff.objects.get()
    assert (rank(lead).stage, rank(lead).owner_id) == ("mql", rep.user_id)
    assert (made.state, made.owner_id, made.route_id, made.by_hand) == (
        "offered",
        rep.user_id,
        route.pk,
        False,
    )
    # 120 and 240 working minutes from 11:00 in Madrid.
    assert made.accept_due_at == TUESDAY + timedelta(hours=2)
    assert made.contact_due_at == TUESDAY + timedelta(hours=4)
    assert WorkItem.objects.get(queue="sla").due_at == made.accept_due_at
    assert StageChange.objects.get().to_stage == "mql"
    assert Activity.objects.get().kind == "handed_off"


def test_offer_again_changes_nothing(in_scope, rep):
    make_route(make_pool(members=[rep]))
    lead = make_lead(light="green")

    offer(lead)
    offer(lead, at=TUESDAY + timedelta(minutes=5))

    assert HandOff.objects.count() == 1
    assert Activity.objects.filter(kind="handed_off").count() == 1


@pytest.mark.parametrize("light", ["amber", "red"])
def test_offer_leaves_leads_that_are_not_green(in_scope, rep, light):
    make_route(make_pool(members=[rep]))
    lead = make_lead(light=light)

    offer(lead)

    assert rank(lead).stage == "marketing"


def test_offer_takes_a_red_lead_that_a_workflow_wishes_to_hand_off(in_scope, rep):
    make_route(make_pool(members=[rep]))
    lead = make_lead(light="red", hand_off_wish_at=TUESDAY)

    offer(lead)

    assert rank(lead).stage == "mql"
    assert Lead.objects.get().hand_off_wish_at is None


def test_offer_leaves_a_waiting_lead_that_is_no_longer_green(in_scope, rep):
    make_route(make_pool(members=[rep]))
    lead = make_lead(light="green")
    offer(lead)
    LeadRank.objects.update(light="red")

    offer(lead)

    assert (rank(lead).stage, HandOff.objects.get().state) == ("mql", "offered")


def test_offer_takes_the_first_route_that_fits(in_scope, workspace, rep):
    north, south = rep, make_member(workspace, "rep")
    big = {"all": [{"field": "company.employees", "op": "gte", "value": 50}]}
    make_route(make_pool("Big", [north]), condition=big)
    make_route(make_pool("Others", [south]))
    large, small = make_lead(company="A", employees=80), make_lead(company="B", employees=3)
    LeadRank.objects.update(light="green")

    offer(large, small)

    assert rank(large).owner_id == north.user_id
    assert rank(small).owner_id == south.user_id


def test_offer_reads_conditions_on_grade_and_activities(in_scope, workspace, rep):
    hot = {
        "all": [
            {"field": "score.grade", "op": "eq", "value": "A"},
            {"activity": "inquiry", "at_least": 1, "within_days": 30},
        ]
    }
    make_route(make_pool("Hot", [rep]), condition=hot)
    lead = make_lead(light="green", grade="A")
    Activity.objects.create(lead=lead, kind="inquiry", occurred_at=TUESDAY, day=TUESDAY.date())

    offer(lead)

    assert rank(lead).owner_id == rep.user_id


def test_offer_passes_over_inactive_routes_and_ones_that_cannot_be_read(in_scope, workspace, rep, admin):
    gone = {"all": [{"field": "custom.gone", "op": "eq", "value": "x"}]}
    make_route(make_pool("Off", [admin]), is_active=False)
    make_route(make_pool("Broken", [admin]), condition=gone)
    make_route(make_pool("Good", [rep]))
    lead = make_lead(light="green")

    offer(lead)

    assert rank(lead).owner_id == rep.user_id


def test_offer_asks_the_owner_of_the_known_account_first(in_scope, workspace, rep):
    other = make_member(workspace, "rep")
    make_route(make_pool(members=[rep]))
    lead = make_lead(light="green")

    offer(lead, known_owners={lead.pk: other.user_id})

    assert rank(lead).owner_id == other.user_id


def test_offer_does_not_ask_a_known_owner_who_is_away_or_gone(in_scope, workspace, rep):
    away, gone = make_member(workspace, "rep"), make_member(workspace, "rep", is_active=False)
    Absence.objects.create(user=away.user, until_on=TUESDAY.date())
    make_route(make_pool(members=[rep]))
    first, second = make_lead(company="A", light="green"), make_lead(company="B", light="green")

    offer(first, second, known_owners={first.pk: away.user_id, second.pk: gone.user_id})

    assert {rank(first).owner_id, rank(second).owner_id} == {rep.user_id}


def test_offer_falls_back_to_the_named_owner_else_to_the_first_admin(in_scope, workspace, admin, manager):
    first, second = make_lead(company="A", light="green"), make_lead(company="B", light="green")

    offer(first)
    workspace.settings = {"hand_off": {"fallback_owner": manager.user_id}}
    workspace.save(update_fields=["settings"])
    offer(second)

    assert rank(first).owner_id == admin.user_id
    assert rank(second).owner_id == manager.user_id


def test_offer_keeps_a_lead_in_marketing_while_nobody_can_own_it(in_scope, viewer):
    lead = make_lead(light="green")

    offer(lead)

    assert rank(lead).stage == "marketing"


def test_offer_skips_absent_reps_and_takes_all_reps_of_an_open_pool(in_scope, workspace, rep):
    away = make_member(workspace, "rep")
    Absence.objects.create(user=away.user, until_on=TUESDAY.date())
    make_route(make_pool("All", takes_all_reps=True))
    leads = [make_lead(company=f"C{number}", light="green") for number in range(4)]

    offer(*leads)

    assert set(LeadRank.objects.values_list("owner_id", flat=True)) == {rep.user_id}


def test_offer_is_fair_over_batches(in_scope, workspace):
    reps = [make_member(workspace, "rep") for _ in range(5)]
    make_route(make_pool(members=reps))
    leads = [make_lead(company=f"C{number}", light="green") for number in range(33)]

    for start in range(0, 33, 4):
        offer(*leads[start : start + 4])

    taken = Counter(LeadRank.objects.values_list("owner_id", flat=True))
    assert len(taken) == 5
    assert max(taken.values()) - min(taken.values()) <= 1


@pytest.mark.parametrize(
    ("resume_on", "inquiry_at", "stage"),
    [
        (date(2026, 12, 24), None, "marketing"),
        (date(2026, 11, 24), None, "mql"),
        (None, None, "marketing"),
        (date(2026, 12, 24), TUESDAY - timedelta(days=2), "marketing"),
        (date(2026, 12, 24), TUESDAY - timedelta(hours=1), "mql"),
    ],
)
def test_offer_lets_a_returned_lead_rest(in_scope, rep, resume_on, inquiry_at, stage):
    make_route(make_pool(members=[rep]))
    lead = make_lead(
        light="green",
        recycle_reason="no-need",
        resume_on=resume_on,
        last_inquiry_at=inquiry_at,
        stage_at=TUESDAY - timedelta(days=1),
    )

    offer(lead)

    assert rank(lead).stage == stage
    # Who starts anew in Sales is not said to rest any more.
    assert (Lead.objects.get().recycle_reason == "") == (stage == "mql")


def test_offer_wakes_a_resting_lead_on_its_day(in_scope):
    make_lead(light="green", recycle_reason="no-need", resume_on=date(2026, 12, 24))

    offer(Lead.objects.get())

    item = WorkItem.objects.get(queue="resume")
    assert item.due_at == datetime(2026, 12, 23, 23, tzinfo=UTC)  # midnight in Madrid


def test_offer_makes_a_hand_off_for_a_lead_in_sales_that_has_none(in_scope, rep):
    lead = make_lead(stage="mql", owner=rep.user, light="red")

    offer(lead)

    assert HandOff.objects.get().owner_id == rep.user_id


def test_offer_closes_hand_offs_of_leads_that_left(in_scope, rep):
    lead = make_lead(stage="mql", owner=rep.user)
    make_hand_off(lead, rep, TUESDAY)
    stages.close(lead=lead, to_stage="disqualified", by=None, at=TUESDAY, reason="spam")

    offer(lead)

    assert HandOff.objects.get().state == "closed"


def test_offer_follows_the_lead_to_a_new_owner(in_scope, workspace, rep):
    other = make_member(workspace, "rep")
    lead = make_lead(stage="mql", owner=rep.user)
    made = make_hand_off(lead, rep, TUESDAY)
    ownership.assign(lead_id=lead.pk, owner_id=other.user_id, by=None, at=TUESDAY)

    offer(lead)

    made.refresh_from_db()
    assert (made.state, made.owner_id) == ("offered", other.user_id)


def test_offer_notes_the_first_contact(in_scope, rep):
    lead = make_lead(stage="sal", owner=rep.user)
    made = make_hand_off(lead, rep, TUESDAY, state="accepted", answered_at=TUESDAY)
    for hours in (3, 1):
        at = TUESDAY + timedelta(hours=hours)
        Activity.objects.create(lead=lead, kind="call", occurred_at=at, day=at.date())

    offer(lead, at=TUESDAY + timedelta(hours=4))

    made.refresh_from_db()
    assert made.contacted_at == TUESDAY + timedelta(hours=1)


def queries_for(count: int) -> int:
    leads = [make_lead(company=f"Q{count}-{number}", light="green") for number in range(count)]
    with CaptureQueriesContext(connection) as captured:
        offer(*leads)
    return len(captured)


def test_offer_asks_no_more_for_many_leads(in_scope, workspace):
    reps = [make_member(workspace, "rep") for _ in range(3)]
    make_route(
        make_pool("Big", reps), condition={"all": [{"field": "company.employees", "op": "gte", "value": 5}]}
    )
    make_route(make_pool("All", takes_all_reps=True))

    queries_for(1)  # makes the cursor rows

    assert queries_for(3) == queries_for(30)
