"""Jobs: a step a transaction, repeated after a crash, paused, canceled, and who is told."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from core.errors import DomainError
from work import claim, jobs
from work.jobs import Kind
from work.models import Job, WorkItem


AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Refused(DomainError):
    """It cannot be done."""


@pytest.fixture
def kind(monkeypatch):
    """A kind that counts to three, and what it did."""
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))
    monkeypatch.setattr(jobs, "_listeners", dict(jobs._listeners))
    done = []

    def step(*, job, at):
        job.finished += 1
        done.append(job.finished)
        if job.params.get("fails"):
            raise {"bug": ValueError("broken"), "refusal": Refused("Not today.")}[job.params["fails"]]
        return job.finished == 3

    jobs.register(Kind("count", step, lambda job: "Count"))
    return done


def start(**params):
    return jobs.start(kind="count", params=params, total=3, by=None)


def items():
    return list(WorkItem.objects.filter(queue=jobs.QUEUE).values_list("key", "dead_at"))


def test_the_queue_does_one_step_after_the_other(in_scope, kind):
    job = start()

    claim.drain(jobs.QUEUE, jobs.run, limit=1)

    job.refresh_from_db()
    assert (job.state, job.finished, kind, items()) == ("done", 3, [1, 2, 3], [])


def test_listeners_hear_of_the_end_once(in_scope, kind):
    heard = []
    jobs.listen("test", lambda job, at: heard.append((job.pk, job.state)))
    job = start()

    claim.drain(jobs.QUEUE, jobs.run, limit=1)

    assert heard == [(job.pk, "done")]


def test_a_paused_job_waits_and_goes_on_where_it_stood(in_scope, kind):
    job = start()
    jobs.run(keys=[job.pk], at=AT)
    jobs.pause(job=job, at=AT)

    claim.drain(jobs.QUEUE, jobs.run, limit=1)
    assert kind == [1]
    jobs.resume(job=job, at=AT)
    claim.drain(jobs.QUEUE, jobs.run, limit=1)

    job.refresh_from_db()
    assert (job.state, kind) == ("done", [1, 2, 3])


def test_a_canceled_job_stops_for_good(in_scope, kind):
    job = start()
    jobs.cancel(job=job, at=AT)

    claim.drain(jobs.QUEUE, jobs.run, limit=1)

    assert kind == []
    with pytest.raises(jobs.JobConflict):
        jobs.resume(job=job, at=AT)


def test_a_step_that_fails_leaves_no_trace_and_is_tried_three_times(in_scope, kind):
    job = start(fails="bug")

    for _ in range(jobs.MAX_FAILURES):
        jobs.run(keys=[job.pk], at=AT)

    job.refresh_from_db()
    assert (job.state, job.finished, job.result["failures"]) == ("failed", 0, 3)
    assert job.result["error"] == "ValueError"


def test_a_refusal_ends_the_job_with_its_sentence(in_scope, kind):
    job = start(fails="refusal")

    jobs.run(keys=[job.pk], at=AT)

    job.refresh_from_db()
    assert (job.state, job.result["error"]) == ("failed", "Not today.")


def test_a_failed_job_can_be_tried_again(in_scope, kind):
    job = start(fails="refusal")
    jobs.run(keys=[job.pk], at=AT)
    Job.objects.update(params={})
    job.refresh_from_db()

    jobs.resume(job=job, at=AT)
    claim.drain(jobs.QUEUE, jobs.run, limit=1)

    job.refresh_from_db()
    assert job.state == "done"


def test_a_failure_waits_before_the_next_try(in_scope, kind):
    job = start(fails="bug")
    jobs.run(keys=[job.pk], at=AT)

    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at > now() FROM work_workitem WHERE key = %s", [job.pk])
        assert cursor.fetchone() == (True,)
