"""What is told when its moment comes: notices by mail (queue "notice") and tasks that are due (queue "reminder")."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from core.scope import current_workspace_id
from leads.models import LeadRank, Task
from messaging import wording
from messaging.choices import NotificationKind
from messaging.models import Message, Notification
from messaging.services import notify, outbox
from tenants.models import Workspace
from tenants.permissions import Capability
from work import jobs
from work.models import Job


def mail(*, keys: Sequence[int], at: datetime) -> None:
    """Put a mail for each notice into the outbox, in its reader's language; a repeat finds its key taken.

    Locks the leads that are told of: an erasure finds the mail, or the notice is gone before the mail is written.
    """
    workspace = Workspace.objects.get(pk=current_workspace_id())
    notices = Notification.objects.filter(pk__in=keys)
    told = LeadRank.objects.filter(pk__in=notices.exclude(lead=None).values("lead_id")).order_by("pk")
    list(told.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    for notice in notices.select_related("user"):
        with translation.override(notice.user.language or workspace.language):
            sentence = wording.sentence(notice)
            page = f"{settings.PUBLIC_URL}/w/{workspace.slug}/{notice.path}"
            outbox.enqueue_plain(
                key=f"notice:{notice.pk}",
                user_id=notice.user_id,
                subject=sentence,
                text="\n\n".join([sentence, page, _why(workspace)]),
                origin=f"notice:{notice.kind}",
                language=translation.get_language() or "",
                at=at,
            )


def _why(workspace: Workspace) -> str:
    choices = f"{settings.PUBLIC_URL}/w/{workspace.slug}/settings/notifications/"
    return _("You get this as a member of %(name)s. Choose what to be told: %(url)s") % {
        "name": workspace.name,
        "url": choices,
    }


def remind(*, keys: Sequence[int], at: datetime) -> None:
    """Tell people of their tasks whose moment has come; a task that was done meanwhile is no news."""
    due = Task.objects.filter(pk__in=keys, done_at=None, due_at__lte=at, assignee__isnull=False)
    notify.send(
        [
            notify.Notice(
                task.assignee_id,
                NotificationKind.TASK_DUE,
                key=f"task:{task.pk}:{task.due_at.isoformat()}",
                lead_id=task.lead_id,
                data={"title": task.title, "lead": str(task.lead)},
                path=f"leads/{task.lead_id}/",
            )
            for task in due.select_related("lead")
            # Who plans a step for this very moment knows of it.
            if task.due_at > task.created_at
        ],
        at=at,
    )


def uncertain_mail(at: datetime) -> None:
    """Tell who may decide about them how many mails nobody knows the end of: one notice a day, with today's number."""
    count = Message.objects.ambiguous().count()
    notify.to_capable(
        Capability.VIEW_OUTBOX,
        lambda user: notify.Notice(
            user,
            NotificationKind.AMBIGUOUS_MAIL,
            key=f"ambiguous:{at.date()}",
            data={"count": count},
            path="outbox/?state=ambiguous",
        ),
        at=at,
        renews=True,
    )


def recount_uncertain() -> None:
    """Let unread notices say how many uncertain mails are left; when none is, they are no news any more."""
    unread = Notification.objects.filter(kind=NotificationKind.AMBIGUOUS_MAIL, read_at=None)
    if count := Message.objects.ambiguous().count():
        unread.update(data={"count": count})
    else:
        unread.update(read_at=Now())


def job_ended(job: Job, at: datetime) -> None:
    """Tell who started long work that it is over."""
    kind = jobs.kind_of(job)
    if job.started_by is None or kind is None:
        return
    # In the language in which it was asked for; the worker itself speaks none.
    with translation.override(job.params.get("language")):
        title = str(kind.title(job))
    notice = notify.Notice(
        job.started_by,
        NotificationKind.JOB_FINISHED,
        # A job that failed may be tried again, and ends anew.
        key=f"job:{job.pk}:{job.state}:{at.isoformat()}",
        data={"title": title, "state": job.state},
        path=f"jobs/{job.pk}/",
    )
    notify.send([notice], at=at)
