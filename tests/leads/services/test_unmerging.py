"""A merge taken back after life went on: what changed meanwhile is respected, and nothing stands in the way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from leads.models import Lead
from leads.services import merging, unmerging
from tests.factories.leads import make_lead


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.django_db]


def fresh(lead):
    return Lead.objects.select_related("rank").get(pk=lead.pk)


def merge(winner, loser, **options):
    return merging.merge(winner=fresh(winner), loser=fresh(loser), by=None, at=AT, **options)


def unmerge(record):
    undone = unmerging.unmerge(record=record, by=None, at=AT + timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return undone


@pytest.fixture
def pair():
    return make_lead(email="w@sol.es"), make_lead(email="l@sol.es")


def test_an_earlier_lead_that_was_merged_meanwhile_is_named_as_the_one_it_is(pair):
    earlier, other = make_lead(email="p@sol.es"), make_lead(email="q@sol.es")
    winner, _loser = pair
    loser = make_lead(email="again@sol.es", previous_lead=earlier)
    record = merge(winner, loser)
    merge(other, earlier)

    unmerge(record)

    assert fresh(loser).previous_lead_id == other.pk
    assert fresh(winner).previous_lead_id is None


def test_an_earlier_lead_that_is_gone_stands_in_nobodys_way(pair):
    earlier, (winner, _loser) = make_lead(email="p@sol.es"), pair
    loser = make_lead(email="again@sol.es", previous_lead=earlier)
    record = merge(winner, loser)
    fresh(earlier).delete()

    unmerge(record)

    assert fresh(loser).previous_lead_id is None
