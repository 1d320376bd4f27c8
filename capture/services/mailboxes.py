"""Mailboxes as people set them up: made, changed, tested, switched, taken away; the password is sealed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from capture.mailbox_choices import After
from capture.models import Mailbox
from core import seal
from core.errors import DomainError, Invalid
from tenants.services import audit
from work import queue


QUEUE = "mailbox"
MOST = 20
# What says which mails the numbers kept for the mailbox are of.
PLACE = ("host", "username", "folder")


class KnownMailbox(DomainError):
    """The workspace reads this folder already."""

    code, status = "known_mailbox", 409


class TooMany(DomainError):
    """The workspace has as many mailboxes as may be."""

    code, status = "too_many_mailboxes", 422


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person says of a mailbox. ``password``: None leaves it as it is."""

    host: str
    port: int
    security: str
    username: str
    folder: str
    after: str
    move_to: str = ""
    takes_old: bool = False
    password: str | None = None


@transaction.atomic
def create(*, settings: Settings, by: int | None, at: datetime) -> Mailbox:
    """Keep a mailbox, switched off, and have it tested.

    Raises: KnownMailbox, TooMany.
    """
    if Mailbox.objects.count() >= MOST:
        raise TooMany(_("At most %(limit)s mailboxes are read.") % {"limit": MOST})
    mailbox = Mailbox(**_values(settings), password=seal.seal(settings.password or ""), created_by=by)
    mailbox.wants_test = True
    _save(mailbox)
    queue.mark(QUEUE, [mailbox.pk])
    audit.record(action="mailbox.made", by=by, at=at, target=str(mailbox))
    return mailbox


@transaction.atomic
def configure(*, mailbox: Mailbox, settings: Settings, by: int | None, at: datetime) -> Mailbox:
    """Change a mailbox and have it tested; one that is read elsewhere from now on is read from its beginning.

    Raises: KnownMailbox.
    """
    locked = Mailbox.objects.select_for_update(no_key=True).get(pk=mailbox.pk)
    is_elsewhere = any(getattr(locked, name) != getattr(settings, name) for name in PLACE)
    for name, value in _values(settings).items():
        setattr(locked, name, value)
    if settings.password is not None:
        locked.password = seal.seal(settings.password)
    if is_elsewhere:
        locked.uidvalidity, locked.last_uid, locked.marked_uid, locked.found = None, 0, 0, None
    locked.wants_test, locked.failures = True, 0
    _save(locked)
    queue.mark(QUEUE, [locked.pk])
    audit.record(action="mailbox.changed", by=by, at=at, target=str(locked))
    return locked


def _values(settings: Settings) -> dict[str, object]:
    if settings.after == After.MOVE and settings.move_to.upper() == settings.folder.upper():
        # Each mail would come anew for ever.
        raise Invalid(_("Name another folder than the one that is read."))
    values = asdict(settings)
    del values["password"]
    if settings.after != After.MOVE:
        values["move_to"] = ""
    return values


def _save(mailbox: Mailbox) -> None:
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError as error:
        raise KnownMailbox(_("This folder of this mailbox is read already.")) from error


@transaction.atomic
def ask(*, mailbox: Mailbox) -> None:
    """Have the mailbox tested, and read if it is on, as soon as a worker is free."""
    Mailbox.objects.filter(pk=mailbox.pk).update(wants_test=True)
    queue.mark(QUEUE, [mailbox.pk])


@transaction.atomic
def switch(*, mailbox: Mailbox, is_active: bool, by: int | None, at: datetime) -> None:
    """Have the mailbox read from now on, or no more; mails that came stay."""
    locked = Mailbox.objects.select_for_update(no_key=True).get(pk=mailbox.pk)
    locked.is_active, locked.failures, locked.next_poll_at = is_active, 0, None
    locked.save(update_fields=["is_active", "failures", "next_poll_at", "updated_at"])
    if is_active:
        queue.mark(QUEUE, [locked.pk])
    else:
        queue.unmark(QUEUE, [locked.pk])
        Mailbox.objects.filter(pk=locked.pk).update(wants_test=False)
    name = "mailbox.switched_on" if is_active else "mailbox.switched_off"
    audit.record(action=name, by=by, at=at, target=str(locked))


@transaction.atomic
def remove(*, mailbox: Mailbox, by: int | None, at: datetime) -> None:
    """Forget the mailbox and its password; the inquiries of its mails stay."""
    queue.unmark(QUEUE, [mailbox.pk])
    Mailbox.objects.filter(pk=mailbox.pk).delete()
    audit.record(action="mailbox.removed", by=by, at=at, target=str(mailbox))
