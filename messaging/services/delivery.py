"""Sending what is in the outbox; the handler of the queues "message" and "mailing".

For each mail: connect and name the recipient; then, in one short transaction, decide, write ``sending`` and
commit; then hand the letter over with no transaction open; then write down how it ended in another one. So a
worker that dies leaves a mail either unbegun (it is sent again) or ``sending`` (nobody knows: ambiguous, and a
person decides). No clock but the database's decides anything (K1).
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from core.failpoints import failpoint
from core.scope import workspace_scope
from messaging.engine import letter
from messaging.engine.letter import Letter
from messaging.engine.rules import Phase, judge
from messaging.engine.smtp import Failure, Mailer, Server
from messaging.models import Message
from messaging.services import house, progress, templates
from messaging.services.house import House
from work import claim, queue
from work.claim import Batch


logger = logging.getLogger(__name__)
BATCH = 20
# Longer than one mail can take: the answer to its final dot, and the steps before.
LEASE = timedelta(seconds=settings.MAIL_TIMEOUT + settings.MAIL_PATIENCE + 10)
# Nothing new is begun after so long; then other queues have their turn.
BATCH_SECONDS = 20.0
# How long everything waits when the server cannot be reached.
SERVER_PAUSE = timedelta(seconds=60)
# Keeps answering machines from answering what nobody wrote by hand (RFC 3834).
AUTOMATIC = {"Auto-Submitted": "auto-generated"}


class NotOurs(Exception):
    """Another worker holds the mail by now."""


@dataclass(slots=True)
class Run:
    """One batch under way: which mails remain, and which are given back with or without an error."""

    batch: Batch
    mailer: Mailer
    ours: House
    remaining: list[int]
    left: dict[int, Exception | None] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Say whether the time of the batch is up."""
        return time.monotonic() - self.began > BATCH_SECONDS

    def leave(self, ids: Sequence[int]) -> None:
        """Give mails back that were not begun."""
        self.left |= dict.fromkeys(ids)
        with workspace_scope(self.batch.workspace_id):
            progress.put_back(ids)


def server() -> Server:
    """Return where mail is handed over, from the settings."""
    return Server(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        name=_host(),
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        use_tls=settings.EMAIL_USE_TLS,
        use_ssl=settings.EMAIL_USE_SSL,
        timeout=settings.MAIL_TIMEOUT,
        patience=settings.MAIL_PATIENCE,
    )


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def send(batch: Batch) -> dict[int, Exception | None]:
    """Send what the batch claimed; return the keys that are not done (see ``claim.run_apart``)."""
    with workspace_scope(batch.workspace_id):
        ours = house.read()
        ready, wait = progress.take(batch.keys, ours=ours, name=batch.queue, at=batch.claimed_at)
    with Mailer(server()) as mailer:
        run = Run(batch, mailer, ours, remaining=ready, left=dict.fromkeys(wait))
        while run.remaining and not run.is_over:
            _try(run, run.remaining.pop(0))
        if run.remaining:
            run.leave(run.remaining)
    return run.left


def _try(run: Run, message_id: int) -> None:
    """Send one mail; what goes wrong with it touches no other."""
    try:
        _send(run, message_id)
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("Could not send message %s", message_id)
        run.mailer.close()
        run.left[message_id] = error


def _send(run: Run, message_id: int) -> None:
    with workspace_scope(run.batch.workspace_id):
        made = _letter(message_id, run.ours, at=run.batch.claimed_at)
    if made is None:
        return
    # Before anything is committed: what cannot be written is this mail's fault, and nothing has left.
    written = letter.build(made)
    try:
        run.mailer.begin(sender=made.sender, to=made.to)
    except Failure as failure:
        _refused(run, message_id, failure)
        return
    message = _begin(run, message_id)
    if message is None:
        run.mailer.give_up()
        return
    failpoint("mail_before_data")
    end = _hand_over(run.mailer, written)
    failpoint("mail_after_data")
    with workspace_scope(run.batch.workspace_id):
        progress.finish(
            message_id,
            number=message.attempts,
            judgement=judge(end.phase, end.code, end.answer),
            phase=end.phase,
            code=end.code,
            answer=end.answer,
            subject=made.subject,
        )


def _begin(run: Run, message_id: int) -> Message | None:
    """Commit to sending, if the mail may go and the claim is still ours."""
    try:
        with workspace_scope(run.batch.workspace_id):
            message = progress.begin(message_id, ours=run.ours)
            if message is not None:
                mine = claim.renew(run.batch, [message_id, *run.remaining], lease=LEASE)
                if message_id not in mine:
                    raise NotOurs
            return message
    except NotOurs:
        run.left[message_id] = None
        return None


def _hand_over(mailer: Mailer, written: bytes) -> Failure:
    """Hand the letter over; return how it ended, in phase ``done`` if well."""
    try:
        answer = mailer.hand_over(written)
    except Failure as failure:
        return failure
    return Failure(Phase.DONE, int(answer[:3]), answer[4:])


def _refused(run: Run, message_id: int, failure: Failure) -> None:
    """Write down an attempt that ended before anything was handed over; a dead server makes all wait."""
    judgement = judge(failure.phase, failure.code, failure.answer)
    with workspace_scope(run.batch.workspace_id):
        progress.refuse_early(
            message_id,
            judgement=judgement,
            phase=failure.phase,
            code=failure.code,
            answer=failure.answer,
        )
        if judgement.is_about_server:
            logger.warning("The mail server cannot be used: %s", failure)
            step = timedelta(minutes=1) / max(settings.MAIL_PER_MINUTE, 1)
            queue.spread(run.batch.queue, first=SERVER_PAUSE, step=step, keys=run.remaining)
    if judgement.is_about_server:
        run.leave(run.remaining)
        run.remaining = []


# --- the letter -----------------------------------------------------------------------------------------------


def _letter(message_id: int, ours: House, *, at: datetime) -> Letter | None:
    """Return the mail as it will be handed over; None if it waits no longer. Queries: one."""
    found = Message.objects.select_related("lead", "template_version").filter(pk=message_id)
    message = found.filter(state__in=progress.WAITING).first()
    if message is None:
        return None
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    policy = ours.policy
    return Letter(
        id=str(message.public_id),
        host=_host(),
        sender=policy.from_email or address,
        sender_name=policy.from_name or (ours.workspace.name if policy.from_email else name),
        reply_to=policy.reply_to,
        to=message.to,
        to_name=message.lead.name if message.lead else "",
        at=at,
        **_content(message, ours),
    )


def _content(message: Message, ours: House) -> dict[str, Any]:
    version = message.template_version
    if version is None:
        plain = {name: str(message.content.get(name, "")) for name in ("subject", "text", "html")}
        return {**plain, "language": message.language, "headers": AUTOMATIC}
    rendered = templates.render(version=version, values=message.values, message=message, ours=ours)
    return {
        "subject": rendered.subject,
        "text": rendered.text,
        "html": rendered.html,
        "headers": rendered.headers,
    }
