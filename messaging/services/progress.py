"""The one writer of an e-mail's state: each step in the caller's transaction, under the row's lock (E1–E4)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection
from django.db.models.functions import Coalesce, Now

from core.scope import current_workspace_id
from core.text import clean
from leads import changes
from leads.choices import ActivityKind
from leads.services import timeline
from messaging.choices import (
    MessageState,
    Outcome,
    Purpose,
    RecipientState,
    Transport,
    Withheld,
)
from messaging.engine.rules import Judgement, Phase, after_cap, opening, pause
from messaging.models import Attempt, Message
from messaging.services import notices, outbox, recipients
from messaging.services.house import House
from work import queue


WAITING = (MessageState.QUEUED, MessageState.CLAIMED)
# One at a time counts how many may go this minute.
PACE_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def locked(ids: Collection[int]) -> list[Message]:
    """Return the messages with what decides about them, locked in one order until the transaction ends."""
    return list(
        Message.objects.filter(pk__in=ids, transport=Transport.EMAIL)
        .select_related("recipient", "lead__rank", "template_version")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )


def take(ids: Collection[int], *, ours: House, name: str, at: datetime) -> tuple[list[int], list[int]]:
    """Look at claimed messages as they are; return those to send now and those that the pace makes wait.

    What was interrupted while sending becomes ambiguous; what may not go is withheld; what is held, or comes too
    early or outside the reader's hours, is queued for later. ``at`` is the database's moment of the claim (K1).
    """
    ready = []
    for message in locked(ids):
        if message.state == MessageState.SENDING:
            lose(message, at=at)
        elif message.is_held:
            queue.mark(_queue(message), [message.pk], due_at=at + outbox.HELD, reschedule=True)
        elif message.state in WAITING and may_go(message, ours, at=at):
            ready.append(message.pk)
    now, wait = _paced(ready, name=name)
    Message.objects.filter(pk__in=now).update(state=MessageState.CLAIMED, updated_at=Now())
    return now, wait


def may_go(message: Message, ours: House, *, at: datetime) -> bool:
    """Say whether the waiting message may go at this moment; if not, withhold or postpone it."""
    _readdress(message, at=at)
    reason = recipients.decide(
        message=message, recipient=message.recipient, lead=message.lead, policy=ours.policy
    )
    if reason:
        withhold(message, reason)
        return False
    due_at = _opens(message, ours, at=at)
    if due_at > at:
        postpone(message, due_at)
        return False
    return True


def _readdress(message: Message, *, at: datetime) -> None:
    """Follow the lead to the address it has now: a mail never goes to one that was corrected."""
    if message.lead is None or not _has_moved(message):
        return
    message.to = message.lead.email_norm
    message.recipient_id = recipients.ensure([message.to], at=at).get(message.to)
    Message.objects.filter(pk=message.pk).update(to=message.to, recipient_id=message.recipient_id)


def _has_moved(message: Message) -> bool:
    return message.lead is not None and message.lead.email_norm != message.to


def _opens(message: Message, ours: House, *, at: datetime) -> datetime:
    if message.purpose != Purpose.MARKETING:
        return at
    policy = ours.policy
    return opening(at, zone=_zone(message, ours), from_hour=policy.from_hour, until_hour=policy.until_hour)


def _zone(message: Message, ours: House) -> ZoneInfo:
    """Return the reader's time zone; the workspace's where theirs is unknown."""
    name = message.lead.time_zone if message.lead else ""
    try:
        return ZoneInfo(name) if name else ours.workspace.zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ours.workspace.zone


def _paced(ids: Sequence[int], *, name: str) -> tuple[list[int], list[int]]:
    """Split off what would go beyond the workspace's mails a minute and spread all that waits evenly (E9)."""
    limit = settings.MAIL_PER_MINUTE
    if name != outbox.MARKETING or not limit or not ids:
        return list(ids), []
    with connection.cursor() as cursor:
        cursor.execute(PACE_LOCK, [f"pace:{current_workspace_id()}"])
    marketing = Message.objects.filter(purpose=Purpose.MARKETING, transport=Transport.EMAIL)
    sent = marketing.filter(sending_at__gt=Now() - timedelta(minutes=1))[: limit + 1].count()
    in_hand = marketing.filter(state=MessageState.CLAIMED).exclude(pk__in=ids)[: limit + 1].count()
    free = max(limit - sent - in_hand, 0)
    now, wait = list(ids[:free]), list(ids[free:])
    if wait:
        step = timedelta(minutes=1) / limit
        queue.spread(name, first=max(step, timedelta(seconds=1)), step=step, keys=wait)
    return now, wait


def begin(message_id: int, *, ours: House) -> Message | None:
    """Decide at the instant of sending and commit to it: ``sending``, with an attempt; None if it may not go.

    The recipient's row is locked while this is decided: whoever unsubscribed before is obeyed, and whoever
    unsubscribes now waits until the caller's transaction ends (E4). One whose lead got another address since the
    batch was taken goes there, with the next batch.
    """
    message = next(iter(locked([message_id])), None)
    if message is None or message.state not in WAITING or message.is_held:
        return None
    if _has_moved(message):
        postpone(message, message.due_at)
        return None
    if message.recipient_id:
        message.recipient = recipients.lock(message.recipient_id)
    reason = recipients.decide(
        message=message, recipient=message.recipient, lead=message.lead, policy=ours.policy
    )
    if reason:
        withhold(message, reason)
        return None
    if later := _capped(message, ours):
        postpone(message, later)
        return None
    return _attempt(message, state=MessageState.SENDING)


def _capped(message: Message, ours: House) -> datetime | None:
    """Return when the frequency cap lets this mail go; None: now."""
    policy = ours.policy
    if message.purpose != Purpose.MARKETING or not policy.cap_count or message.recipient_id is None:
        return None
    sent = Message.objects.filter(
        recipient_id=message.recipient_id,
        purpose=Purpose.MARKETING,
        sending_at__gt=Now() - timedelta(days=policy.cap_days),
        state__in=[MessageState.SENDING, MessageState.SENT, MessageState.AMBIGUOUS],
    ).exclude(pk=message.pk)
    moments = [moment for moment in sent.values_list("sending_at", flat=True) if moment]
    free_at = after_cap(moments, count=policy.cap_count, days=policy.cap_days)
    return free_at and _opens(message, ours, at=free_at)


def _attempt(message: Message, *, state: str) -> Message:
    message.attempts += 1
    message.state = state
    values = {"sending_at": Now()} if state == MessageState.SENDING else {}
    Message.objects.filter(pk=message.pk).update(
        state=state, attempts=message.attempts, updated_at=Now(), **values
    )
    Attempt.objects.create(message=message, number=message.attempts, started_at=Now())
    return message


def refuse_early(
    message_id: int, *, judgement: Judgement, phase: Phase, code: int | None, answer: str
) -> None:
    """Write down an attempt that failed before the letter was begun."""
    message = next(iter(locked([message_id])), None)
    if message is not None and message.state in WAITING:
        message = _attempt(message, state=message.state)
        _settle(message, judgement, phase=phase, code=code, answer=answer)


def finish(
    message_id: int,
    *,
    number: int,
    judgement: Judgement,
    phase: Phase,
    code: int | None,
    answer: str,
    subject: str = "",
) -> None:
    """Write down how the attempt ended; also when others meanwhile took it for lost, since now we know.

    A person's decision made in between stands.
    """
    message = next(iter(locked([message_id])), None)
    if message is None or message.attempts != number:
        return
    if message.state not in {MessageState.SENDING, MessageState.AMBIGUOUS}:
        return
    message.subject = clean(subject)[:300] or message.subject
    _settle(message, judgement, phase=phase, code=code, answer=answer)


def prove(message: Message) -> None:
    """Take for sent a locked mail that was begun, since another system says that it left.

    The worker that began it may be at it still: what it writes down afterwards changes nothing.
    """
    Attempt.objects.filter(message=message, number=message.attempts).update(
        ended_at=Coalesce("ended_at", Now()), outcome=Outcome.SENT, phase=Phase.DONE
    )
    _sent(message, message.sending_at)


def _settle(message: Message, judgement: Judgement, *, phase: Phase, code: int | None, answer: str) -> None:
    wait = pause(_tries(message)) if judgement.outcome == Outcome.RETRY else None
    if judgement.outcome == Outcome.RETRY and wait is None:
        judgement = replace(judgement, outcome=Outcome.FAILED)
    Attempt.objects.filter(message=message, number=message.attempts).update(
        ended_at=Now(), outcome=judgement.outcome, phase=phase, code=code, answer=clean(answer)[:1000]
    )
    if judgement.outcome == Outcome.SENT:
        _sent(message)
    elif wait is not None:
        _change(message, state=MessageState.QUEUED, due_at=Now() + wait, sending_at=None)
        queue.mark(_queue(message), [message.pk], delay=wait, reschedule=True)
    elif judgement.outcome == Outcome.AMBIGUOUS:
        _ambiguous(message)
    else:
        _failed(message, judgement, code=code, answer=answer)


def _tries(message: Message) -> int:
    """Count the tries since a person last asked for one."""
    tries = Attempt.objects.filter(message=message)
    return (tries.filter(started_at__gt=message.decided_at) if message.decided_at else tries).count()


def _sent(message: Message, sent_at: datetime | None = None) -> None:
    sent_at = sent_at or _now(message)
    _change(message, state=MessageState.SENT, sent_at=sent_at, reason="", subject=message.subject)
    if message.lead_id:
        version = message.template_version
        timeline.record(
            lead_id=message.lead_id,
            kind=ActivityKind.EMAIL_SENT,
            at=sent_at,
            dedup_key=f"message:{message.public_id}",
            data={
                "message": str(message.public_id),
                "subject": message.subject,
                "topic": message.topic,
                "origin": message.origin,
                "template": version.template.name if version else "",
            },
        )
        changes.mark([message.lead_id])


def _failed(message: Message, judgement: Judgement, *, code: int | None, answer: str) -> None:
    reason = "no_such_address" if judgement.is_dead_address else "refused" if code else "given_up"
    _change(message, state=MessageState.FAILED, reason=reason)
    if judgement.is_dead_address and message.recipient_id:
        recipients.close(
            recipient=recipients.lock(message.recipient_id),
            state=RecipientState.BOUNCED,
            note=f"{code} {answer}",
            at=_now(message),
            by=None,
        )


def _now(message: Message) -> datetime:
    """Return the moment by the database's clock (K1)."""
    return Message.objects.filter(pk=message.pk).values_list(Now(), flat=True).get()


def lose(message: Message, *, at: datetime) -> None:
    """Mark as ambiguous what a worker had begun to send and never told the end of (E2)."""
    Attempt.objects.filter(message=message, number=message.attempts, ended_at=None).update(
        ended_at=Now(), outcome=Outcome.AMBIGUOUS, phase=Phase.DATA
    )
    _ambiguous(message)


def _ambiguous(message: Message) -> None:
    _change(message, state=MessageState.AMBIGUOUS)
    notices.uncertain_mail(_now(message))


def withhold(message: Message, reason: Withheld) -> None:
    """Do not send the message, on purpose."""
    _change(message, state=MessageState.WITHHELD, reason=reason)
    if message.lead_id:
        changes.mark([message.lead_id])


def postpone(message: Message, due_at: datetime) -> None:
    """Let the message wait until the moment."""
    _change(message, state=MessageState.QUEUED, due_at=due_at)
    queue.mark(_queue(message), [message.pk], due_at=due_at, reschedule=True)


def put_back(ids: Collection[int]) -> None:
    """Return messages that were claimed and not begun to the queue's front as they were."""
    if ids:
        Message.objects.filter(pk__in=ids, state=MessageState.CLAIMED).update(
            state=MessageState.QUEUED, updated_at=Now()
        )


def _queue(message: Message) -> str:
    return outbox.QUEUE_OF[Purpose(message.purpose)]


def _change(message: Message, **values: object) -> None:
    Message.objects.filter(pk=message.pk).update(updated_at=Now(), **values)
    if message.state == MessageState.AMBIGUOUS and values.get("state") != MessageState.AMBIGUOUS:
        notices.recount_uncertain()
