from datetime import UTC, datetime

import pytest

from core.scope import workspace_scope
from leads.choices import Stage
from leads.models import Activity, FieldChange, Lead, LeadRank, LeadToken
from leads.services import bulk
from leads.services.bulk import ImportRow
from tests.factories.leads import make_field, make_lead, make_source, make_topic
from work.models import WorkItem


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def run(rows, source=None, policy="fill"):
    every = [
        ImportRow(external_id=str(facts.pop("id", "")), facts=facts, source_row=number)
        for number, facts in enumerate(map(dict, rows), start=2)
    ]
    return bulk.import_rows(rows=every, source=source, policy=policy, at=AT, by=None)


def numbers(counts):
    return counts.created, counts.updated, counts.skipped, counts.failed


PEOPLE = [
    {"id": 1, "email": "ana@sol.es", "first_name": "Ana", "employees": "12", "custom": {"rooms": "3"}},
    {"id": 2, "email": "bea@sol.es", "first_name": "Bea", "topics": "Cocinas"},
    {"id": 3, "company": "Obras Luna", "phone": "600 123 456"},
    {"id": 4},
]


@pytest.fixture
def source(in_scope):
    make_field("rooms", "number")
    make_topic("kitchens", name="Cocinas")
    return make_source("crm")


def test_new_rows_become_whole_leads(source):
    counts = run(PEOPLE, source)

    ana, bea, luna, _nameless = Lead.objects.order_by("external_id")
    assert numbers(counts) == (4, 0, 0, 0)
    assert (ana.employees, ana.custom, ana.email_norm) == (12, {"rooms": 3}, "ana@sol.es")
    assert bea.topics == ["kitchens"]
    assert (luna.company_norm, luna.phone_e164) == ("obras luna", "+34600123456")
    assert set(LeadRank.objects.values_list("lead_id", "source_id")) == {
        (lead.pk, source.pk) for lead in Lead.objects.all()
    }
    assert LeadToken.objects.filter(lead=ana, token="ana").exists()
    assert Activity.objects.get(lead=ana).data == {"source": "Crm", "row": 2}
    assert WorkItem.objects.filter(queue="lead").count() == 4


@pytest.mark.parametrize("policy", ["create", "fill", "overwrite", "update_only"])
def test_the_same_file_twice_changes_nothing(source, policy):
    run(PEOPLE, source)
    before = list(Lead.objects.order_by("pk").values())
    WorkItem.objects.all().delete()

    counts = run(PEOPLE, source, policy)

    assert numbers(counts) == (0, 0, 4, 0)
    assert list(Lead.objects.order_by("pk").values()) == before
    assert not FieldChange.objects.exists()
    assert not WorkItem.objects.exists()


def test_who_has_no_key_is_seen_again_by_words_in_the_same_source_only(source):
    rows = [
        {"first_name": "Ana", "last_name": "Gil", "company": "Sol"},
        {"first_name": "Ana", "last_name": "Gil", "company": "Luna"},
        {"phone": "6123-45"},
        {"first_name": "Ana", "last_name": "Gil", "company": "Sol", "city": "Vigo"},
    ]

    assert numbers(run(rows, source)) == (3, 0, 1, 0)
    assert numbers(run(rows, source)) == (0, 0, 4, 0)
    assert numbers(run(rows[:1], make_source("other"))) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("policy", "counted", "city", "job_title"),
    [
        ("create", (1, 0, 1, 0), "Madrid", ""),
        ("fill", (1, 1, 0, 0), "Madrid", "CEO"),
        ("overwrite", (1, 1, 0, 0), "Toledo", "CEO"),
        ("update_only", (0, 1, 1, 0), "Toledo", "CEO"),
    ],
)
def test_policies(source, policy, counted, city, job_title):
    lead = make_lead(email="ana@sol.es", city="Madrid", first_name="Ana")

    counts = run(
        [
            {"email": "ana@sol.es", "city": "Toledo", "job_title": "CEO", "first_name": ""},
            {"email": "new@sol.es"},
        ],
        source,
        policy,
    )

    lead.refresh_from_db()
    assert numbers(counts) == counted
    assert (lead.city, lead.job_title, lead.first_name) == (city, job_title, "Ana")


def test_an_update_keeps_copies_words_history_and_version_in_line(source):
    lead = make_lead(email="ana@sol.es", company="Sol", custom={"rooms": 2, "old": 1})

    run(
        [{"email": "ana@sol.es", "company": "Lúna", "custom": {"rooms": 5}, "topics": "kitchens"}],
        source,
        "overwrite",
    )

    lead.refresh_from_db()
    assert (lead.company_norm, lead.custom, lead.topics, lead.version) == (
        "luna",
        {"rooms": 5, "old": 1},
        ["kitchens"],
        2,
    )
    assert set(LeadToken.objects.filter(lead=lead).values_list("token", flat=True)) >= {"luna"}
    assert not LeadToken.objects.filter(lead=lead, token="sol", workspace_id=0).exists()
    assert {(item.field, item.origin) for item in FieldChange.objects.all()} == {
        ("company", "import"),
        ("custom.rooms", "import"),
        ("topics", "import"),
    }


def test_rows_of_one_person_are_one_lead(source):
    counts = run(
        [
            {"email": "ana@sol.es", "first_name": "Ana"},
            {"email": "ANA@sol.es", "first_name": "Eva", "city": "Madrid"},
            {"email": "ana@sol.es"},
        ],
        source,
    )

    lead = Lead.objects.get()
    assert numbers(counts) == (1, 0, 2, 0)
    assert (lead.first_name, lead.city) == ("Ana", "Madrid")


def test_a_row_that_cannot_be_read_fails_alone_and_says_why(source):
    counts = run(
        [
            {"email": "nobody"},
            {"email": "ana@sol.es", "employees": "many"},
            {"city": "Madrid"},
            {"email": "bea@sol.es", "custom": {"unknown": 1}},
            {"email": "eva@sol.es"},
        ],
        source,
    )

    assert numbers(counts) == (1, 0, 0, 4)
    assert [row for row, _message in counts.errors] == [2, 3, 4, 5]
    assert "employees" in counts.errors[1][1]


def test_an_address_that_another_open_lead_has_fails(source):
    make_lead(email="ana@sol.es")
    make_lead(email="bea@sol.es", external_id="9", external_source=source)

    counts = run([{"id": 9, "email": "ana@sol.es"}], source, "overwrite")

    assert numbers(counts) == (0, 0, 0, 1)


def test_two_rows_cannot_give_two_leads_one_address(source):
    make_lead(first_name="A", external_id="1", external_source=source)
    make_lead(first_name="B", external_id="2", external_source=source)

    counts = run([{"id": 1, "email": "x@sol.es"}, {"id": 2, "email": "x@sol.es"}], source, "overwrite")

    assert numbers(counts) == (0, 1, 0, 1)


def test_a_closed_lead_is_neither_reopened_nor_made_anew(source):
    make_lead(email="ana@sol.es", stage=Stage.CONVERTED)

    counts = run([{"email": "ana@sol.es", "city": "Madrid"}], source)

    assert numbers(counts) == (0, 1, 0, 0)
    assert Lead.objects.get().rank.stage == Stage.CONVERTED


def test_a_known_person_gets_the_other_systems_id(source):
    lead = make_lead(email="ana@sol.es")

    counts = run([{"id": 7, "email": "ana@sol.es"}], source)
    again = run([{"id": 7}], source)

    lead.refresh_from_db()
    assert (lead.external_id, lead.external_source) == ("7", source)
    assert numbers(counts) == (0, 1, 0, 0)
    assert numbers(again) == (0, 0, 1, 0)


def test_queries_do_not_grow_with_rows(source, django_assert_max_num_queries):
    rows = [{"id": number, "email": f"p{number}@sol.es", "company": f"C{number}"} for number in range(300)]

    with django_assert_max_num_queries(25):
        assert numbers(run(rows, source)) == (300, 0, 0, 0)
    with django_assert_max_num_queries(25):
        assert numbers(run([{**row, "city": "x"} for row in rows], source)) == (0, 300, 0, 0)


def test_another_workspaces_lead_is_nobody_here(source, other_workspace):
    with workspace_scope(other_workspace.pk):
        make_lead(email="ana@sol.es")

    assert numbers(run([{"email": "ana@sol.es"}], source)) == (1, 0, 0, 0)
