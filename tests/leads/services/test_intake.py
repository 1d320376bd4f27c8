from datetime import UTC, datetime

import pytest

from leads.choices import Stage
from leads.models import Activity, FieldChange, Lead, LeadRank, LeadToken, StageChange
from leads.services import intake, stages
from tests.factories.leads import make_field, make_lead, make_source, make_topic
from work.models import WorkItem


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def receive(source=None, campaign=None, touch=None, at=AT, by=None, **facts):
    return intake.receive(facts=facts, source=source, campaign=campaign, touch=touch or {}, at=at, by=by)


def test_receive_makes_a_whole_lead(in_scope):
    source = make_source("web")

    received = receive(
        source=source,
        touch={"utm": {"campaign": "x"}},
        email=" Ana@Reformas-Sol.ES ",
        first_name="Ana",
        last_name="Ruíz",
        phone="600 123 456",
    )

    lead = Lead.objects.get(pk=received.lead.pk)
    assert (received.created, received.reopened) == (True, False)
    assert (lead.email_norm, lead.domain, lead.name_norm) == (
        "ana@reformas-sol.es",
        "reformas-sol.es",
        "ana ruiz",
    )
    assert lead.phone_e164 == "+34600123456"
    assert lead.created_at == lead.rank.created_at == lead.last_inquiry_at == AT
    assert (lead.rank.source, lead.rank.stage, lead.rank.grade) == (source, "marketing", "D")
    assert lead.first_touch == {"utm": {"campaign": "x"}, "at": AT.isoformat()}
    assert LeadToken.objects.filter(lead=lead, token="ruiz").exists()
    assert Activity.objects.get(lead=lead).kind == "created"
    assert StageChange.objects.get(lead=lead).to_stage == "marketing"
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_the_same_person_again_fills_only_what_is_empty(in_scope):
    first = receive(email="ana@sol.es", city="Madrid").lead

    second = receive(email="ANA@sol.es", city="Toledo", job_title="CEO", touch={"page_url": "/x"})

    lead = Lead.objects.get()
    assert second.lead.pk == first.pk
    assert not second.created
    assert (lead.city, lead.job_title, lead.version) == ("Madrid", "CEO", 2)
    assert [(item.field, item.old, item.new, item.origin) for item in FieldChange.objects.all()] == [
        ("job_title", "", "CEO", "inquiry")
    ]


@pytest.mark.parametrize("stage", [Stage.DISQUALIFIED, Stage.INVALID])
def test_a_closed_lead_is_reopened(in_scope, stage):
    lead = make_lead(email="ana@sol.es", stage=stage)

    received = receive(email="ana@sol.es")

    assert (received.lead.pk, received.created, received.reopened) == (lead.pk, False, True)
    assert LeadRank.objects.get(lead=lead).stage == Stage.MARKETING
    assert Lead.objects.get(pk=lead.pk).is_open


def test_somebody_whose_lead_was_converted_gets_a_new_one(in_scope):
    old = make_lead(email="ana@sol.es", company="Sol", first_name="Ana", stage=Stage.CONVERTED)

    received = receive(email="ana@sol.es", need="Another kitchen")

    lead = received.lead
    assert received.created
    assert lead.previous_lead_id == old.pk
    assert (lead.company, lead.first_name, lead.company_norm) == ("Sol", "Ana", "sol")
    assert receive(email="ana@sol.es").lead.pk == lead.pk


def test_an_open_lead_is_preferred_to_a_closed_one(in_scope):
    make_lead(email="ana@sol.es", stage=Stage.DISQUALIFIED)
    open_lead = make_lead(email="ana@sol.es")
    make_lead(email="ana@sol.es", stage=Stage.CONVERTED)

    assert receive(email="ana@sol.es").lead.pk == open_lead.pk


def test_a_phone_alone_finds_the_person_unless_the_names_differ(in_scope):
    lead = receive(phone="600123456", first_name="Ana").lead

    same = receive(phone="+34 600 123 456")
    other = receive(phone="600123456", first_name="Luis")

    assert same.lead.pk == lead.pk
    assert other.created


def test_an_email_joins_the_lead_of_the_same_phone_that_has_none(in_scope):
    lead = receive(phone="600123456", first_name="Ana").lead

    received = receive(phone="600123456", first_name="Ana", email="ana@sol.es")

    assert received.lead.pk == lead.pk
    assert Lead.objects.get().email_norm == "ana@sol.es"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"company": "Sol"}, {"company": "SOL "}, True),
        (
            {"company": "Sol", "website": "https://www.sol.es"},
            {"company": "Sol S.L.", "website": "sol.es/x"},
            True,
        ),
        ({"company": "Sol", "tax_id": "B-123"}, {"company": "Other", "tax_id": "b123"}, True),
        ({"company": "Sol", "tax_id": "B1"}, {"company": "Sol", "tax_id": "B2"}, False),
        ({"company": "Sol", "website": "sol.es"}, {"company": "Sol", "website": "sol.mx"}, False),
        ({"company": "Sol", "email": "ana@sol.es"}, {"company": "Sol"}, False),
    ],
)
def test_a_company_alone_matches_companies_alone(in_scope, first, second, same):
    lead = receive(**first).lead

    received = receive(**second)

    assert (received.lead.pk == lead.pk) is same


def test_an_external_id_belongs_to_its_source(in_scope):
    crm, shop = make_source("crm"), make_source("shop")
    lead = receive(source=crm, external_id="7", first_name="Ana").lead

    assert receive(source=crm, external_id="7", first_name="Ana Maria").lead.pk == lead.pk
    assert receive(source=shop, external_id="7", first_name="Ana").lead.pk != lead.pk


def test_what_cannot_be_read_is_left_out(in_scope):
    make_topic("kitchens", name="Cocinas")
    make_field("rooms", "number")

    lead = receive(
        email="ana@sol.es",
        employees="a few",
        country="España",
        topics=["cocinas", "unknown"],
        custom={"rooms": "3", "unknown": 1},
        company="x" * 500,
        unknown="?",
    ).lead

    lead.refresh_from_db()
    assert lead.employees is None
    assert lead.country == "ES"
    assert lead.topics == ["kitchens"]
    assert lead.custom == {"rooms": 3}
    assert len(lead.company) == 200


@pytest.mark.parametrize(
    "facts", [{}, {"city": "Madrid"}, {"email": "nobody", "phone": "1"}, {"company": "\x00 "}]
)
def test_nobody_is_refused(in_scope, facts):
    with pytest.raises(intake.Nameless):
        receive(**facts)

    assert not Lead.objects.exists()


def test_a_late_older_inquiry_does_not_push_the_newer_one_aside(in_scope):
    later = AT.replace(day=21)
    receive(email="ana@sol.es", touch={"page_url": "/new"}, at=later)

    lead = receive(email="ana@sol.es", touch={"page_url": "/old"}, at=AT).lead

    lead.refresh_from_db()
    assert lead.last_inquiry_at == later
    assert lead.last_touch["page_url"] == "/new"


def test_facts_of_nobodys_inquiry_leave_the_last_inquiry_alone(in_scope):
    lead = receive(email="ana@sol.es").lead

    assert lead.last_inquiry_at is None


def test_a_person_who_was_closed_can_be_closed_again(in_scope):
    lead = make_lead(email="ana@sol.es", stage=Stage.DISQUALIFIED)
    received = receive(email="ana@sol.es")

    stages.close(lead=received.lead, to_stage=Stage.DISQUALIFIED, by=None, at=AT, reason="spam")

    assert not Lead.objects.get(pk=lead.pk).is_open
