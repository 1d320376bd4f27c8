"""The page of a job, its buttons, and the tray in the top bar."""

import pytest
from django.utils import timezone

from leads import deeds
from leads.services import deeds as service
from tests.factories.leads import make_lead
from work.models import Job


@pytest.fixture
def job(in_scope, marketer):
    """A deed of the marketer's that runs."""
    lead = make_lead(first_name="Ana", email="a@x.es")
    made = service.do_later(
        verb=deeds.find("tag"),
        lead_ids=[lead.pk],
        total=1,
        params={"tags": ["VIP"]},
        by=marketer.user_id,
        at=timezone.now(),
    )
    return Job.objects.get(pk=made.job_id)


def test_who_started_it_pauses_resumes_and_cancels(client_for, marketer, job):
    client = client_for(marketer)
    states = []
    for act in ("pause", "resume", "cancel"):
        client.post(f"/w/acme/jobs/{job.pk}/{act}/")
        job.refresh_from_db()
        states.append(job.state)

    assert states == ["paused", "running", "canceled"]
    assert "Show the result" in client.get(f"/w/acme/jobs/{job.pk}/").content.decode()


def test_others_see_it_and_steer_nothing_but_an_admin_does(client_for, manager, admin, job):
    url = f"/w/acme/jobs/{job.pk}/"
    html = client_for(manager).get(url).content.decode()

    assert "Pause" not in html
    assert client_for(manager).post(f"{url}pause/").status_code == 404
    assert client_for(admin).post(f"{url}pause/").status_code == 303


def test_work_with_a_queue_of_its_own_is_not_steered(client_for, admin, in_scope):
    rescore = Job.objects.create(kind="rescore", total=2, started_by=admin.user_id)

    assert client_for(admin).post(f"/w/acme/jobs/{rescore.pk}/cancel/").status_code == 404


def test_the_tray_asks_while_jobs_run_and_then_no_more(client_for, marketer, job):
    client = client_for(marketer)
    assert "jobs-tray" not in client.get("/w/acme/leads/").content.decode()
    client.cookies["jobs"] = "1"

    assert 'id="jobs-tray"' in client.get("/w/acme/leads/").content.decode()
    tray = client.get("/w/acme/jobs/tray/")
    assert "every 3s" in tray.content.decode()
    assert "Tag" in tray.content.decode()
    Job.objects.update(state="done")
    empty = client.get("/w/acme/jobs/tray/")

    assert empty.content.decode().strip() == ""
    assert empty.cookies["jobs"]["max-age"] == 0


def test_the_tray_is_each_persons_own(client_for, manager, job):
    assert client_for(manager).get("/w/acme/jobs/tray/").content.decode().strip() == ""
