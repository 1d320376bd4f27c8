"""Deals: made, edited, moved, won, lost, opened again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from conversion.models import Opportunity
from conversion.services import opportunities
from conversion.services.opportunities import DealConflict, MissingLostReason
from core.errors import Invalid
from leads.models import Activity
from leads.services.ownership import NotAMember
from tests.factories.conversion import lost_reason, make_account, make_contact, make_deal, stage
from tests.factories.leads import make_lead
from work.models import WorkItem


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def fresh(deal):
    return Opportunity.objects.get(pk=deal.pk)


def test_create_starts_in_the_first_open_stage(pipeline, workspace, rep):
    deal = make_deal(owner=rep, amount=500)

    assert (deal.stage.name, deal.state, deal.currency) == ("New", "open", workspace.currency)


def test_create_without_a_pipeline_is_refused(in_scope):
    with pytest.raises(Invalid, match="no pipeline"):
        opportunities.create(
            account=make_account(), contact=None, values=opportunities.OpportunityInput(name="X"), at=AT
        )


def test_create_in_a_closed_stage_is_refused(pipeline):
    with pytest.raises(Invalid):
        make_deal(stage_id=stage("Won").pk)


def test_create_for_a_stranger_is_refused(pipeline, viewer):
    with pytest.raises(NotAMember):
        make_deal(owner=viewer)


def test_edit(pipeline, rep):
    deal = make_deal()

    changed = opportunities.edit(
        opportunity=deal, values={"amount": 900, "owner_id": rep.user_id}, version=1, at=AT
    )

    assert (changed.amount, changed.owner_id, changed.version) == (900, rep.user_id, 2)


def test_edit_of_an_old_version_is_refused(pipeline):
    deal = make_deal()
    opportunities.edit(opportunity=deal, values={"amount": 900}, version=1, at=AT)

    with pytest.raises(DealConflict):
        opportunities.edit(opportunity=deal, values={"amount": 1}, version=1, at=AT)

    assert fresh(deal).amount == 900


@pytest.mark.parametrize("name", ["", "  "])
def test_edit_keeps_a_name(pipeline, name):
    with pytest.raises(Invalid):
        opportunities.edit(opportunity=make_deal(), values={"name": name}, version=None, at=AT)


def test_edit_refuses_another_accounts_contact(pipeline):
    contact = make_contact(make_account("Other"))

    with pytest.raises(Invalid):
        opportunities.edit(opportunity=make_deal(), values={"contact_id": contact.pk}, version=None, at=AT)


def test_move(pipeline):
    deal = make_deal(at=AT)

    opportunities.move(opportunity=deal, stage=stage("Proposal"), by=None, at=LATER)

    moved = fresh(deal)
    assert (moved.stage.name, moved.stage_at, moved.version) == ("Proposal", LATER, 2)


def test_move_to_where_it_is_changes_nothing(pipeline):
    deal = make_deal(at=AT)

    opportunities.move(opportunity=deal, stage=stage("New"), by=None, at=LATER)

    assert (fresh(deal).stage_at, fresh(deal).version) == (AT, 1)


def test_move_of_a_deal_that_was_moved_meanwhile_is_refused(pipeline):
    deal, seen = make_deal(), make_deal("Other")
    opportunities.move(opportunity=fresh(deal), stage=stage("Visit"), by=None, at=AT)

    with pytest.raises(DealConflict):
        opportunities.move(opportunity=deal, stage=stage("Proposal"), by=None, at=AT)
    with pytest.raises(DealConflict):
        opportunities.move(opportunity=seen, stage=stage("Visit"), by=None, at=AT, version=7)

    assert fresh(deal).stage.name == "Visit"


def test_move_to_won_wins_and_to_lost_needs_a_reason(pipeline):
    deal, other = make_deal(), make_deal("Other")

    opportunities.move(opportunity=deal, stage=stage("Won"), by=None, at=AT)
    with pytest.raises(MissingLostReason):
        opportunities.move(opportunity=other, stage=stage("Lost"), by=None, at=AT)

    assert fresh(deal).state == "won"
    assert fresh(other).state == "open"


def test_win_tells_the_lead(pipeline, rep):
    lead = make_lead(email="ana@sol.es", stage="converted")
    deal = make_deal(lead=lead, amount=900)

    opportunities.win(opportunity=deal, by=rep.user_id, at=AT)

    won = fresh(deal)
    assert (won.state, won.stage.name, won.closed_at) == ("won", "Won", AT)
    told = Activity.objects.get(lead=lead, kind="won")
    assert (told.data["opportunity"], told.data["amount"], told.by_id) == (deal.pk, 900, rep.user_id)
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_lose_tells_the_lead_why(pipeline):
    lead = make_lead(email="ana@sol.es", stage="converted")
    deal = make_deal(lead=lead)

    opportunities.lose(opportunity=deal, reason=lost_reason(), note="Too dear", by=None, at=AT)

    assert (fresh(deal).state, fresh(deal).lost_reason.slug) == ("lost", "price")
    told = Activity.objects.get(lead=lead, kind="lost").data
    assert (told["reason"], told["reason_label"], told["note"]) == ("price", "Price", "Too dear")


def test_lose_without_a_reason_is_refused(pipeline):
    deal = make_deal()

    with pytest.raises(MissingLostReason):
        opportunities.lose(opportunity=deal, reason=None, by=None, at=AT)

    assert fresh(deal).state == "open"


def test_closed_deals_stand_still(pipeline):
    deal = make_deal()
    opportunities.win(opportunity=deal, by=None, at=AT)

    with pytest.raises(DealConflict, match="closed"):
        opportunities.win(opportunity=deal, by=None, at=AT)
    with pytest.raises(DealConflict):
        opportunities.lose(opportunity=deal, reason=lost_reason(), by=None, at=AT)
    with pytest.raises(DealConflict):
        opportunities.move(opportunity=deal, stage=stage("Visit"), by=None, at=AT)


def test_reopen(pipeline):
    deal = make_deal()
    opportunities.lose(opportunity=deal, reason=lost_reason(), by=None, at=AT)

    opportunities.reopen(opportunity=deal, at=LATER)

    again = fresh(deal)
    assert (again.state, again.stage.name) == ("open", "Negotiation")
    assert (again.closed_at, again.lost_reason) == (None, None)
    with pytest.raises(DealConflict):
        opportunities.reopen(opportunity=again, at=LATER)


@pytest.mark.parametrize("columns", [{"closed_at": AT}, {"state": "won"}, {"state": "lost", "closed_at": AT}])
def test_the_database_refuses_half_closed_deals(pipeline, columns):
    deal = make_deal()

    with pytest.raises(IntegrityError), transaction.atomic():
        Opportunity.objects.filter(pk=deal.pk).update(**columns)


def test_reps_see_their_own_and_their_teams_deals(pipeline, workspace, rep, manager):
    from tests.factories.tenants import make_member, make_team

    team = make_team(workspace)
    mate, friend = make_member(workspace, "rep", team=team), make_member(workspace, "rep", team=team)
    theirs, own = make_deal(owner=mate), make_deal(owner=rep)

    assert set(Opportunity.objects.visible_to(rep)) == {own}
    assert set(Opportunity.objects.visible_to(friend)) == {theirs}
    assert set(Opportunity.objects.visible_to(manager)) == {own, theirs}
