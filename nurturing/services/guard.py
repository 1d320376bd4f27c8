"""Stopping every workflow when too much of its mail bounces or is complained about; the handler of queue "guard"."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from core.scope import current_workspace_id
from messaging.choices import MessageState, NotificationKind, Purpose, RecipientState, Transport
from messaging.models import Message, Recipient
from messaging.services import notify, recipients
from nurturing.choices import WorkflowState
from nurturing.models import Workflow
from nurturing.services import workflows
from tenants.models import Workspace
from tenants.permissions import Capability


WEEK = timedelta(days=7)
# A few bad addresses among the first mails say nothing.
LEAST = 5


def run(*, keys: Sequence[int], at: datetime) -> None:
    """Pause every active workflow if the share of bad answers in a week's mail is above the workspace's limit."""
    bad, sent = week(at=at)
    if bad < LEAST or bad * 1000 <= recipients.policy().pause_at_permille * max(sent, 1):
        return
    active = list(Workflow.objects.filter(state=WorkflowState.ACTIVE).order_by("pk"))
    if not active:
        return
    language = Workspace.objects.values_list("language", flat=True).get(pk=current_workspace_id())
    with translation.override(language):
        reason = _("%(bad)s of %(sent)s mails bounced or drew complaints") % {"bad": bad, "sent": sent}
    for workflow in active:
        workflows.pause(workflow=workflow, by=None, at=at, reason=reason)
    notify.to_capable(
        Capability.EDIT_NURTURE,
        lambda user: notify.Notice(
            user,
            NotificationKind.WORKFLOW_PAUSED,
            key=f"guard:{at.date()}",
            data={"reason": reason},
            path="workflows/",
        ),
        at=at,
    )


def week(*, at: datetime) -> tuple[int, int]:
    """Return how many addresses turned bad in the last seven days, and how many marketing mails left. Queries: two."""
    turned = Recipient.objects.filter(
        state__in=[RecipientState.BOUNCED, RecipientState.COMPLAINED], state_at__gt=at - WEEK
    )
    left = Message.objects.filter(
        purpose=Purpose.MARKETING,
        transport=Transport.EMAIL,
        sending_at__gt=at - WEEK,
        state__in=[MessageState.SENT, MessageState.FAILED, MessageState.AMBIGUOUS],
    )
    return turned.count(), left.count()
