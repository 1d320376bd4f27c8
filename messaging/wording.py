"""What a notice says, in the reader's language; made when it is shown."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messaging.choices import NotificationKind as Kind
from messaging.models import Notification
from work.models import Job


def sentence(notice: Notification) -> str:
    """Return the notice as a sentence."""
    if notice.kind == Kind.LEAD_OFFERED and "count" in notice.data:
        return _("%(count)s leads were handed to you.") % notice.data
    if notice.kind == Kind.AMBIGUOUS_MAIL:
        return _uncertain(int(notice.data.get("count") or 0))
    if notice.kind == Kind.JOB_FINISHED:
        return _job(notice) % defaultdict(str, notice.data)
    said = {
        Kind.LEAD_OFFERED: _("%(lead)s was handed to you: accept or return it."),
        Kind.ANSWER_DUE: _("%(lead)s still waits for an answer from Sales."),
        Kind.LEAD_RETURNED: _("Sales returned %(lead)s."),
        Kind.TASK_DUE: _("Due now: %(title)s, %(lead)s"),
        Kind.MENTION: _("%(name)s mentioned you in a note on %(lead)s."),
        Kind.WEBHOOK_DISABLED: _("The webhook %(name)s was switched off, since it no longer answers."),
        Kind.WORKFLOW_PAUSED: _("The workflow %(name)s was paused."),
        Kind.MEETING: _("“%(title)s” waits for your opinion."),
        Kind.INQUIRY: _("%(lead)s sent the form “%(form)s”."),
        Kind.REVIEW_ALARM: _("%(label)s: %(returned)s of %(handed)s hand-offs came back. Review them."),
    }[Kind(notice.kind)]
    return said % defaultdict(str, notice.data)


def _uncertain(count: int) -> str:
    return ngettext(
        "%(count)s message may or may not have gone out: decide.",
        "%(count)s messages may or may not have gone out: decide.",
        count,
    ) % {"count": count}


def _job(notice: Notification) -> str:
    return {
        Job.State.FAILED: _("Failed: %(title)s"),
        Job.State.CANCELED: _("Canceled: %(title)s"),
    }.get(notice.data.get("state", ""), _("Finished: %(title)s"))
