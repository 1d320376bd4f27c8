"""The ballot of a definition meeting is counted: of few leads at once, of many by a job of three steps.

Each step is one transaction and leaves whole rows, so a worker that dies repeats its step and nothing is counted twice.
Nobody votes before the last one.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conditions.faults import ConditionError
from conditions.nodes import Group, Node, to_json
from conditions.parse import parse
from conditions.registry import Registry
from leads.models import LeadRank
from messaging.services import notify
from scoring import queries
from scoring.engine.reader import criteria_registry
from scoring.models import Meeting, MeetingLine, MeetingSeat
from scoring.services import meeting_catalog, seating
from work import jobs, queue
from work.models import Job, WorkItem


KIND = "ballot"
# Up to here who begins a meeting waits for the count, a fraction of a second.
FEW = 5_000
# A meeting takes an hour: of each category the lines that part leads best are asked, the chair adds others.
MOST_ASKED = 8
NEVER = Group("any", ())


def begin(*, meeting: Meeting, by: int | None, at: datetime) -> None:
    """Count the ballot now, or have a worker do it; called in the transaction that made the meeting."""
    if LeadRank.objects.values("pk")[: FEW + 1].count() > FEW:
        jobs.start(kind=KIND, params={"meeting": meeting.pk}, total=len(STEPS), by=by)
        return
    for count in STEPS:
        count(meeting, at)


def job_of(meeting: Meeting) -> Job | None:
    """Return the newest job that counts the ballot, None where it was counted at once."""
    return Job.objects.filter(kind=KIND, params__meeting=meeting.pk).order_by("-pk").first()


def is_under_way(job: Job | None) -> bool:
    """Say whether a worker counts or will: not one that ended, waits for a person, or whose worker died each time."""
    if job is None or job.state != Job.State.RUNNING:
        return False
    return WorkItem.objects.filter(
        workspace_id=job.workspace_id, queue=jobs.QUEUE, key=job.pk, dead_at=None
    ).exists()


@transaction.atomic
def again(*, meeting: Meeting, by: int | None, at: datetime) -> None:
    """Go on with a count that stopped, from its last whole step; one under way or done stays as it is."""
    held = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    job = job_of(held)
    if not held.is_counting or is_under_way(job):
        return
    if job is None or job.state in {Job.State.CANCELED, Job.State.DONE}:
        jobs.start(kind=KIND, params={"meeting": held.pk}, total=len(STEPS), by=by)
    elif job.state == Job.State.RUNNING:
        queue.unmark(jobs.QUEUE, [job.pk])
        queue.mark(jobs.QUEUE, [job.pk])
    else:
        jobs.resume(job=job, at=at)


def step(*, job: Job, at: datetime) -> bool:
    """Do the next of the three steps."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=job.params["meeting"])
    if meeting.is_counting:
        STEPS[job.finished](meeting, at)
        job.finished += 1
    return job.finished == len(STEPS) or not meeting.is_counting


def _list(meeting: Meeting, at: datetime) -> None:
    """Write down everything that could be defined; a count that began anew writes it anew."""
    names = queries.registry()
    MeetingLine.objects.filter(meeting=meeting).delete()
    MeetingLine.objects.bulk_create(
        MeetingLine(
            meeting_id=meeting.pk,
            position=place,
            category=item.category,
            key=item.key,
            label_en=label.en,
            label_es=label.es,
            condition=to_json(item.node),
            dimension=item.dimension,
            mode=item.mode,
            is_asked=False,
        )
        for place, (item, label) in enumerate(
            meeting_catalog.listed(spec=queries.live_spec(names), names=names)
        )
    )


def _hold(meeting: Meeting, at: datetime) -> None:
    """Count of how many leads each line holds."""
    names, lines = queries.registry(), _lines(meeting)
    meeting.leads, counts = meeting_catalog.held(_nodes(lines, names), names=names, at=at)
    for line, leads in zip(lines, counts, strict=True):
        line.leads = leads
    MeetingLine.objects.bulk_update(lines, ["leads"])
    meeting.save(update_fields=["leads"])


def _open(meeting: Meeting, at: datetime) -> None:
    """Count how those leads ended, put the first lines on the ballot, and tell those who are asked."""
    names, lines = queries.registry(), _lines(meeting)
    found = meeting_catalog.ended(_nodes(lines, names, as_then=True), names=names, at=at)
    asked = _asked(lines, meeting.leads)
    for line, lost, won in zip(lines, found.of_lost, found.of_won, strict=True):
        line.known, line.won, line.is_asked = lost + won, won, line.position in asked
    MeetingLine.objects.bulk_update(lines, ["known", "won", "is_asked"])
    meeting.known, meeting.won, meeting.counted_at = found.lost + found.won, found.won, at
    meeting.save(update_fields=["known", "won", "counted_at"])
    seated = MeetingSeat.objects.filter(meeting=meeting).order_by("pk").values_list("user_id", flat=True)
    tell(meeting, list(seated), key=f"meeting:{meeting.pk}", at=at)


Step = Callable[[Meeting, datetime], None]
STEPS: tuple[Step, ...] = (_list, _hold, _open)


def tell(meeting: Meeting, users: Sequence[int], *, key: str, at: datetime) -> int:
    """Tell people that their values are asked for; return how many were not told under this key before."""
    path = f"scoring/meetings/{meeting.pk}/vote/"
    return notify.send(seating.told(users, title=meeting.title, path=path, key=key), at=at)


def _lines(meeting: Meeting) -> list[MeetingLine]:
    return list(MeetingLine.objects.filter(meeting=meeting).order_by("position"))


def _nodes(lines: Sequence[MeetingLine], names: Registry, *, as_then: bool = False) -> list[Node]:
    """Return what is counted of each line; of a criterion, where asked, as it reads at the moment of each lead."""
    own = meeting_catalog.own(names, queries.live_spec(names), as_then=as_then)
    known = criteria_registry(names)
    return [own.get(line.key) or _node(line, known) for line in lines]


def _node(line: MeetingLine, names: Registry) -> Node:
    """Return the line's condition; one that names something deleted meanwhile never holds."""
    try:
        return parse(line.condition, names, check_choices=False)
    except ConditionError:
        return NEVER


def _asked(lines: Sequence[MeetingLine], leads: int) -> set[int]:
    """Return which places are on the ballot at first: the model's own, and of the others those that part leads best.

    A line that holds for nearly all leads, or for nearly none, parts nothing.
    """
    places = {line.position for line in lines if line.key}
    by_category: dict[str, list[MeetingLine]] = {}
    for line in lines:
        if not line.key and (0 < line.leads < leads or not leads):
            by_category.setdefault(line.category, []).append(line)
    for found in by_category.values():
        found.sort(key=lambda line: (abs(2 * line.leads - leads), line.position))
        places |= {line.position for line in found[:MOST_ASKED]}
    return places


def title(job: Job) -> str | Promise:
    """Return what the job is called."""
    return _("Count the ballot of a meeting")


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the meeting."""
    return "scoring:meeting", {"pk": job.params["meeting"]}


def register() -> None:
    """Let workers do it; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))
