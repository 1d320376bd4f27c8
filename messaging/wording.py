"""What a notice says, in the reader's language; made when it is shown."""

from collections import defaultdict

from django.utils.translation import gettext as _

from messaging.choices import NotificationKind as Kind
from messaging.models import Notification


def sentence(notice: Notification) -> str:
    """Return the notice as a sentence."""
    if notice.kind == Kind.LEAD_OFFERED and "count" in notice.data:
        return _("%(count)s leads were handed to you.") % notice.data
    said = {
        Kind.LEAD_OFFERED: _("%(lead)s was handed to you: accept or return it."),
        Kind.ANSWER_DUE: _("%(lead)s still waits for an answer from Sales."),
        Kind.LEAD_RETURNED: _("Sales returned %(lead)s."),
        Kind.TASK_DUE: _("Due now: %(title)s, %(lead)s"),
        Kind.WISH: _("%(lead)s wishes to talk."),
        Kind.MENTION: _("%(name)s mentioned you in a note on %(lead)s."),
        Kind.JOB_FINISHED: _("Finished: %(title)s"),
        Kind.AMBIGUOUS_MAIL: _("%(count)s messages may or may not have gone out: decide."),
        Kind.WEBHOOK_DISABLED: _("The webhook %(name)s was switched off, since it no longer answers."),
        Kind.WORKFLOW_PAUSED: _("The workflow %(name)s was paused."),
    }[Kind(notice.kind)]
    return said % defaultdict(str, notice.data)
