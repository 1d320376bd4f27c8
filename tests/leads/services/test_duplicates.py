"""Likely duplicates as suggestions: found as leads arrive and by a scan, set aside for good, gone with a merge."""

import contextlib
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.db import connection, transaction

from leads import likeness
from leads.models import LeadToken, LikelyPair
from leads.services import duplicate_scan, duplicates, editing, indexing, merging
from tests.factories.leads import make_lead
from work.models import Job


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.django_db, pytest.mark.slow]
ANA = {"first_name": "Ana", "last_name": "Ruiz", "company": "Reformas Sol"}


def made(**facts):
    lead = make_lead(**facts)
    indexing.reindex([lead])
    return lead


@pytest.fixture
def pair():
    return made(**ANA, email="ana@sol.es"), made(**ANA, phone="600111222")


def suggest(*leads):
    return duplicates.suggest(lead_ids=[lead.pk for lead in leads], at=AT)


def scan_all():
    """Walk all keys as the job does; return how many pairs it found likely, some of them under two keys."""
    after, found = likeness.MARK, 0
    while after is not None:
        walked = duplicate_scan.walk(after=after, at=AT)
        after, found = walked.last, found + walked.found
    return found


def told_of(pairs):
    rows = pairs.values_list("first_id", "second_id", "score", "reasons")
    return {(first, second): (score, reasons) for first, second, score, reasons in rows}


def test_a_new_lead_is_compared_with_those_that_share_a_key(pair, django_assert_max_num_queries):
    made(first_name="Luis", company="Reformas Sol")

    with django_assert_max_num_queries(8):
        assert suggest(pair[1]) == 1

    found = LikelyPair.objects.get()
    assert (found.first_id, found.second_id) == (pair[0].pk, pair[1].pk)
    assert (found.score, found.reasons) == (60, ["same_name", "same_company"])
    assert suggest(*pair) == 1
    assert LikelyPair.objects.count() == 1


def test_what_no_longer_looks_alike_is_no_longer_suggested(pair):
    suggest(*pair)
    values = {"first_name": "Berta", "last_name": "Gil"}
    editing.edit(lead=pair[1], values=values, version=None, by=None, at=AT)

    suggest(pair[1])

    assert not LikelyPair.objects.exists()


def test_a_pair_set_aside_stays_aside_until_brought_back(pair):
    suggest(*pair)
    duplicates.dismiss(pair=LikelyPair.objects.get(), by=None, at=AT)
    suggest(*pair)
    assert not LikelyPair.objects.filter(dismissed_at=None).exists()

    duplicates.restore(pair=LikelyPair.objects.get())

    assert LikelyPair.objects.filter(dismissed_at=None).count() == 1


def test_a_merge_takes_its_suggestion_along(pair):
    suggest(*pair)

    merging.merge(winner=pair[0], loser=pair[1], by=None, at=AT)

    assert not LikelyPair.objects.exists()


def test_a_lead_merged_between_the_look_and_the_note_is_not_suggested(pair, monkeypatch):
    third = made(**ANA, email="", tax_id="B12345678")
    compare = duplicates._likely

    def meanwhile(pairs):
        found = compare(pairs)
        merging.merge(winner=pair[0], loser=pair[1], by=None, at=AT)
        return found

    monkeypatch.setattr(duplicates, "_likely", meanwhile)

    suggest(third)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert set(told_of(LikelyPair.objects)) == {(pair[0].pk, third.pk)}


def test_a_crowd_behind_one_key_is_passed_over():
    crowd = [made(first_name=f"P{number}", phone="910000000") for number in range(32)]

    assert suggest(crowd[0]) == 0


def test_keys_are_written_also_where_words_of_another_script_are_there_already():
    anna = {"first_name": "Анна", "last_name": "Иванова", "company": "Ромашка"}
    pair = [made(**anna), made(**anna, phone="600111222")]
    keys = LeadToken.objects.filter(token__startswith="~")
    written = set(keys.values_list("lead_id", "token"))
    keys.delete()

    duplicate_scan.write_keys([lead.pk for lead in pair])

    assert set(keys.values_list("lead_id", "token")) == written
    assert scan_all() == 1


def test_a_lead_of_which_nothing_is_known_any_more_has_no_words_left():
    lead = made(first_name="Ana")
    lead.first_name = lead.name_norm = ""

    indexing.reindex([lead])

    assert not LeadToken.objects.exists()


def test_the_scan_writes_missing_keys_and_finds_every_pair(pair, monkeypatch):
    LeadToken.objects.filter(token__gte="~").delete()
    monkeypatch.setattr(duplicate_scan, "LEADS", 2)
    job = duplicate_scan.start(by=None)
    with pytest.raises(duplicate_scan.ScanRuns):
        duplicate_scan.start(by=None)

    for _turn in range(9):
        if duplicate_scan.step(job=job, at=AT):
            break

    assert (job.finished, job.result["found"], LikelyPair.objects.count()) == (2, 1, 1)
    assert Job.objects.count() == 1


def test_a_scan_that_dies_anywhere_goes_on_where_its_last_whole_step_left_it(monkeypatch):
    monkeypatch.setattr(duplicate_scan, "KEYS", likeness.BLOCK + 1)
    leads = crowd()
    job = duplicate_scan.start(by=None)
    for _turn in range(999):
        with (
            contextlib.suppress(ConnectionError),
            transaction.atomic(),
        ):  # the step is lost, with all it wrote
            duplicate_scan.step(job=job, at=AT)
            raise ConnectionError
        job.refresh_from_db()
        is_done = duplicate_scan.step(job=job, at=AT)
        job.save()
        if is_done:
            break

    scanned = told_of(LikelyPair.objects)
    assert is_done
    assert job.finished == job.total == len(leads)
    assert (job.result["found"], job.result["crowded"]) == (len(scanned), crowded(leads))
    LikelyPair.objects.all().delete()
    scan_all()
    assert told_of(LikelyPair.objects) == scanned


def crowded(leads):
    behind = Counter(key for lead in leads for key in likeness.keys(lead))
    return sum(number > likeness.BLOCK for number in behind.values())


def test_a_scan_drops_what_is_not_likely_any_more_and_leaves_the_rest_untouched(pair):
    other = made(first_name="Luis", last_name="Gil", company="Obras Mar")
    suggest(*pair)
    kept = LikelyPair.objects.get()
    LikelyPair.objects.create(first=pair[0], second=other, score=80, reasons=["same_phone"], found_at=AT)
    aside = LikelyPair.objects.create(first=pair[1], second=other, score=80, found_at=AT, dismissed_at=AT)
    job = duplicate_scan.start(by=None)

    while not duplicate_scan.step(job=job, at=AT + timedelta(days=1)):
        pass

    assert set(LikelyPair.objects.values_list("pk", "found_at")) == {(kept.pk, AT), (aside.pk, AT)}
    assert job.result["found"] == 1


def crowd():
    """Two hundred people of few names, firms and addresses, so that many look alike in some way and few in all."""
    dice = random.Random(7)
    firsts = ["Ana", "Anna", "A.", "Luis", "Luisa", "María José", "", "Анна"]
    lasts = ["Ruiz", "Ruiz Gil", "Ruis", "Boscán", "Boscà", "Иванова", ""]
    firms = [
        "Reformas Sol",
        "Reformas Sol S.L.",
        "Reformas Sola",
        "Taller 12",
        "Taller 15",
        "Grupo Norte",
        "",
    ]
    made = []
    for number in range(200):
        first, last, firm = dice.choice(firsts), dice.choice(lasts), dice.choice(firms)
        host = dice.choice(["sol.es", "norte.es", "gmail.com", "taller.es"])
        box = dice.choice(["ana.ruiz", "anaruiz", "luis", f"p{number}", "info"]) + dice.choice(
            ["", "", "+x", "2"]
        )
        lead = make_lead(
            first_name=first,
            last_name=last if first else "",
            company=firm,
            email=f"{box}@{host}" if dice.random() < 0.6 else "",
            phone=f"6001112{dice.randrange(40):02}" if dice.random() < 0.4 else "",
            tax_id=f"B1234567{dice.randrange(9)}" if dice.random() < 0.2 else "",
            stage="disqualified",
        )
        made.append(lead)
    indexing.reindex(made)
    return made


def test_the_scan_finds_what_comparing_everybody_with_everybody_finds():
    leads = crowd()
    behind = Counter(key for lead in leads for key in likeness.keys(lead))
    keys = {lead.pk: {key for key in likeness.keys(lead) if behind[key] <= likeness.BLOCK} for lead in leads}
    told = {
        (one.pk, other.pk): likeness.compare(one, other)
        for one, other in combinations(leads, 2)
        if keys[one.pk] & keys[other.pk]
    }
    likely = {pair: (one.score, one.reasons) for pair, one in told.items() if one.score >= likeness.THRESHOLD}
    assert 50 < len(likely) < len(told)

    scan_all()

    assert told_of(LikelyPair.objects) == likely
    LikelyPair.objects.all().delete()
    for lead in leads:
        suggest(lead)
    assert told_of(LikelyPair.objects) == likely
