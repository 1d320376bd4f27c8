from datetime import UTC, date, datetime

import pytest

from leads.choices import OPEN_STAGES, Stage
from leads.models import Activity, Lead, LeadRank, StageChange
from leads.services import ownership, stages
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member
from work.models import WorkItem


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def stage_of(lead):
    return LeadRank.objects.get(lead=lead).stage


@pytest.mark.parametrize("from_stage", Stage.values)
@pytest.mark.parametrize("to_stage", Stage.values)
def test_every_move_is_allowed_or_refused_by_the_table(in_scope, from_stage, to_stage):
    lead = make_lead(stage=from_stage)

    if to_stage in stages.MOVES[from_stage]:
        stages.move(lead=lead, to_stage=to_stage, by=None, at=AT)
    else:
        with pytest.raises(stages.StageConflict):
            stages.move(lead=lead, to_stage=to_stage, by=None, at=AT)

    moved = to_stage in stages.MOVES[from_stage]
    expected = to_stage if moved else from_stage
    assert stage_of(lead) == expected
    assert Lead.objects.get(pk=lead.pk).is_open is (expected in OPEN_STAGES)
    assert StageChange.objects.filter(lead=lead).count() == moved
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists() is moved


def test_a_move_that_lost_a_race_is_refused(in_scope):
    lead = make_lead(stage=Stage.MQL)
    stale = Lead.objects.select_related("rank").get(pk=lead.pk)
    stages.move(lead=lead, to_stage=Stage.SAL, by=None, at=AT)

    with pytest.raises(stages.StageConflict):
        stages.move(lead=stale, to_stage=Stage.MARKETING, by=None, at=AT)

    assert stage_of(lead) == Stage.SAL


def test_move_many_passes_over_leads_that_left(in_scope, django_assert_max_num_queries):
    leads = [make_lead(email=f"{number}@x.es") for number in range(5)]
    LeadRank.objects.filter(lead=leads[0]).update(stage=Stage.INVALID)

    with django_assert_max_num_queries(6):
        moved = stages.move_many(
            lead_ids=[lead.pk for lead in leads], from_stage="marketing", to_stage="mql", by=None, at=AT
        )

    assert moved == [lead.pk for lead in leads[1:]]
    assert StageChange.objects.count() == 4
    with pytest.raises(stages.StageConflict):
        stages.move_many(lead_ids=[], from_stage="marketing", to_stage="converted", by=None, at=AT)


@pytest.mark.parametrize("stage", [Stage.MQL, Stage.SAL, Stage.SQL])
def test_recycle_keeps_the_reason_and_the_date(in_scope, stage):
    lead = make_lead(stage=stage)

    stages.recycle(
        lead=lead, by=None, at=AT, reason="no_budget", resume_on=date(2027, 1, 7), track="slow", note="Later"
    )

    lead = Lead.objects.get(pk=lead.pk)
    assert (lead.recycle_reason, lead.resume_on, lead.track, lead.version) == (
        "no_budget",
        date(2027, 1, 7),
        "slow",
        2,
    )
    activity = Activity.objects.get(lead=lead)
    assert (activity.kind, activity.data["from"], activity.data["resume_on"]) == (
        "recycled",
        stage,
        "2027-01-07",
    )


def test_close_needs_a_reason(in_scope):
    lead = make_lead()

    with pytest.raises(stages.MissingForStage):
        stages.close(lead=lead, to_stage=Stage.DISQUALIFIED, by=None, at=AT, reason="")

    assert stage_of(lead) == Stage.MARKETING


def test_reopen_is_refused_while_another_open_lead_has_the_address(in_scope):
    lead = make_lead(email="ana@sol.es", stage=Stage.DISQUALIFIED)
    make_lead(email="ana@sol.es")

    with pytest.raises(stages.OpenLeadExists):
        stages.reopen(lead=lead, by=None, at=AT)

    assert not Lead.objects.get(pk=lead.pk).is_open


def test_assign_says_so_once(in_scope, rep):
    lead = make_lead()

    first = ownership.assign(lead_id=lead.pk, owner_id=rep.user_id, by=None, at=AT, reason="by_hand")
    again = ownership.assign(lead_id=lead.pk, owner_id=rep.user_id, by=None, at=AT)
    nobody = ownership.assign(lead_id=lead.pk, owner_id=None, by=None, at=AT)

    assert (first, again, nobody) == (True, False, True)
    assert [item.data["owner"] for item in Activity.objects.order_by("pk")] == [rep.user_id, None]


def test_only_members_who_sell_can_own(in_scope, viewer, marketer, other_workspace):
    gone = make_member(in_scope, is_active=False)
    strangers = [viewer, marketer, gone, make_member(other_workspace)]

    for stranger in strangers:
        with pytest.raises(ownership.NotAMember):
            ownership.assign(lead_id=make_lead().pk, owner_id=stranger.user_id, by=None, at=AT)
