"""Verbs for everything that matches: at once while it is little, else a job over a fixed set."""

import pytest
from django.utils import timezone

from leads import bulk_jobs, deeds
from leads.models import Deed, DeedRow, FieldChange
from leads.services import deeds as service
from tests.factories.leads import make_lead
from tests.leads.bulk import BULK, LIST, tags
from work import claim, jobs
from work.models import Job, WorkItem


def work():
    """Do what waits on the queue of jobs."""
    return claim.drain(jobs.QUEUE, jobs.run, limit=1)


def test_all_that_match_is_done_at_once_while_it_is_little(client_for, marketer, three):
    body = {"go": "1", "all": "1", "query": "view=open&min_score=65", "names": "hot"}

    client_for(marketer).post(f"{BULK}tag/", body)

    assert tags() == {"Ana": ["hot"], "Bea": [], "Cid": ["hot"]}


@pytest.fixture
def small_steps(monkeypatch):
    """Make 3 leads many: 1 at once, 2 a step, 2 chosen a step."""
    monkeypatch.setattr(deeds, "AT_ONCE", 1)
    monkeypatch.setattr(deeds, "CHUNK", 2)
    monkeypatch.setattr(bulk_jobs, "WALK", 2)


def test_all_that_match_above_the_limit_is_a_job_over_a_fixed_set(client_for, marketer, three, small_steps):
    client = client_for(marketer)
    body = {"go": "1", "all": "1", "query": "view=open&ordering=name", "names": "hot"}

    response = client.post(f"{BULK}tag/", body)

    job = Job.objects.get()
    assert response["Location"] == f"/w/acme/jobs/{job.pk}/"
    assert response.cookies["jobs"].value == "1"
    jobs.run(keys=[job.pk], at=timezone.now())
    jobs.run(keys=[job.pk], at=timezone.now())
    late = make_lead(first_name="Aaa", email="late@x.es")
    work()
    job.refresh_from_db()
    assert (job.state, job.finished, job.total) == ("done", 3, 3)
    assert tags() == {"Ana": ["hot"], "Bea": ["hot"], "Cid": ["hot"], "Aaa": []}
    assert not WorkItem.objects.filter(queue="job").exists()
    deed = Deed.objects.get()
    assert (deed.state, deed.changed) == ("done", 3)
    assert list(DeedRow.objects.order_by("pk").values_list("lead_id", flat=True)) == [
        lead.pk for lead in three
    ]

    client.post(f"{LIST}changes/{deed.pk}/undo/")
    work()

    deed.refresh_from_db()
    assert (deed.state, deed.restored) == ("undone", 3)
    assert set(map(tuple, tags().values())) == {()}
    assert late.pk


def test_a_repeated_step_changes_nothing_twice(client_for, marketer, three, small_steps, in_scope):
    body = {"go": "1", "all": "1", "query": "view=open", "names": "hot"}
    client_for(marketer).post(f"{BULK}tag/", body)
    work()

    # as if the worker had died after its last commit and the item had come back
    Job.objects.update(state="running")
    jobs.run(keys=[Job.objects.get().pk], at=timezone.now())

    assert FieldChange.objects.filter(field="tags").count() == 3
    assert Deed.objects.get().changed == 3


def test_a_canceled_job_can_be_undone_for_the_part_that_was_done(client_for, marketer, three, small_steps):
    client = client_for(marketer)
    client.post(f"{BULK}tag/", {"go": "1", "all": "1", "query": "view=open&ordering=name", "names": "hot"})
    job = Job.objects.get()
    for _ in range(3):
        jobs.run(keys=[job.pk], at=timezone.now())

    client.post(f"/w/acme/jobs/{job.pk}/cancel/")
    work()

    assert sum(bool(found) for found in tags().values()) == 2
    client.post(f"{LIST}changes/{Deed.objects.get().pk}/undo/")
    work()
    assert set(map(tuple, tags().values())) == {()}


def test_a_canceled_undo_leaves_a_deed_whose_rest_can_be_undone(client_for, marketer, three, small_steps):
    client = client_for(marketer)
    client.post(f"{BULK}tag/", {"go": "1", "all": "1", "query": "view=open&ordering=name", "names": "hot"})
    work()
    deed = Deed.objects.get()
    undo = f"{LIST}changes/{deed.pk}/undo/"
    client.post(undo)
    job = Job.objects.latest("pk")
    jobs.run(keys=[job.pk], at=timezone.now())

    client.post(f"/w/acme/jobs/{job.pk}/cancel/")

    deed.refresh_from_db()
    assert (deed.state, deed.restored, sum(map(bool, tags().values()))) == ("done", 2, 1)
    client.post(undo)
    work()
    deed.refresh_from_db()
    assert (deed.state, deed.restored, sum(map(bool, tags().values()))) == ("undone", 3, 0)


def test_an_undo_that_is_tried_again_is_one_undo(client_for, marketer, three, small_steps):
    client = client_for(marketer)
    client.post(f"{BULK}tag/", {"go": "1", "all": "1", "query": "view=open", "names": "hot"})
    work()
    client.post(f"{LIST}changes/{Deed.objects.get().pk}/undo/")
    failed = Job.objects.latest("pk")
    Job.objects.filter(pk=failed.pk).update(state="failed")
    failed.refresh_from_db()
    service.settle_job(failed, timezone.now())

    jobs.resume(job=failed, at=timezone.now())
    jobs.run(keys=[failed.pk], at=timezone.now())
    assert Deed.objects.get().state == "undoing"
    work()

    assert (Deed.objects.get().state, sum(map(bool, tags().values()))) == ("undone", 0)


def test_a_job_ends_when_who_asked_may_no_longer(client_for, marketer, three, small_steps):
    client_for(marketer).post(f"{BULK}tag/", {"go": "1", "all": "1", "query": "view=open", "names": "hot"})
    marketer.is_active = False
    marketer.save()

    work()

    job = Job.objects.get()
    assert (job.state, job.result["error"]) == ("failed", "Who asked for this may no longer do it.")
    assert set(map(tuple, tags().values())) == {()}


def test_a_rep_changes_only_what_the_rep_sees(client_for, rep, three, small_steps):
    make_lead(first_name="Dan", email="d@x.es", stage="sal", owner=rep.user)

    client_for(rep).post(f"{BULK}tag/", {"go": "1", "all": "1", "query": "view=mine", "names": "mine"})
    work()

    assert tags() == {"Ana": [], "Bea": [], "Cid": ["mine"], "Dan": ["mine"]}
