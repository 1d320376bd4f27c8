"""Posting events to webhook endpoints; the handler of queue "webhook" (W1).

At least once: the row is ``sending`` in a transaction of its own before the request, and its outcome is written in
another one after it. A worker killed in between leaves a row whose lease ends, and the event goes out again under
the same ``webhook-id``. No transaction is open while the other side is waited for.
"""

import http.client
import logging
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Max
from django.db.models.functions import Now

from core import outbound, seal
from core.failpoints import failpoint
from core.outbound import Answer
from core.scope import workspace_scope
from core.sets import dump
from core.text import clean
from messaging.choices import MessageState, Outcome
from messaging.engine import patience, signing
from messaging.models import Attempt, Message, WebhookEndpoint
from messaging.services import webhooks
from work import claim, queue
from work.claim import Batch


logger = logging.getLogger(__name__)
# How many requests one worker has under way at once; each takes at most 15 s, so a batch ends within its lease.
AT_ONCE = 10
LEASE = 2 * claim.LEASE
# An endpoint that took nothing for this long is switched off when a delivery is given up.
DEAF = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is needed to post one event, read before the transaction ends."""

    message_id: int
    endpoint_id: int
    url: str
    body: bytes
    headers: dict[str, str]
    # which try of all, and which since a person sent it again: patience starts anew with each
    attempt: int
    turn: int


@dataclass(frozen=True, slots=True)
class Result:
    """How one post ended: an answer, or what went wrong on the way."""

    parcel: Parcel
    answer: Answer | None
    error: str = ""
    is_final: bool = False


def run(batch: Batch) -> dict[int, Exception | None]:
    """Post the events and write down how it went; safe to kill at any instant.

    Returns what could not be written down, with the error (see ``claim.run_apart``): it is posted again.
    """
    at = batch.claimed_at
    with workspace_scope(batch.workspace_id):
        mine = claim.renew(batch, batch.keys, lease=LEASE)
        parcels = _take(sorted(mine), at)
    if not parcels:
        return {}
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        results = list(pool.map(_post, parcels))
    failpoint("webhook_after_post")
    left: dict[int, Exception | None] = {}
    for result in results:
        # Each in a transaction of its own: one that cannot be written takes no other along.
        try:
            with workspace_scope(batch.workspace_id):
                _write_down(result, at=at)
        except Exception as error:
            logger.exception("Could not write down the delivery of message %s", result.parcel.message_id)
            left[result.parcel.message_id] = error
    return left


def _take(keys: Sequence[int], at: datetime) -> list[Parcel]:
    """Turn the due rows to ``sending``; rows of endpoints that were switched off meanwhile fail."""
    due = (
        Message.objects.filter(
            pk__in=keys,
            transport="webhook",
            state__in=[MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING],
        )
        .select_related("endpoint")
        .order_by("pk")
        .select_for_update(of=("self",), skip_locked=True)
    )
    parcels = []
    last = _last_tries(keys)
    for message in due:
        if message.due_at > at:
            queue.mark(webhooks.QUEUE, [message.pk], due_at=message.due_at, reschedule=True)
        elif not message.endpoint.is_active:
            _end(message.pk, MessageState.FAILED, reason="switched_off")
        else:
            parcels.append(_pack(message, at, attempt=last.get(message.pk, 0) + 1))
    _begin(parcels, at)
    return parcels


def _last_tries(keys: Sequence[int]) -> dict[int, int]:
    tries = Attempt.objects.filter(message_id__in=keys).order_by().values("message_id")
    return dict(tries.annotate(last=Max("number")).values_list("message_id", "last"))


def _pack(message: Message, at: datetime, *, attempt: int) -> Parcel:
    body = dump(message.content).encode()  # type: ignore[arg-type]
    return Parcel(
        message_id=message.pk,
        endpoint_id=message.endpoint.pk,
        url=message.endpoint.url,
        body=body,
        headers=signing.headers(
            message_id=f"msg_{message.public_id.hex}",
            timestamp=int(at.timestamp()),
            body=body,
            secrets=_secrets(message.endpoint, at),
        ),
        attempt=attempt,
        turn=message.attempts + 1,
    )


def _secrets(endpoint: WebhookEndpoint, at: datetime) -> list[str]:
    sealed = [endpoint.secret]
    if endpoint.former_secret and endpoint.former_secret_until and endpoint.former_secret_until > at:
        sealed.append(endpoint.former_secret)
    return [seal.open_seal(secret) for secret in sealed]


def _begin(parcels: Sequence[Parcel], at: datetime) -> None:
    ids = [parcel.message_id for parcel in parcels]
    Message.objects.filter(pk__in=ids).update(
        state=MessageState.SENDING, sending_at=Now(), attempts=F("attempts") + 1, updated_at=at
    )
    Attempt.objects.bulk_create(
        [Attempt(message_id=p.message_id, number=p.attempt, started_at=at) for p in parcels]
    )


def _post(parcel: Parcel) -> Result:
    """Make the request; runs in a thread and touches no database."""
    try:
        answer = outbound.post(parcel.url, body=parcel.body, headers=parcel.headers)
    except outbound.Refused as refusal:
        return Result(parcel, None, f"refused: {refusal}", is_final=True)
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
        # ValueError: an answer that is none, a host or header that cannot be written
        return Result(parcel, None, clean(f"{type(error).__name__}: {error}")[:300])
    return Result(parcel, answer)


def _write_down(result: Result, *, at: datetime) -> None:
    parcel, answer = result.parcel, result.answer
    if answer is not None:
        outcome = patience.verdict(answer, parcel.turn)
    else:
        outcome = Outcome.FAILED if result.is_final else patience.after_failure(parcel.turn)
    text = clean(answer.body.decode(errors="replace"))[:1000] if answer else result.error
    Attempt.objects.filter(message_id=parcel.message_id, number=parcel.attempt).update(
        ended_at=Now(),
        outcome=outcome,
        phase="answer" if answer else "connect",
        code=answer.status if answer else None,
        answer=text,
    )
    if outcome == Outcome.SENT:
        Message.objects.filter(pk=parcel.message_id).update(
            state=MessageState.SENT, sent_at=Now(), updated_at=Now(), reason=""
        )
    elif outcome == Outcome.RETRY:
        _again(parcel, patience.wait(parcel.turn, answer, at), at)
    else:
        _end(parcel.message_id, MessageState.FAILED, reason="refused" if result.is_final else "given_up")
        _give_up_on(parcel, answer, at)


def _again(parcel: Parcel, pause: timedelta, at: datetime) -> None:
    Message.objects.filter(pk=parcel.message_id).update(
        state=MessageState.QUEUED, due_at=Now() + pause, updated_at=Now()
    )
    queue.mark(webhooks.QUEUE, [parcel.message_id], delay=pause, reschedule=True)


def _end(message_id: int, state: str, *, reason: str) -> None:
    Message.objects.filter(pk=message_id).update(state=state, reason=reason, updated_at=Now())


def _give_up_on(parcel: Parcel, answer: Answer | None, at: datetime) -> None:
    """Switch off an endpoint that says it is gone, or that took nothing for days."""
    if answer is not None and answer.status == 410:
        webhooks.disable(endpoint_id=parcel.endpoint_id, reason="gone", at=at)
        return
    heard = Message.objects.filter(
        endpoint_id=parcel.endpoint_id, state=MessageState.SENT, sent_at__gte=at - DEAF
    )
    if not heard.exists():
        webhooks.disable(endpoint_id=parcel.endpoint_id, reason="deaf", at=at)
