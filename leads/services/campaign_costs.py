"""What a campaign cost on which day: written many days at once, since ad platforms report by day."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from leads.models import Campaign, CampaignCost
from tenants.services import audit


@transaction.atomic
def put(*, campaign: Campaign, costs: Mapping[date, int], by: int | None, at: datetime) -> None:
    """Set what the campaign cost on these days, in cents of the workspace's currency; 0 takes a day's cost back.

    Days not named stay as they are; saying the same again changes nothing. Queries: four at most.
    Raises: Invalid.
    """
    _check(costs)
    known = dict(campaign.daily_costs.filter(day__in=costs).values_list("day", "amount_cents"))
    changed = {day: cents for day, cents in costs.items() if known.get(day, 0) != cents}
    if not changed:
        return
    CampaignCost.objects.bulk_create(
        [
            CampaignCost(campaign=campaign, day=day, amount_cents=cents)
            for day, cents in changed.items()
            if cents
        ],
        update_conflicts=True,
        unique_fields=["workspace_id", "campaign", "day"],
        update_fields=["amount_cents"],
    )
    campaign.daily_costs.filter(day__in=[day for day, cents in changed.items() if not cents]).delete()
    data = {"days": len(changed), "first": min(changed).isoformat(), "last": max(changed).isoformat()}
    audit.record(action="campaign.costs", target=str(campaign), by=by, at=at, data=data)


def _check(costs: Mapping[date, int]) -> None:
    if len(costs) > CampaignCost.MOST_DAYS:
        raise Invalid(_("At most %(limit)s days at once.") % {"limit": CampaignCost.MOST_DAYS})
    message = _("Between 0 and %(most)s.") % {"most": CampaignCost.MOST_CENTS}
    faults = [
        {"path": day.isoformat(), "message": str(message)}
        for day, cents in costs.items()
        if not 0 <= cents <= CampaignCost.MOST_CENTS
    ]
    if faults:
        raise Invalid(_("Some values are missing or wrong."), errors=faults)
