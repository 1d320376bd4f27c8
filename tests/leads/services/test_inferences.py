"""Inferences as they are kept: switched off, unreadable, tried on the leads there are."""

from contextlib import contextmanager
from datetime import date

import pytest

from conditions.faults import ConditionError
from conditions.fragments import IdRange
from conditions.parse import parse
from core.limits import TooSlow
from leads import queries
from leads.services import inferences, inferring
from tests.factories.leads import make_lead
from tests.leads.inferring import AT, PREMIUM, infer, rule
from work.models import WorkItem


def test_an_inference_that_cannot_be_read_says_nothing_and_stops_no_other(in_scope):
    rule(
        {"field": "custom.gone", "op": "eq", "value": 1}, question="timeline", value="now", is_at_least=False
    )
    rule(question="custom.gone")
    rule()
    lead = make_lead(need="Audi")

    assert set(infer(lead)[0]) == {"budget"}


def test_one_switched_off_is_withdrawn_and_the_job_marks_only_what_moved(in_scope):
    item = rule()
    driver, _other = make_lead(email="a@x.es", need="Audi"), make_lead(email="b@x.es")
    every = IdRange(0, 2**62)
    inferring.mark_moved(rows=every, at=AT)
    assert list(WorkItem.objects.filter(queue="lead").values_list("key", flat=True)) == [driver.pk]
    infer(driver)
    WorkItem.objects.all().delete()
    inferring.mark_moved(rows=every, at=AT)
    assert not WorkItem.objects.filter(queue="lead").exists()

    inferences.toggle(item=item, by=None, at=AT)
    inferring.mark_moved(rows=every, at=AT)

    assert list(WorkItem.objects.filter(queue="lead").values_list("key", flat=True)) == [driver.pk]
    assert infer(driver) == [{}]


def test_a_dry_run_counts_who_would_get_it_and_how_it_fits_what_is_known(in_scope):
    make_lead(email="a@x.es", need="Audi")
    make_lead(email="b@x.es", need="Audi", budget=30000)
    make_lead(email="c@x.es", need="Audi", budget=100)
    make_lead(email="d@x.es", budget=50000)
    registry = queries.certain_registry()

    trial = inferring.try_out(
        node=parse(PREMIUM, registry),
        question="budget",
        answer=(20000, True),
        registry=registry,
        today=date(2026, 11, 20),
    )

    assert (trial.holds, trial.known, trial.agree, trial.new) == (3, 2, 1, 1)


@pytest.mark.parametrize(("question", "answer"), [("custom.gone", 1), ("budget", "much")])
def test_a_dry_run_without_anything_to_compare_is_refused(in_scope, question, answer):
    registry = queries.certain_registry()
    asked = {"node": parse(PREMIUM, registry), "registry": registry, "today": AT.date()}

    with pytest.raises(ConditionError):
        inferring.try_out(question=question, answer=(answer, False), **asked)


def test_a_dry_run_that_takes_too_long_says_so(in_scope, monkeypatch):
    @contextmanager
    def stopped(milliseconds):
        raise TooSlow("slow")
        yield

    monkeypatch.setattr(inferring, "time_limit", stopped)
    registry = queries.certain_registry()
    asked = {"node": parse(PREMIUM, registry), "registry": registry, "today": AT.date()}

    assert inferring.try_out(question="budget", answer=(1, False), **asked) is None
