from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from core.limits import TooSlow, time_limit
from leads import lists
from leads.filters import LeadFilter
from leads.models import Lead, LeadRank, token
from tests.factories.leads import make_lead, make_source


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def found(query="", ordering="-score", cursor=None, size=50):
    filters = LeadFilter(QueryDict(query), queryset=LeadRank.objects.all())
    assert filters.is_valid(), filters.errors
    return lists.page(filters.qs, ordering=ordering, cursor=cursor, size=size, active=filters.active())


def names(page):
    return [lead.first_name for lead in page.items]


@pytest.fixture
def three(in_scope, rep):
    web = make_source("web")
    make_lead(
        first_name="Ana", company="Sol", score=80, grade="A", light="green", stage="mql", owner=rep.user
    )
    make_lead(first_name="Bea", company="Ámbar", score=50, grade="B", light="amber", source=web)
    make_lead(first_name="Óscar", company="Zeta", score=50, grade="C", created_at=AT)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ana", "Óscar", "Bea"]),
        ("stage=mql", ["Ana"]),
        ("stage=mql,marketing", ["Ana", "Óscar", "Bea"]),
        ("grade=B&grade=C", ["Óscar", "Bea"]),
        ("light=amber", ["Bea"]),
        ("owner=none", ["Óscar", "Bea"]),
        ("owner=me", []),
        ("owner=nobody", []),
        ("source=web", ["Bea"]),
        ("source=unknown", []),
        ("min_score=60", ["Ana"]),
        ("created_after=2026-11-21", ["Ana", "Bea"]),
        ("search=osc", ["Óscar"]),
        ("search=ÁMBAR", ["Bea"]),
        ("search=ana+so", ["Ana"]),
        ("search=an+sol", []),
    ],
)
def test_filters(three, query, expected):
    assert names(found(query)) == expected


def test_owner_by_public_id_and_number(three, rep):
    assert names(found(f"owner={rep.user.public_id}")) == ["Ana"]
    assert names(found(f"owner={rep.user_id}")) == ["Ana"]


@pytest.mark.parametrize("query", ["stage=gone", "min_score=x", "min_score=101", "created_after=yesterday"])
def test_a_filter_that_means_nothing_is_refused(three, query):
    assert not LeadFilter(QueryDict(query), queryset=LeadRank.objects.all()).is_valid()


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("-score", ["Ana", "Óscar", "Bea"]),
        ("score", ["Bea", "Óscar", "Ana"]),
        ("created_at", ["Óscar", "Ana", "Bea"]),
        ("company", ["Bea", "Ana", "Óscar"]),
        ("-name", ["Óscar", "Bea", "Ana"]),
    ],
)
def test_every_order_pages_both_ways(three, ordering, expected):
    first = found(ordering=ordering, size=2)
    second = found(ordering=ordering, size=2, cursor=first.next)
    back = found(ordering=ordering, size=2, cursor=second.previous)

    assert names(first) + names(second) == expected
    assert names(back) == names(first)
    assert second.next is None


def test_served_pairs():
    assert lists.is_served({}, "-score")
    assert lists.is_served({"owner": ["me"], "stage": ["mql"]}, "-score")
    assert not lists.is_served({"stage": ["mql", "sal"]}, "-score")
    assert not lists.is_served({"source": ["web"]}, "-score")


def test_queries_do_not_grow_with_rows(three, django_assert_num_queries):
    for number in range(10):
        make_lead(email=f"x{number}@sol.es")

    with django_assert_num_queries(2):
        assert len(found().items) == 13


def test_count(three):
    assert lists.count(LeadRank.objects.all()) == lists.Count(3, is_capped=False)


def test_count_is_capped(three, monkeypatch):
    monkeypatch.setattr(lists, "COUNT_CAP", 2)

    assert lists.count(LeadRank.objects.all()) == lists.Count(2, is_capped=True)


def test_a_slow_read_is_stopped_and_the_transaction_lives_on(three):
    with pytest.raises(TooSlow), time_limit(20), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")

    assert Lead.objects.count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"


@pytest.mark.parametrize(
    "text", ["ana ruiz", "RUIZ an", "ana@sol.es", "600 123 456", "+34 600123", "0034600", "sol.es", "b123"]
)
def test_search_finds_a_lead_by_any_of_its_names(in_scope, text):
    lead = make_lead(
        first_name="Ana", last_name="Ruíz", email="ana@sol.es", phone="600 12 34 56", tax_id="B-123"
    )
    make_lead(first_name="Luis", email="luis@other.es")

    assert [row.pk for row in Lead.objects.search(text)] == [lead.pk]


def test_search_for_words_that_all_are_common_intersects_them(in_scope, monkeypatch):
    # Walking every word beats probing one of them for each lead of another; the answer is the same.
    monkeypatch.setattr(token, "MAX_FOUND", 2)
    both = make_lead(first_name="Ana", last_name="Ruiz", email="ana@sol.es")
    for number in range(3):
        make_lead(first_name="Ana", last_name="Gil", email=f"ana{number}@gil.es")
        make_lead(first_name="Luis", last_name="Ruiz", email=f"luis{number}@ruiz.es")

    with CaptureQueriesContext(connection) as captured:
        found = [lead.pk for lead in Lead.objects.search("ana rui")]

    assert found == [both.pk]
    assert "INTERSECT" in captured.captured_queries[-1]["sql"]


def test_search_without_words_filters_nothing(three):
    assert Lead.objects.search(" - ").count() == 3


def test_search_sees_no_other_workspace(three, other_workspace):
    from core.scope import workspace_scope

    with workspace_scope(other_workspace.pk):
        assert not Lead.objects.search("ana").exists()
