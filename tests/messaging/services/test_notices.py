from datetime import timedelta

import pytest
from django.utils import timezone

from leads.services import tasks
from messaging.choices import NotificationKind
from messaging.models import Message, Notification
from messaging.services import notices, notify
from messaging.wording import sentence
from tests.factories.leads import make_lead
from work import jobs
from work.models import Job, WorkItem


pytestmark = pytest.mark.usefixtures("in_scope")
AT = timezone.now()


def plan(rep, due_at):
    lead = make_lead()
    return tasks.add(
        lead=lead, title="Call", due_at=due_at, assignee_id=rep.user_id, by=rep.user_id, at=timezone.now()
    )


def test_a_task_is_told_when_its_moment_comes(rep) -> None:
    task = plan(rep, timezone.now() + timedelta(hours=1))
    assert WorkItem.objects.get(queue="reminder", key=task.pk).due_at == task.due_at

    notices.remind(keys=[task.pk], at=timezone.now())
    assert not Notification.objects.exists()
    for _ in range(2):
        notices.remind(keys=[task.pk], at=task.due_at)

    assert [(n.user_id, n.kind) for n in Notification.objects.all()] == [(rep.user_id, "task_due")]


def test_a_task_that_was_done_is_no_news(rep) -> None:
    task = plan(rep, timezone.now() + timedelta(hours=1))
    tasks.finish(task=task, by=rep.user_id, at=timezone.now())
    notices.remind(keys=[task.pk], at=task.due_at)

    assert not Notification.objects.exists()


def test_a_notice_is_mailed_once_in_its_readers_language(rep) -> None:
    rep.user.language = "es"
    rep.user.save()
    lead = make_lead()
    notify.send(
        [
            notify.Notice(
                rep.user_id, NotificationKind.LEAD_OFFERED, "k", lead.pk, {"lead": "Ana"}, "leads/1/"
            )
        ],
        at=AT,
    )
    key = Notification.objects.get().pk
    for _ in range(2):
        notices.mail(keys=[key], at=AT)

    message = Message.objects.get()
    assert message.to == rep.user.email
    assert "Ana" in message.subject
    assert "/leads/1/" in message.content["text"]
    assert message.purpose == "service"


@pytest.mark.parametrize("kind", NotificationKind.values)
def test_every_kind_makes_a_sentence_whatever_is_known(kind) -> None:
    assert sentence(Notification(kind=kind, data={}))


def test_who_started_long_work_is_told_once_that_it_is_over(rep, monkeypatch) -> None:
    monkeypatch.setitem(jobs._kinds, "probe", jobs.Kind("probe", lambda **_: True, lambda _job: "Counting"))
    job = Job.objects.create(kind="probe", started_by=rep.user_id, params={"language": "en"})

    for _ in range(2):
        notices.job_ended(job, AT)

    assert [(n.user_id, n.data) for n in Notification.objects.all()] == [(rep.user_id, {"title": "Counting"})]
