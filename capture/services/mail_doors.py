"""Addresses for mail providers: made, given a secret, switched; and what came through them."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from capture.choices import Reason
from capture.models import Inquiry, MailDoor
from capture.services import mails, submit
from capture.services.submit import Arrival
from core import seal
from leads.choices import Channel
from tenants.services import audit, tokens


TOKEN = "mail_door"  # noqa: S105 - the kind of public token, not a secret


@dataclass(frozen=True, slots=True)
class Found:
    """Where a token leads; the address may be read in the workspace's scope only."""

    workspace_id: int
    door_id: int


@dataclass(frozen=True, slots=True)
class Taken:
    """How many mails of a post were there, were new, and were refused because of their size."""

    received: int = 0
    new: int = 0
    refused: int = 0


def find(*, token: str, at: datetime) -> Found | None:
    """Return where the token leads, before any workspace is known."""
    known = tokens.resolve(kind=TOKEN, token=token, at=at)
    return Found(known.workspace_id, known.object_id) if known else None


@transaction.atomic
def create(*, provider: str, by: int | None, at: datetime) -> MailDoor:
    """Return the provider's address, made if there is none; nothing is believed until it has a secret."""
    door, is_new = MailDoor.objects.get_or_create(
        provider=provider, defaults={"token": secrets.token_urlsafe(18), "created_by": by}
    )
    if is_new:
        tokens.issue(kind=TOKEN, object_id=door.pk, token=door.token)
        audit.record(action="mail_door.made", by=by, at=at, target=door.provider)
    return door


@transaction.atomic
def turn(*, door: MailDoor, by: int | None, at: datetime) -> str:
    """Make a password and return it: it is not shown again, and the former counts no more."""
    secret = secrets.token_urlsafe(24)
    keep(door=door, secret=secret, by=by, at=at)
    return secret


@transaction.atomic
def keep(*, door: MailDoor, secret: str, by: int | None, at: datetime) -> None:
    """Keep what proves that a post is the provider's."""
    MailDoor.objects.filter(pk=door.pk).update(secret=seal.seal(secret), updated_at=at)
    audit.record(action="mail_door.secret_changed", by=by, at=at, target=door.provider)


@transaction.atomic
def switch(*, door: MailDoor, is_active: bool, by: int | None, at: datetime) -> None:
    """Let the address take mails or refuse them; what came stays."""
    MailDoor.objects.filter(pk=door.pk).update(is_active=is_active, updated_at=at)
    name = "mail_door.switched_on" if is_active else "mail_door.switched_off"
    audit.record(action=name, by=by, at=at, target=door.provider)


def secret_of(door: MailDoor) -> str:
    """Return the secret; empty if there is none, or the server's key that sealed it is gone."""
    try:
        return seal.open_seal(door.secret) if door.secret else ""
    except seal.Broken:
        return ""


def ask_to_confirm(*, door: MailDoor, url: str) -> None:
    """Keep the address at which a person confirms the subscription; "" once mails come."""
    if door.confirm_url != url:
        MailDoor.objects.filter(pk=door.pk).update(confirm_url=url)


@transaction.atomic
def receive(*, door: MailDoor, sources: Sequence[bytes], at: datetime) -> Taken:
    """Store the mails of one post together; one that is known already, from anywhere, makes nothing.

    Those that are too large or empty are passed over and counted.
    """
    new = refused = 0
    for raw in sources:
        try:
            inquiry, is_new = mails.receive(raw=raw, at=at)
        except (mails.TooLarge, mails.NoMail):
            refused += 1
            continue
        new += is_new
        _note(door, inquiry, is_new=is_new, at=at)
    return Taken(len(sources), new, refused)


@transaction.atomic
def receive_unreadable(*, door: MailDoor, body: bytes, content_type: str, at: datetime) -> Taken:
    """Keep a post that nobody knows how to read, for a person to judge."""
    arrival = Arrival(
        raw=body,
        payload={},
        channel=Channel.EMAIL,
        content_type=content_type,
        idempotency_key=f"mail:{hashlib.sha256(body).hexdigest()}",
        signs=[Reason.UNREADABLE],
    )
    inquiry, is_new = submit.receive(arrival=arrival, at=at)
    _note(door, inquiry, is_new=is_new, at=at)
    return Taken(1, int(is_new))


def _note(door: MailDoor, inquiry: Inquiry, *, is_new: bool, at: datetime) -> None:
    MailDoor.objects.filter(pk=door.pk).update(
        taken=F("taken") + int(is_new), received_at=at, latest=inquiry, confirm_url=""
    )
