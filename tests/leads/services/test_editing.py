from datetime import UTC, datetime

import pytest

from core.errors import Invalid
from leads.models import FieldChange, Lead, LeadToken
from leads.services import editing
from leads.services.writing import EmailTaken
from tests.factories.leads import make_field, make_lead, make_topic
from work.models import WorkItem


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def edit(lead, version=None, by=None, **values):
    return editing.edit(lead=lead, values=values, version=version, by=by, at=AT)


def test_edit_writes_copies_history_words_and_a_new_version(in_scope, rep):
    lead = make_lead(email="ana@sol.es", company="Sol")

    edited = edit(lead, version=1, by=rep.user_id, company="Lúna", city="Madrid")

    lead.refresh_from_db()
    assert edited.version == lead.version == 2
    assert (lead.company, lead.company_norm, lead.city_norm, lead.updated_at) == (
        "Lúna",
        "luna",
        "madrid",
        AT,
    )
    assert LeadToken.objects.filter(lead=lead, token="luna").exists()
    assert sorted(FieldChange.objects.values_list("field", "old", "new", "by", "origin")) == [
        ("city", "", "Madrid", rep.user_id, "edit"),
        ("company", "Sol", "Lúna", rep.user_id, "edit"),
    ]
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_a_version_that_is_no_longer_current_is_refused_with_both_values(in_scope):
    lead = make_lead(email="ana@sol.es", city="Madrid")
    edit(lead, version=1, city="Toledo")

    with pytest.raises(editing.EditConflict) as conflict:
        edit(lead, version=1, city="Ávila")

    (error,) = conflict.value.errors
    assert (error["path"], error["current"], error["yours"]) == ("city", "Toledo", "Ávila")
    assert Lead.objects.get(pk=lead.pk).city == "Toledo"


def test_the_same_values_conflict_with_nothing(in_scope):
    lead = make_lead(email="ana@sol.es", city="Madrid")
    edit(lead, version=1, city="Toledo")

    assert edit(lead, version=1, city="Toledo").version == 2
    assert FieldChange.objects.count() == 1


def test_custom_fields_change_by_key(in_scope):
    make_field("rooms", "number")
    make_field("style", "choice", options=["Modern", "Rústico"])
    lead = make_lead(email="ana@sol.es", custom={"rooms": 2})

    edit(lead, custom={"style": "rustico"})
    edit(lead, custom={"rooms": None})

    lead.refresh_from_db()
    assert lead.custom == {"style": "Rústico"}
    assert lead.custom_norm == {"style": "rustico"}
    assert list(FieldChange.objects.order_by("pk").values_list("field", "old", "new")) == [
        ("custom.style", None, "Rústico"),
        ("custom.rooms", 2, None),
    ]


def test_the_domain_follows_the_address_unless_somebody_set_it(in_scope):
    follows = make_lead(email="ana@sol.es")
    fixed = make_lead(email="bea@sol.es", domain="luna.es")

    edit(follows, email="ana@mar.es")
    edit(fixed, email="bea@mar.es")

    assert Lead.objects.get(pk=follows.pk).domain == "mar.es"
    assert Lead.objects.get(pk=fixed.pk).domain == "luna.es"


def test_an_emptied_field_is_empty(in_scope):
    lead = make_lead(email="ana@sol.es", employees=5, city="Madrid")

    edit(lead, employees="", city=None)

    lead.refresh_from_db()
    assert (lead.employees, lead.city) == (None, "")


def test_an_address_of_another_open_lead_is_refused_and_the_transaction_lives_on(in_scope):
    make_lead(email="bea@sol.es")
    lead = make_lead(email="ana@sol.es")

    with pytest.raises(EmailTaken):
        edit(lead, email="BEA@sol.es")

    assert Lead.objects.get(pk=lead.pk).email == "ana@sol.es"


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a b@x.es"}, "email"),
        ({"email": "a@localhost"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"website": "no host"}, "website"),
        ({"employees": "-1"}, "employees"),
        ({"employees": 3_000_000_000}, "employees"),
        ({"employees": True}, "employees"),
        ({"budget": "1e400"}, "budget"),
        ({"country": "Narnia"}, "country"),
        ({"seniority": "boss"}, "seniority"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"topics": ["unknown"]}, "topics"),
        ({"company": "x" * 201}, "company"),
        ({"company": {"a": 1}}, "company"),
        ({"custom": {"unknown": 1}}, "custom.unknown"),
        ({"custom": {"rooms": "many"}}, "custom.rooms"),
        ({"custom": []}, "custom"),
        ({"stage": "sql"}, "stage"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_written(in_scope, values, path):
    make_field("rooms", "number")
    lead = make_lead(email="ana@sol.es")

    with pytest.raises(Invalid) as refusal:
        edit(lead, city="Madrid", **values)

    assert [error["path"] for error in refusal.value.errors] == [path]
    assert Lead.objects.get(pk=lead.pk).city == ""


def test_a_lead_must_still_name_somebody(in_scope):
    lead = make_lead(email="ana@sol.es")

    with pytest.raises(Invalid):
        edit(lead, email="")


@pytest.mark.parametrize(
    ("name", "written", "stored"),
    [
        ("employees", "1.200", 1200),
        ("budget", "12.500 €", 12500),
        ("budget", "1.234.567,80", 1234568),
        ("budget", "1,234.4", 1234),
        ("budget", "0.446", 0),
        ("budget", 2.125, 2),
        ("budget", "1234,5", 1235),
        ("country", "españa", "ES"),
        ("country", "Germany", "DE"),
        ("language", "es-MX", "es"),
        ("authority", "Decides", "decides"),
        ("topics", "Cocinas", ["kitchens"]),
        ("company", " Sol \n y  Luna\x00", "Sol y Luna"),
    ],
)
def test_values_are_read_as_people_write_them(in_scope, name, written, stored):
    make_topic("kitchens", name="Cocinas")
    lead = make_lead(email="ana@sol.es")

    edit(lead, **{name: written})

    assert getattr(Lead.objects.get(pk=lead.pk), name) == stored
