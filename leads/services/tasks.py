"""Next steps: what a person will do about a lead, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import sets
from core.errors import DomainError, Invalid
from core.ids import uuid7
from core.scope import current_workspace_id
from core.text import clean
from leads import changes
from leads.choices import ActivityKind
from leads.models import Lead, Task
from leads.services import timeline
from tenants.models import Membership
from work import queue


# Items of this queue are tasks whose moment has come; messaging tells who is to do them.
REMINDER = "reminder"
# The hour of a step for which nobody chose one.
MORNING = 9


class TaskConflict(DomainError):
    """The task is done already, or not done yet."""

    code = "task_conflict"


def next_morning(at: datetime) -> datetime:
    """Return nine o'clock of the next day that is no weekend, in the zone in force, the workspace's in a request."""
    day = timezone.localtime(at).replace(hour=MORNING, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


@transaction.atomic
def add(
    *,
    lead: Lead,
    title: str,
    due_at: datetime,
    assignee_id: int | None,
    by: int | None,
    at: datetime,
    kind: str = "todo",
) -> Task:
    """Plan a step with the lead; without an assignee it is whoever plans it.

    Raises: Invalid for an empty title or somebody who is no member.
    """
    written = " ".join(clean(title).split())
    if not written or len(written) > 200:
        raise _refusal("title", _("Say in 1 to 200 characters what is to be done."))
    assignee_id = assignee_id or by
    if assignee_id is not None and not _is_member(assignee_id):
        raise _refusal("assignee", _("This person is no member of the workspace."))
    task = Task.objects.create(
        lead=lead, title=written, kind=kind, due_at=due_at, assignee_id=assignee_id, created_by=by
    )
    queue.mark(REMINDER, [task.pk], due_at=due_at)
    changes.mark([lead.pk])
    return task


def _is_member(user_id: int) -> bool:
    members = Membership.objects.filter(workspace_id=current_workspace_id(), user_id=user_id, is_active=True)
    return members.exists()


def _refusal(path: str, message: str | Promise) -> Invalid:
    return Invalid(message, errors=[{"path": path, "message": str(message)}])


@dataclass(frozen=True, slots=True)
class Planned:
    """A step for one lead, planned by a machine."""

    lead_id: int
    title: str
    assignee_id: int | None


@transaction.atomic
def add_many(*, planned: Sequence[Planned], due_at: datetime, by: int | None, at: datetime) -> None:
    """Plan a step for each of the leads. Queries: three for any number, none for none."""
    if not planned:
        return
    made = sets.insert(
        Task,
        [
            {
                "lead_id": one.lead_id,
                "title": one.title[:200],
                "assignee_id": one.assignee_id,
                "due_at": due_at,
                "created_by": by,
                "public_id": uuid7(),
                "created_at": at,
                "updated_at": at,
            }
            for one in planned
        ],
        returning=("id",),
    )
    queue.mark(REMINDER, [pk for (pk,) in made], due_at=due_at)
    changes.mark(one.lead_id for one in planned)


@transaction.atomic
def finish(*, task: Task, by: int | None, at: datetime) -> None:
    """Mark the task done and say so on the timeline.

    Raises: TaskConflict if somebody did already.
    """
    if not Task.objects.filter(pk=task.pk, done_at=None).update(done_at=at, done_by=by, updated_at=at):
        raise TaskConflict(_("Somebody has done this already."))
    task.done_at, task.done_by = at, by
    timeline.record(
        lead_id=task.lead_id, kind=ActivityKind.TASK_DONE, by=by, at=at, data={"title": task.title}
    )
    changes.mark([task.lead_id])


@transaction.atomic
def reopen(*, task: Task, by: int | None, at: datetime) -> None:
    """Take back that the task is done.

    Raises: TaskConflict if it is not.
    """
    undone = Task.objects.filter(pk=task.pk, done_at__isnull=False).update(
        done_at=None, done_by=None, updated_at=at
    )
    if not undone:
        raise TaskConflict(_("This is still to be done."))
    task.done_at = task.done_by = None
    queue.mark(REMINDER, [task.pk], due_at=max(task.due_at, at))
    changes.mark([task.lead_id])
