"""Who belongs to a segment, how many, and what refuses to go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conditions.faults import ConditionError
from core.limits import TooSlow
from leads import segments
from leads.models import LeadRank, Segment
from leads.services import segments as service
from tests.factories.leads import make_lead
from work.models import WorkItem


NOW = timezone.now()
MADRID = {"all": [{"field": "company.city", "op": "eq", "value": "Madrid"}]}
GRADE_A = {"all": [{"field": "score.grade", "op": "eq", "value": "A"}]}


def make_segment(name="Madrid", condition=MADRID):
    return service.create(values={"name": name, "condition": condition}, by=None, at=NOW)


def members(segment):
    return {rank.lead_id for rank in segments.members(LeadRank.objects.all(), segment, today=NOW.date())}


def test_who_belongs_follows_what_is_known(in_scope):
    here, there = make_lead(city="Madrid"), make_lead(city="Soria")
    segment = make_segment()

    assert members(segment) == {here.pk}
    type(there).objects.filter(pk=there.pk).update(city="Madrid", city_norm="madrid")
    assert members(segment) == {here.pk, there.pk}


def test_a_segment_may_ask_for_the_grade(in_scope):
    best, _other = make_lead(grade="A"), make_lead(grade="B")

    assert members(make_segment("Best", GRADE_A)) == {best.pk}


def test_a_segment_whose_field_is_gone_has_nobody(in_scope):
    make_lead()
    segment = Segment.objects.create(
        name="Old", condition={"all": [{"field": "custom.gone", "op": "is_empty"}]}
    )

    assert members(segment) == set()
    with pytest.raises(ConditionError):
        segments.read(segment.condition)
    service.recount(keys=[segment.pk], at=NOW)
    segment.refresh_from_db()
    assert (segment.count, segment.counted_at) == (None, NOW)


@pytest.mark.parametrize(
    "values",
    [
        {"condition": MADRID},
        {"name": "  ", "condition": MADRID},
        {"name": "x" * 121, "condition": MADRID},
        {"name": "X", "condition": {"all": [{"field": "nothing"}]}},
        {"name": "X", "condition": MADRID, "count": 5},
    ],
)
def test_what_is_no_segment_is_refused(in_scope, values):
    with pytest.raises(Exception) as refusal:  # noqa: PT011 - Invalid or ConditionError
        service.create(values=values, by=None, at=NOW)

    assert refusal.value.status == 400
    assert not Segment.objects.exists()


def test_two_segments_of_one_name_are_refused(in_scope):
    make_segment()

    with pytest.raises(service.NameTaken):
        make_segment()


def test_a_new_condition_is_counted_and_a_new_name_is_not(in_scope):
    segment = make_segment()
    WorkItem.objects.all().delete()

    service.change(segment=segment, values={"name": "Madrid city"}, by=None, at=NOW)
    assert not WorkItem.objects.filter(queue="segment").exists()
    service.change(segment=segment, values={"condition": GRADE_A}, by=None, at=NOW)
    assert WorkItem.objects.filter(queue="segment", key=segment.pk).exists()


def test_counting_writes_the_number_and_a_look_asks_only_for_old_ones(in_scope):
    make_lead(city="Madrid")
    segment = make_segment()
    service.recount(keys=[segment.pk], at=NOW)
    segment.refresh_from_db()
    WorkItem.objects.all().delete()

    assert (segment.count, segment.is_estimate) == (1, False)
    service.ask_for_counts(shown=[segment], at=NOW + timedelta(minutes=9))
    assert not WorkItem.objects.exists()
    service.ask_for_counts(shown=[segment], at=NOW + timedelta(minutes=11))
    assert WorkItem.objects.get().key == segment.pk


def test_what_takes_too_long_is_estimated_from_a_sample(in_scope, monkeypatch):
    for number in range(30):
        make_lead(email=f"p{number}@x.es", city="Madrid" if number % 3 == 0 else "Soria")
    node, registry = segments.read(MADRID)
    ranks = LeadRank.objects.all()
    exact = segments.size(ranks, node, registry, today=NOW.date())
    real, calls = segments.matching, []

    def slow(*args, **kwargs):
        calls.append(args)
        return SlowCount(real(*args, **kwargs))

    monkeypatch.setattr(segments, "matching", slow)
    found = segments.size(ranks, node, registry, today=NOW.date())

    assert (exact.value, exact.is_estimate) == (10, False)
    assert calls
    assert (found.value, found.is_estimate) == (10, True)


class SlowCount:
    """Stands for a condition that no index serves, at a million leads."""

    def __init__(self, found):
        self.found = found

    def count(self):
        raise TooSlow("slow")


def test_a_segment_in_use_stays_and_one_that_nothing_uses_goes(in_scope, monkeypatch):
    segment = make_segment()
    used = {segment.pk: [segments.Use("Workflow “Spring”", "/w/acme/workflows/1/")]}
    monkeypatch.setattr(segments, "_finders", {"workflows": lambda ids, workspace: used})

    with pytest.raises(service.SegmentInUse, match="Spring"):
        service.delete(segment=segment, workspace="acme", by=None, at=NOW)
    monkeypatch.setattr(segments, "_finders", {})
    service.delete(segment=segment, workspace="acme", by=None, at=NOW)

    assert not Segment.objects.exists()
    assert not WorkItem.objects.filter(queue="segment").exists()
