"""A conversion is taken back while nothing has come of it."""

from datetime import UTC, datetime, timedelta

import pytest

from conversion.models import Account, Contact, Conversion, Opportunity
from conversion.services import accounts, convert, opportunities, undo
from conversion.services.opportunities import OpportunityInput
from leads.models import Lead, LeadRank
from leads.services.stages import OpenLeadExists
from tests.factories.conversion import make_account, make_contact, make_deal, make_qualified, stage
from tests.factories.leads import make_lead


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
LATER = AT + timedelta(hours=23)


@pytest.fixture
def lead(pipeline, rep):
    return make_qualified(rep)


def converted(lead, **options):
    return convert.convert(lead=lead, by=None, at=AT, **{"opportunity": OpportunityInput()} | options)[0]


def take_back(lead, at=LATER):
    undo.undo(lead=Lead.objects.select_related("rank").get(pk=lead.pk), by=None, at=at)


def test_undo_leaves_no_trace_but_the_history(lead):
    converted(lead)

    take_back(lead)

    assert [model.objects.count() for model in (Account, Contact, Opportunity, Conversion)] == [0] * 4
    assert LeadRank.objects.get(pk=lead.pk).stage == "sql"
    assert Lead.objects.get(pk=lead.pk).is_open


def test_a_lead_can_be_converted_again(lead):
    first = converted(lead)
    take_back(lead)

    again = converted(Lead.objects.select_related("rank").get(pk=lead.pk))

    assert again.pk != first.pk


def test_records_that_were_there_before_stay(lead):
    contact = make_contact()
    converted(lead, contact_id=contact.pk)

    take_back(lead)

    assert (Account.objects.count(), Contact.objects.count(), Opportunity.objects.count()) == (1, 1, 0)


def test_after_a_day_it_is_too_late(lead):
    converted(lead)

    with pytest.raises(undo.CannotUndo):
        take_back(lead, at=AT + timedelta(hours=25))


def test_a_lead_that_is_not_converted(lead):
    with pytest.raises(undo.CannotUndo):
        take_back(lead)


@pytest.mark.parametrize("used", ["deal", "account", "contact", "another deal", "another contact"])
def test_what_somebody_worked_with_stays(lead, used):
    made = converted(lead)
    match used:
        case "deal":
            opportunities.move(opportunity=made.opportunity, stage=stage("Visit"), by=None, at=AT)
        case "account":
            accounts.edit_account(account=made.account, values={"city": "X"}, version=None, at=AT)
        case "contact":
            accounts.edit_contact(contact=made.contact, values={"job_title": "X"}, version=None, at=AT)
        case "another deal":
            make_deal(account=made.account)
        case "another contact":
            make_contact(made.account, first_name="Eva")

    with pytest.raises(undo.CannotUndo):
        take_back(lead)

    assert Conversion.objects.filter(pk=made.pk).exists()


def test_another_account_with_the_same_name_does_no_harm(lead):
    make_account()
    converted(lead)

    take_back(lead)

    assert Account.objects.count() == 1


def test_a_newer_open_lead_of_the_person_stands_in_the_way(lead):
    converted(lead)
    make_lead(email=lead.email, first_name="Ana")

    with pytest.raises(OpenLeadExists):
        take_back(lead)

    assert Conversion.objects.count() == 1
