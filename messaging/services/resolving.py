"""What a person decides about a mail of which a machine knows no more: each decision once, and written down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from leads import changes
from leads.choices import ActivityKind
from leads.services import timeline
from messaging.choices import MessageState, Transport
from messaging.models import Message
from messaging.services import notices, outbox
from tenants.services import audit


class NotToDecide(DomainError):
    """The message is in a state in which there is nothing to decide."""

    code = "not_to_decide"


@transaction.atomic
def mark_as_sent(*, message_id: int, by: int | None, at: datetime) -> Message:
    """Take an ambiguous mail for sent, since somebody looked; repeated it changes nothing.

    Raises: NotToDecide unless it is ambiguous, or was just marked.
    """
    message = _locked(message_id)
    if message.state == MessageState.SENT and message.decided_at:
        return message
    if message.state != MessageState.AMBIGUOUS:
        raise NotToDecide(_("Only an uncertain message can be marked as sent."))
    sent_at = message.sending_at or at
    _change(message, MessageState.SENT, by=by, at=at, sent_at=sent_at, reason="")
    if message.lead_id:
        timeline.record(
            lead_id=message.lead_id,
            kind=ActivityKind.EMAIL_SENT,
            by=by,
            at=sent_at,
            dedup_key=f"message:{message.public_id}",
            data={"message": str(message.public_id), "subject": message.subject, "topic": message.topic},
        )
        changes.mark([message.lead_id])
    notices.recount_uncertain()
    _log("message.marked_as_sent", message, by=by, at=at)
    return message


@transaction.atomic
def send_again(*, message_id: int, by: int | None, at: datetime) -> Message:
    """Queue an ambiguous or failed mail once more; its ids stay, so a repeated click sends one mail.

    Raises: NotToDecide if it is neither, nor waits because of an earlier click.
    """
    message = _locked(message_id)
    if message.state in {MessageState.QUEUED, MessageState.CLAIMED} and message.decided_at:
        return message
    if message.state not in {MessageState.AMBIGUOUS, MessageState.FAILED}:
        raise NotToDecide(_("Only an uncertain or failed message can be sent again."))
    _change(message, MessageState.QUEUED, by=by, at=at, due_at=at, reason="", sending_at=None)
    outbox.mark({message.pk: (message.purpose, at)}, at=at)
    notices.recount_uncertain()
    _log("message.sent_again", message, by=by, at=at)
    return message


def _locked(message_id: int) -> Message:
    return Message.objects.select_for_update(of=("self",), no_key=True).get(
        pk=message_id, transport=Transport.EMAIL
    )


def _change(message: Message, state: str, *, by: int | None, at: datetime, **values: object) -> None:
    message.state = state
    Message.objects.filter(pk=message.pk).update(
        state=state, decided_by=by, decided_at=at, updated_at=at, **values
    )


def _log(action: str, message: Message, *, by: int | None, at: datetime) -> None:
    audit.record(action=action, by=by, at=at, target=f"{message.to} {message.public_id}")
