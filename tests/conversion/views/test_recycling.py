"""The offer on the page of a lost deal: one dialog with a date and a track."""

import pytest
from django.utils import timezone

from conversion.models import Opportunity
from conversion.services import convert, opportunities
from conversion.services.opportunities import OpportunityInput
from leads.models import ClassificationRule, Lead
from tests.factories.conversion import lost_reason
from tests.factories.leads import make_lead


@pytest.fixture
def lost(in_scope, pipeline, rep):
    """Return a deal that came from a lead and was lost."""
    lead = make_lead(first_name="Ana", email="ana@sol.example", stage="sql", owner=rep.user)
    at = timezone.now()
    made, _new = convert.convert(
        lead=lead, by=rep.user_id, at=at, opportunity=OpportunityInput(name="Kitchen")
    )
    opportunities.lose(opportunity=made.opportunity, reason=lost_reason(), by=rep.user_id, at=at)
    return Opportunity.objects.get(pk=made.opportunity_id)


def test_a_lost_deal_offers_to_recycle_its_lead(client_for, rep, lost):
    ClassificationRule.objects.create(kind="track", value="kitchens", name="Kitchens", condition={"all": []})
    client, url = client_for(rep), f"/w/acme/opportunities/{lost.pk}/"

    page = client.get(url).content.decode()
    form = client.get(f"{url}recycle/").content.decode()
    answer = client.post(f"{url}recycle/", {"resume_on": "2099-05-01", "track": "kitchens"})

    assert "Recycle the lead" in page
    assert "kitchens" in form
    assert answer.status_code == 303
    lead = Lead.objects.get(previous_lead=lost.lead_id)
    assert (lead.track, lead.resume_on.isoformat()) == ("kitchens", "2099-05-01")


def test_a_day_that_has_come_is_refused_on_the_form(client_for, rep, lost):
    answer = client_for(rep).post(f"/w/acme/opportunities/{lost.pk}/recycle/", {"resume_on": "2020-01-01"})

    assert answer.status_code == 422
    assert "Choose a day after today." in answer.content.decode()


def test_an_open_deal_offers_nothing(client_for, rep, lost):
    Opportunity.objects.filter(pk=lost.pk).update(state="won", lost_reason=None)

    page = client_for(rep).get(f"/w/acme/opportunities/{lost.pk}/").content.decode()

    assert "Recycle the lead" not in page
