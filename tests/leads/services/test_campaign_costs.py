"""What a campaign cost by day."""

from datetime import UTC, date, datetime

import pytest

from core.errors import Invalid
from leads.models import CampaignCost
from leads.services import campaign_costs
from tenants.models import AuditEntry
from tests.factories.leads import make_campaign


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 2)


def put(campaign, costs):
    campaign_costs.put(campaign=campaign, costs=costs, by=None, at=AT)


def days_of(campaign):
    return dict(CampaignCost.objects.filter(campaign=campaign).values_list("day", "amount_cents"))


def test_days_are_added_corrected_and_taken_back(in_scope):
    fair, other = make_campaign("fair"), make_campaign("other")
    put(other, {FIRST: 900})
    put(fair, {FIRST: 12_050, SECOND: 300})

    put(fair, {FIRST: 0, SECOND: 400})

    assert days_of(fair) == {SECOND: 400}
    assert days_of(other) == {FIRST: 900}


def test_the_same_again_writes_nothing(in_scope, django_assert_num_queries):
    fair = make_campaign("fair")
    put(fair, {FIRST: 12_050})

    # A savepoint, what is known, and its release.
    with django_assert_num_queries(3):
        put(fair, {FIRST: 12_050, SECOND: 0})

    assert AuditEntry.objects.filter(action="campaign.costs").count() == 1


@pytest.mark.parametrize("cents", [-1, CampaignCost.MOST_CENTS + 1])
def test_what_no_day_costs_is_refused_whole(in_scope, cents):
    fair = make_campaign("fair")

    with pytest.raises(Invalid):
        put(fair, {FIRST: 100, SECOND: cents})

    assert days_of(fair) == {}
