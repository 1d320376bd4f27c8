from datetime import timedelta

import pytest
from django.utils import timezone

from leads.services import tasks
from messaging.choices import NotificationKind
from messaging.models import Message, Notification
from messaging.services import notices, notify, resolving
from messaging.wording import sentence
from tests.factories.leads import make_lead
from tests.factories.messaging import make_message
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

    [notice] = Notification.objects.all()
    assert (notice.user_id, notice.data["title"]) == (rep.user_id, "Counting")


@pytest.mark.parametrize(
    ("state", "said"),
    [("done", "Finished: Counting"), ("failed", "Failed: Counting"), ("canceled", "Canceled: Counting")],
)
def test_long_work_is_told_as_it_ended(rep, monkeypatch, state, said) -> None:
    monkeypatch.setitem(jobs._kinds, "probe", jobs.Kind("probe", lambda **_: True, lambda _job: "Counting"))
    job = Job.objects.create(kind="probe", started_by=rep.user_id, params={"language": "en"}, state=state)

    notices.job_ended(job, AT)

    assert sentence(Notification.objects.get()) == said


def test_a_job_that_failed_and_then_ended_well_is_told_twice(rep, monkeypatch) -> None:
    monkeypatch.setitem(jobs._kinds, "probe", jobs.Kind("probe", lambda **_: True, lambda _job: "Counting"))
    job = Job.objects.create(kind="probe", started_by=rep.user_id, params={"language": "en"})
    for minutes, state in enumerate(["failed", "failed", "done"]):
        job.state = state
        notices.job_ended(job, AT + timedelta(minutes=minutes))

    assert [n.data["state"] for n in Notification.objects.order_by("pk")] == ["failed", "failed", "done"]


def uncertain() -> Message:
    lead = make_lead(email=f"m{Message.objects.count()}@x.es")
    message = make_message(lead, state="ambiguous", sent_at=None)
    notices.uncertain_mail(AT)
    return message


def test_the_notice_of_uncertain_mail_says_how_many_there_are_now(marketer) -> None:
    first, second = uncertain(), uncertain()
    notice = Notification.objects.get()
    assert notice.data == {"count": 2}

    resolving.mark_as_sent(message_id=first.pk, by=marketer.user_id, at=AT)
    notice.refresh_from_db()
    assert (notice.data, notice.read_at) == ({"count": 1}, None)

    resolving.send_again(message_id=second.pk, by=marketer.user_id, at=AT)
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_who_read_of_uncertain_mail_is_told_of_more(marketer) -> None:
    uncertain()
    notify.read(user_id=marketer.user_id, at=AT + timedelta(minutes=1))
    uncertain()

    notice = Notification.objects.get()
    assert (notice.data, notice.read_at) == ({"count": 2}, None)


def test_who_wants_it_by_mail_alone_finds_nothing_unread(marketer) -> None:
    notify.choose(user_id=marketer.user_id, wishes=[notify.Wish("ambiguous_mail", False, True)])
    uncertain()
    uncertain()

    assert Notification.objects.get().read_at == AT
