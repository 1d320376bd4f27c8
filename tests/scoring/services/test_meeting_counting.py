"""The ballot of many leads is counted by a job: nobody votes before, it can be killed, fail and go on."""

import pytest

from messaging.models import Notification
from scoring.models import Meeting, MeetingLine
from scoring.services import meeting as meetings
from scoring.services import meeting_catalog, meeting_counting, meeting_draft
from scoring.services.meeting import StillCounting
from tests.scoring.conftest import AT
from work import jobs
from work.models import Job, WorkItem


@pytest.fixture
def many(publish_model, crowd, monkeypatch) -> None:
    publish_model()
    monkeypatch.setattr(meeting_counting, "FEW", 5)


def begin(rep, title="Spring") -> Meeting:
    return meetings.begin(title=title, invited=[rep.user_id], by=None, at=AT)


def work(times: int = 1) -> Job:
    for _step in range(times):
        jobs.run(keys=list(Job.objects.filter(kind="ballot").values_list("pk", flat=True)), at=AT)
    return Job.objects.filter(kind="ballot").latest("pk")


def figures(meeting) -> tuple:
    meeting.refresh_from_db()
    lines = MeetingLine.objects.filter(meeting=meeting).order_by("position")
    names = ("category", "key", "label_en", "condition", "is_asked", "leads", "known", "won")
    return (meeting.leads, meeting.known, meeting.won, list(lines.values_list(*names)))


def test_the_job_counts_what_would_be_counted_at_once(many, rep, monkeypatch):
    by_job = begin(rep)
    assert by_job.is_counting
    job = work(3)
    assert (job.state, job.finished, job.total) == ("done", 3, 3)

    monkeypatch.setattr(meeting_counting, "FEW", 5_000)
    at_once = begin(rep, "Autumn")

    assert figures(by_job) == figures(at_once)
    assert by_job.is_open
    assert not Job.objects.filter(kind="ballot").exclude(pk=job.pk).exists()


def test_nobody_is_told_or_votes_or_closes_before_it_is_counted(many, rep, manager):
    meeting = begin(rep)
    work(2)
    line = MeetingLine.objects.filter(meeting=meeting).select_related("meeting").first()

    for act in (
        lambda: meetings.vote(line=line, value=1, comment="", by=rep.user_id, at=AT),
        lambda: meetings.close(meeting=meeting, by=None, at=AT),
        lambda: meetings.invite(meeting=meeting, invited=[manager.user_id], at=AT),
        lambda: meetings.ask(meeting=meeting, lines=[line.pk], is_asked=True),
    ):
        with pytest.raises(StillCounting):
            act()
    with pytest.raises(meeting_draft.NotClosed):
        meeting_draft.build(meeting=meeting, by=None, at=AT)
    meetings.reopen(meeting=meeting)
    assert meeting.is_counting
    assert not Notification.objects.filter(kind="meeting").exists()

    work()
    assert list(Notification.objects.filter(kind="meeting").values_list("user_id", flat=True)) == [
        rep.user_id
    ]
    meetings.vote(line=line, value=1, comment="", by=rep.user_id, at=AT)


def test_a_step_that_breaks_leaves_nothing_of_itself_and_is_repeated(many, rep, monkeypatch):
    meeting = begin(rep)
    work()

    def dies(*_args, **_options):
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        # It dies after its own writing has begun.
        broken.setattr(MeetingLine.objects.__class__, "bulk_update", dies)
        assert (work().state, Job.objects.get(kind="ballot").finished) == ("running", 1)
    work(2)

    assert meeting_counting.job_of(meeting).state == "done"
    assert figures(meeting)[0] == 10


def test_a_count_that_failed_goes_on_where_it_stopped(many, rep, monkeypatch):
    meeting = begin(rep)
    work()
    with monkeypatch.context() as broken:
        broken.setattr(meeting_catalog, "held", lambda *_args, **_options: 1 / 0)
        assert work(3).state == "failed"
    assert not meeting_counting.is_under_way(meeting_counting.job_of(meeting))

    meeting_counting.again(meeting=meeting, by=None, at=AT)
    meeting_counting.again(meeting=meeting, by=None, at=AT)
    job = work(2)

    assert (job.state, Job.objects.filter(kind="ballot").count()) == ("done", 1)
    assert figures(meeting)[:3] == (10, 6, 2)


@pytest.mark.parametrize("state", ["canceled", "paused", "dead"])
def test_a_count_that_somebody_stopped_can_be_taken_up(many, rep, state):
    meeting = begin(rep)
    job = work()
    if state == "dead":
        WorkItem.objects.filter(key=job.pk, queue="job").update(dead_at=AT)
    else:
        {"canceled": jobs.cancel, "paused": jobs.pause}[state](job=job, at=AT)
    assert not meeting_counting.is_under_way(meeting_counting.job_of(meeting))

    meeting_counting.again(meeting=meeting, by=None, at=AT)

    assert meeting_counting.is_under_way(meeting_counting.job_of(meeting))
    work(3)
    assert figures(meeting)[:3] == (10, 6, 2)
    assert meeting.is_open


def test_a_counted_meeting_is_not_counted_again(many, rep):
    meeting = begin(rep)
    work(3)

    meeting_counting.again(meeting=meeting, by=None, at=AT)

    assert Job.objects.filter(kind="ballot").count() == 1
    assert Notification.objects.filter(kind="meeting").count() == 1


def test_what_was_deleted_meanwhile_holds_for_nobody(many, rep):
    from leads.models import FieldDefinition

    meeting = begin(rep)
    work()
    FieldDefinition.objects.filter(key="rooms").delete()

    work(2)

    rooms = MeetingLine.objects.filter(meeting=meeting, condition__field="custom.rooms")
    assert rooms.exists()
    assert {(each.leads, each.is_asked) for each in rooms} == {(0, False)}
