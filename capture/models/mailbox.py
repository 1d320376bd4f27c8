"""Mailboxes whose mails a worker fetches by IMAP."""

from django.db import models
from django.db.models import Q

from capture.mailbox_choices import After, Fault, Security
from core.models import FencedModel, Timestamped, ref


class Mailbox(FencedModel, Timestamped):
    """One folder of a mailbox, how far it is read, and how the last reading went.

    Its place in queue "mailbox" has the id as key, for as long as it is on or a test is wanted. ``last_uid`` counts
    within ``uidvalidity`` and moves in the transaction that stores the inquiry; ``marked_uid`` says up to where the
    mails were marked in the mailbox afterwards, so what a dead worker left is marked by the next.
    """

    id = models.BigAutoField(primary_key=True)
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=8, choices=Security.choices, db_collation="C")
    username = models.CharField(max_length=320)
    # sealed
    password = models.TextField()
    folder = models.CharField(max_length=255)
    after = models.CharField(max_length=4, choices=After.choices, db_collation="C")
    move_to = models.CharField(max_length=255, blank=True)
    # also the mails that were there before
    takes_old = models.BooleanField(default=False)
    is_active = models.BooleanField(default=False)
    created_by = models.BigIntegerField(null=True)

    uidvalidity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    marked_uid = models.BigIntegerField(default=0)

    # a person asked whether it works; the worker takes the wish away with its answer
    wants_test = models.BooleanField(default=False)
    tested_at = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    next_poll_at = models.DateTimeField(null=True)
    # how the last connection ended; "" is well
    fault = models.CharField(max_length=20, choices=Fault.choices, blank=True, db_collation="C")
    # what the server said
    detail = models.CharField(max_length=300, blank=True)
    # how many times in a row
    failures = models.PositiveSmallIntegerField(default=0)
    # mails in the folder when it was last opened
    found = models.PositiveIntegerField(null=True)
    # how many became inquiries, and how many are larger than is taken and stay unmarked
    taken = models.PositiveIntegerField(default=0)
    too_large = models.PositiveIntegerField(default=0)
    latest = ref("capture.Inquiry", null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "host", "username", "folder"], name="capture_mailbox_once"
            ),
            models.CheckConstraint(
                condition=~Q(after=After.MOVE) | ~Q(move_to=""), name="capture_mailbox_moves_somewhere"
            ),
            models.CheckConstraint(condition=Q(port__gte=1, port__lte=65535), name="capture_mailbox_port"),
        ]

    def __str__(self) -> str:
        return f"{self.username} · {self.folder}"
