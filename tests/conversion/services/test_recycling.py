"""The lead of a lost deal begins anew, once, with a date and a track."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conversion.services import convert, opportunities, recycling
from conversion.services.opportunities import DealConflict, OpportunityInput
from core.errors import Invalid
from leadcrm import invariants, pipeline
from leads.models import Activity, Lead
from leads.services.again import BackAlready
from nurturing.models import Care
from tests.factories.conversion import lost_reason, make_deal
from tests.factories.leads import make_lead


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
DAY = date(2027, 5, 20)


@pytest.fixture
def lost(pipeline, rep):
    """Return a deal that came from a lead and was lost."""
    columns = {"first_name": "Ana", "email": "ana@sol.example", "company": "Sol", "topics": ["kitchens"]}
    lead = make_lead(**columns, stage="sql", owner=rep.user, marketing_consent="given", need="A kitchen")
    deal = OpportunityInput(name="Kitchen", amount=900)
    made, _new = convert.convert(lead=lead, by=rep.user_id, at=AT, opportunity=deal)
    opportunities.lose(opportunity=made.opportunity, reason=lost_reason(), by=rep.user_id, at=AT)
    made.opportunity.refresh_from_db()
    return made.opportunity


def recycle(deal, **values):
    return recycling.recycle(
        opportunity=deal, **{"resume_on": DAY, "track": "", "by": None, "at": AT} | values
    )


def test_the_person_is_a_lead_again_with_what_is_known_of_them(lost, in_scope):
    lead = recycle(lost, track="kitchens")

    before = Lead.objects.select_related("rank").get(pk=lost.lead_id)
    assert (lead.previous_lead_id, lead.email, lead.company) == (before.pk, before.email, "Sol")
    assert (lead.rank.stage, before.rank.stage) == ("marketing", "converted")
    assert (lead.resume_on, lead.track, lead.by_hand) == (DAY, "kitchens", ["track"])
    assert lead.marketing_consent == "given"
    told = Activity.objects.get(lead=lead, kind="recycled")
    assert (told.data["from"], told.data["resume_on"]) == ("converted", DAY.isoformat())


def test_it_rests_until_its_day_and_breaks_no_rule(lost, in_scope):
    lead = recycle(lost)

    pipeline.advance(keys=[lead.pk, lost.lead_id], at=AT)

    care = Care.objects.get(pk=lead.pk)
    assert (care.kind, care.resume_on) == ("resume", DAY)
    assert not [found for found in invariants.violations() if found.check.startswith(("conv", "nurt"))]


def test_twice_makes_no_second_lead(lost):
    recycle(lost)

    with pytest.raises(BackAlready):
        recycle(lost)


def test_only_a_lost_deal_of_a_lead_is_recycled(pipeline, lost):
    with pytest.raises(DealConflict):
        recycle(make_deal())
    with pytest.raises(Invalid):
        recycle(lost, resume_on=(AT - timedelta(days=1)).date())
