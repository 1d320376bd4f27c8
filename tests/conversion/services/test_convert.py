"""A qualified lead becomes account, contact and opportunity, all of them or none."""

from datetime import UTC, date, datetime

import pytest

from conversion.models import Account, Contact, Conversion, Opportunity
from conversion.services import convert
from conversion.services.opportunities import OpportunityInput
from core.errors import Invalid
from core.scope import workspace_scope
from leads.models import Activity, Lead, LeadRank, StageChange
from tests.factories.conversion import make_account, make_contact, make_pipeline, make_qualified
from tests.factories.leads import make_lead
from work.models import WorkItem


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
DEAL = OpportunityInput()


def counts():
    return Account.objects.count(), Contact.objects.count(), Opportunity.objects.count()


def run(lead, **options):
    return convert.convert(lead=lead, at=AT, **{"by": None, "opportunity": DEAL} | options)


def test_a_lead_becomes_three_records(pipeline, rep):
    lead = make_qualified(rep, job_title="Director", phone="600 123 456", city="Sevilla", country="ES")

    conversion, is_new = run(lead)

    account, contact, deal = conversion.account, conversion.contact, conversion.opportunity
    assert is_new
    assert (account.name, account.domain, account.city) == ("Reformas Sol", "reformassol.es", "Sevilla")
    assert not account.is_individual
    assert (contact.name, contact.job_title, contact.phone_e164) == ("Ana Ruiz", "Director", "+34600123456")
    assert (deal.name, deal.amount, deal.currency, deal.stage.name) == ("Reformas Sol", 12_000, "EUR", "New")
    assert {account.owner_id, contact.owner_id, deal.owner_id} == {rep.user_id}
    assert deal.lead_id == lead.pk


def test_it_moves_the_lead_tells_the_timeline_and_wakes_the_pipeline(pipeline, rep):
    lead = make_qualified(rep)

    conversion, _is_new = run(lead, by=rep.user_id)

    assert LeadRank.objects.get(pk=lead.pk).stage == "converted"
    assert not Lead.objects.get(pk=lead.pk).is_open
    assert StageChange.objects.get(lead=lead).to_stage == "converted"
    told = Activity.objects.get(lead=lead, kind="converted")
    assert told.data["opportunity"] == conversion.opportunity_id
    assert told.by_id == rep.user_id
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_a_second_call_returns_the_same_records(pipeline, rep):
    lead = make_qualified(rep)
    first, _is_new = run(lead)

    again, is_new = run(Lead.objects.select_related("rank").get(pk=lead.pk), opportunity=None)

    assert not is_new
    assert again == first
    assert counts() == (1, 1, 1)
    assert Activity.objects.filter(lead=lead, kind="converted").count() == 1


def test_a_person_alone_gets_an_account_of_their_own(pipeline, rep):
    lead = make_qualified(rep, company="", website="", email="ana@gmail.com")

    conversion, _is_new = run(lead)

    assert conversion.account.is_individual
    assert conversion.account.name == "Ana Ruiz"
    assert conversion.account.domain == ""
    assert conversion.contact.email == "ana@gmail.com"


def test_a_company_alone_has_no_contact(pipeline, rep):
    lead = make_qualified(rep, first_name="", last_name="", email="", phone="954 000 000")

    conversion, _is_new = run(lead)

    assert conversion.contact is None
    assert conversion.opportunity.contact is None
    assert counts() == (1, 0, 1)


def test_a_phone_alone_is_a_person(pipeline, rep):
    lead = make_qualified(
        rep, company="", website="", email="", first_name="", last_name="", phone="600123456"
    )

    conversion, _is_new = run(lead)

    assert conversion.account.name == "600123456"
    assert conversion.contact.phone_e164 == "+34600123456"


def test_no_opportunity(pipeline, rep):
    conversion, _is_new = run(make_qualified(rep), opportunity=None)

    assert conversion.opportunity is None
    assert counts() == (1, 1, 0)


def test_what_is_given_wins_over_the_lead(pipeline, rep, manager):
    deal = OpportunityInput(name="Two baths", amount=0, close_on=date(2027, 1, 31), owner_id=manager.user_id)

    conversion, _is_new = run(make_qualified(rep), opportunity=deal)

    made = conversion.opportunity
    assert (made.name, made.amount, made.close_on) == ("Two baths", 0, date(2027, 1, 31))
    assert made.owner_id == manager.user_id


def test_known_account_and_contact_are_used(pipeline, rep):
    account = make_account()
    contact = make_contact(account)

    conversion, _is_new = run(make_qualified(rep), account_id=account.pk, contact_id=contact.pk)

    assert counts() == (1, 1, 1)
    assert (conversion.made_account, conversion.made_contact) == (False, False)
    assert conversion.opportunity.contact_id == contact.pk


def test_a_known_contact_brings_its_account(pipeline, rep):
    contact = make_contact()

    conversion, _is_new = run(make_qualified(rep), contact_id=contact.pk)

    assert conversion.account_id == contact.account_id
    assert not conversion.made_account


def test_a_new_contact_joins_a_known_account(pipeline, rep):
    account = make_account()

    conversion, _is_new = run(make_qualified(rep), account_id=account.pk)

    assert conversion.contact.account_id == account.pk
    assert conversion.made_contact


def test_contact_of_another_account_is_refused(pipeline, rep):
    contact = make_contact(make_account("Other"))
    lead = make_qualified(rep)

    with pytest.raises(Invalid) as refusal:
        run(lead, account_id=make_account().pk, contact_id=contact.pk)

    assert refusal.value.errors[0]["path"] == "contact_id"
    assert LeadRank.objects.get(pk=lead.pk).stage == "sql"


@pytest.mark.parametrize("name", ["account_id", "contact_id"])
def test_records_of_another_workspace_do_not_exist(pipeline, rep, other_workspace, name):
    with workspace_scope(other_workspace.pk):
        contact = make_contact()
    foreign = {"account_id": contact.account_id, "contact_id": contact.pk}[name]

    with pytest.raises(Invalid):
        run(make_qualified(rep), **{name: foreign})

    assert counts() == (0, 0, 0)


@pytest.mark.parametrize(
    ("stage", "first"),
    [
        ("marketing", "Hand the lead to Sales first."),
        ("mql", "Accept the lead first."),
        ("sal", "Qualify the lead first."),
        ("disqualified", "Open the lead again first."),
    ],
)
def test_too_early_names_what_is_missing(pipeline, stage, first):
    lead = make_lead(email="ana@sol.es", stage=stage, need="A kitchen")

    with pytest.raises(convert.NotQualified) as refusal:
        run(lead)

    errors = refusal.value.errors
    assert errors[0] == {"path": "stage", "message": first}
    paths = [error["path"] for error in errors[1:]]
    assert paths == ([] if stage == "disqualified" else ["budget", "authority", "timeline", "contact_status"])
    assert counts() == (0, 0, 0)


def test_a_refusal_half_way_leaves_nothing(in_scope, rep):
    # no pipeline: the deal cannot be made after account and contact were
    lead = make_qualified(rep)

    with pytest.raises(Invalid):
        run(lead)

    assert counts() == (0, 0, 0)
    assert not Conversion.objects.exists()
    assert LeadRank.objects.get(pk=lead.pk).stage == "sql"


def test_an_owner_who_left_does_not_stop_it(pipeline, rep, manager):
    lead = make_qualified(rep)
    rep.is_active = False
    rep.save(update_fields=["is_active"])

    conversion, _is_new = run(lead, by=manager.user_id)

    assert conversion.account.owner_id == manager.user_id


def test_a_lead_known_only_by_an_outside_number(in_scope, rep):
    make_pipeline()
    lead = make_qualified(
        rep, company="", website="", email="", first_name="", last_name="", external_id="4711"
    )

    conversion, _is_new = run(lead)

    assert conversion.account.name == "4711"
    assert conversion.contact is None
