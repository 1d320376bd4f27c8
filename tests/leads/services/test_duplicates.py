"""Likely duplicates as suggestions: found as leads arrive and by a scan, set aside for good, gone with a merge."""

from datetime import UTC, datetime

import pytest

from leads.models import LeadToken, LikelyPair
from leads.services import duplicates, editing, indexing, merging
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


def test_a_crowd_behind_one_key_is_passed_over():
    crowd = [made(first_name=f"P{number}", phone="910000000") for number in range(32)]

    assert suggest(crowd[0]) == 0


def test_keys_are_written_also_where_words_of_another_script_are_there_already():
    anna = {"first_name": "Анна", "last_name": "Иванова", "company": "Ромашка"}
    pair = [made(**anna), made(**anna, phone="600111222")]
    keys = LeadToken.objects.filter(token__startswith="~")
    written = set(keys.values_list("lead_id", "token"))
    keys.delete()

    duplicates.write_keys([lead.pk for lead in pair])

    assert set(keys.values_list("lead_id", "token")) == written
    assert duplicates.scan(first=pair[0].pk, last=pair[1].pk, at=AT) == 1


def test_a_lead_of_which_nothing_is_known_any_more_has_no_words_left():
    lead = made(first_name="Ana")
    lead.first_name = lead.name_norm = ""

    indexing.reindex([lead])

    assert not LeadToken.objects.exists()


def test_the_scan_writes_missing_keys_and_finds_every_pair(pair, monkeypatch):
    LeadToken.objects.filter(token__gte="~").delete()
    monkeypatch.setattr(duplicates, "CHUNK", 2)
    job = duplicates.start_scan(by=None)
    with pytest.raises(duplicates.ScanRuns):
        duplicates.start_scan(by=None)

    for _turn in range(9):
        if duplicates.step(job=job, at=AT):
            break

    assert (job.finished, job.result["found"], LikelyPair.objects.count()) == (2, 1, 1)
    assert Job.objects.count() == 1
