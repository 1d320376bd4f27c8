"""Twenty calls at once make one set of records (C1); of two moves of one deal one wins."""

from datetime import UTC, datetime
from threading import Barrier

import pytest

from conversion.models import Account, Contact, Conversion, Opportunity
from conversion.services import convert, opportunities
from conversion.services.opportunities import DealConflict, OpportunityInput
from core.scope import workspace_scope
from leads.models import Activity, Lead
from tests.factories.conversion import lost_reason, make_deal, make_pipeline, make_qualified, stage
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member, make_workspace
from tests.together import together


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_twenty_conversions_at_once_are_one():
    workspace = make_workspace()
    with workspace_scope(workspace.pk):
        make_pipeline()
        lead_id = make_qualified(make_member(workspace)).pk

    def work():
        lead = Lead.objects.select_related("rank").get(pk=lead_id)
        made, is_new = convert.convert(lead=lead, by=None, at=AT, opportunity=OpportunityInput())
        return (made.pk, made.account_id, made.contact_id, made.opportunity_id), is_new

    results = together(workspace, *[work] * 20)

    assert len({ids for ids, _is_new in results}) == 1
    assert sum(is_new for _ids, is_new in results) == 1
    with workspace_scope(workspace.pk):
        assert [model.objects.count() for model in (Account, Contact, Opportunity, Conversion)] == [1] * 4
        assert Activity.objects.filter(kind="converted").count() == 1


def test_of_winning_losing_and_moving_at_once_one_wins():
    workspace = make_workspace()
    with workspace_scope(workspace.pk):
        lead = make_lead(email="ana@sol.es", stage="converted")
        deal_id = make_deal(lead=lead).pk
        visit, reason = stage("Visit"), lost_reason()

    def attempt(act, **options):
        def work():
            deal = Opportunity.objects.get(pk=deal_id)
            ready.wait(timeout=20)
            try:
                act(opportunity=deal, by=None, at=AT, **options)
            except DealConflict:
                return 0
            return 1

        return work

    ready = Barrier(3)
    done = together(
        workspace,
        attempt(opportunities.win),
        attempt(opportunities.lose, reason=reason),
        attempt(opportunities.move, stage=visit),
    )

    assert sum(done) == 1
    with workspace_scope(workspace.pk):
        told = Activity.objects.filter(kind__in=["won", "lost"]).count()
        assert told == (0 if Opportunity.objects.get(pk=deal_id).state == "open" else 1)
