"""A merge taken back after life went on: what changed meanwhile is respected, and nothing stands in the way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from leads.models import ConsentRecord, Lead, MergeRecord
from leads.services import consent, merging, restricting, unmerging
from scoring.models import HandGrade
from scoring.services import manual
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
        # What a commit would say of it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
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


def grade(lead, value, reason, **options):
    manual.set_grade(lead=fresh(lead), grade=value, reason=reason, by=None, at=AT, **options)


def by_hand(lead):
    """The grade in force, and why."""
    why = list(HandGrade.objects.filter(lead=lead).values_list("grade", "reason", "until_on"))
    return fresh(lead).rank.grade_by_hand, why


SOON = AT.date() + timedelta(days=2)


@pytest.mark.parametrize("given", ["A", "B"])
def test_a_grade_set_by_hand_while_merged_is_the_survivors_and_the_other_has_its_own_again(pair, given):
    winner, loser = pair
    grade(loser, "A", "theirs", until_on=SOON)
    record = merge(winner, loser)
    assert by_hand(winner) == ("A", [("A", "theirs", SOON)])
    grade(winner, given, "ours")

    undone = unmerge(record)

    assert by_hand(winner) == (given, [(given, "ours", None)])
    assert by_hand(loser) == ("A", [("A", "theirs", SOON)])
    assert undone.left == ["grade_by_hand"]


def test_a_grade_given_back_while_merged_is_the_lost_leads_again(pair):
    winner, loser = pair
    grade(loser, "A", "theirs", until_on=SOON)
    record = merge(winner, loser)
    manual.give_back(at=AT + timedelta(days=5))

    undone = unmerge(record)

    assert by_hand(winner) == ("", [])
    assert by_hand(loser) == ("A", [("A", "theirs", SOON)])
    assert undone.left == []


def test_each_lead_gets_its_own_grade_by_hand_back(pair):
    winner, loser = pair
    grade(loser, "A", "theirs")
    record = merge(winner, loser)

    unmerge(record)

    assert (by_hand(winner), by_hand(loser)) == (("", []), ("A", [("A", "theirs", None)]))
    grade(winner, "C", "ours")
    unmerge(merge(winner, loser))
    assert (by_hand(winner)[0], by_hand(loser)[0]) == ("C", "A")


def test_nothing_personal_stays_with_a_merge_that_was_taken_back(pair):
    winner, loser = pair

    unmerge(merge(winner, loser))

    record = MergeRecord.objects.get()
    assert (record.kept, record.loser_title) == ({}, "")
    assert (record.loser_public_id, record.first_winner) == (loser.public_id, winner.pk)


def restricted(*leads):
    return restricting.among([lead.pk for lead in leads])


def test_a_restriction_asked_for_while_merged_holds_for_both(pair):
    winner, loser = pair
    record = merge(winner, loser)
    restricting.restrict(lead_id=winner.pk, reason="Wrong number.", by=None, at=AT + timedelta(seconds=30))

    unmerge(record)

    assert restricted(winner, loser) == {winner.pk, loser.pk}


def test_each_lead_gets_its_own_restriction_back(pair):
    winner, loser = pair
    restricting.restrict(lead_id=loser.pk, reason="Wrong number.", by=None, at=AT)
    record = merge(winner, loser)
    assert restricted(winner) == {winner.pk}

    unmerge(record)

    assert restricted(winner, loser) == {loser.pk}


def test_a_restriction_lifted_while_merged_is_lifted_for_good(pair):
    winner, loser = pair
    restricting.restrict(lead_id=loser.pk, reason="Wrong number.", by=None, at=AT)
    record = merge(winner, loser)
    restricting.lift(lead_id=winner.pk, reason="All is well.", by=None, at=AT + timedelta(seconds=30))

    unmerge(record)

    assert restricted(winner, loser) == set()


def test_a_merge_of_an_earlier_version_of_the_product_is_undone_in_the_columns_of_today(pair):
    winner, loser = pair
    grade(loser, "A", "theirs")
    record = merge(winner, loser)
    kept = record.kept
    rows = [kept["lead"]["before"], kept["lead"]["after"], *kept["away"]["leads.Lead"]]
    for row in rows:
        del row["by_hand"], row["custom_norm"], row["marketing_consent"]
        row["fax"] = f"{len(row)}"
    for row in (*kept["away"]["leads.LeadRank"], *kept["lent"]["scoring.handgrade.lead"]):
        row["shoe_size"] = 42
    kept["away"]["leads.Pager"] = [{"id": 1}]
    MergeRecord.objects.filter(pk=record.pk).update(kept=kept)

    unmerge(record)

    back = fresh(loser)
    assert (back.email, back.by_hand, back.marketing_consent) == ("l@sol.es", [], "unknown")
    assert (fresh(winner).rank.grade_by_hand, back.rank.grade_by_hand) == ("", "A")
