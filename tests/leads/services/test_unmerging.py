"""A merge taken back after life went on: what changed meanwhile is respected, and nothing stands in the way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from leads.models import ConsentRecord, Lead
from leads.services import consent, merging, unmerging
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


def say(lead, *, is_given, minute):
    consent.record(
        lead=fresh(lead),
        is_given=is_given,
        text="Yes",
        text_version="1",
        channel="form",
        evidence=f"act {minute}",
        ip_class="",
        at=AT + timedelta(minutes=minute),
        by=None,
    )


def test_what_was_withdrawn_while_merged_stays_withdrawn_for_both(pair):
    winner, loser = pair
    say(winner, is_given=True, minute=-9)
    say(loser, is_given=True, minute=-8)
    record = merge(winner, loser)
    say(winner, is_given=False, minute=0.5)

    undone = unmerge(record)

    assert [fresh(lead).marketing_consent for lead in pair] == ["withdrawn", "withdrawn"]
    assert set(ConsentRecord.objects.filter(evidence="act 0.5").values_list("lead_id", flat=True)) == {
        winner.pk,
        loser.pk,
    }
    assert undone.left == []


def test_a_second_withdrawal_while_merged_is_not_forgotten_with_the_first(pair):
    winner, loser = pair
    say(winner, is_given=True, minute=-9)
    say(loser, is_given=False, minute=-8)
    record = merge(winner, loser)
    say(winner, is_given=False, minute=0.5)

    unmerge(record)

    assert [fresh(lead).marketing_consent for lead in pair] == ["withdrawn", "withdrawn"]


def test_a_consent_given_while_merged_is_the_survivors_alone(pair):
    winner, loser = pair
    say(loser, is_given=False, minute=-8)
    record = merge(winner, loser)
    say(winner, is_given=True, minute=0.5)

    unmerge(record)

    assert [fresh(lead).marketing_consent for lead in pair] == ["given", "withdrawn"]
