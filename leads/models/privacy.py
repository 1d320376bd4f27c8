"""What people may ask of us: to leave their data alone, and to forget them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import FencedModel, PublicIdModel, ref
from leads.choices import ErasureRequest


class Restriction(FencedModel):
    """A while in which a lead's data is only kept: no mail, no score, no hand-off. Open without ``ended_at``."""

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, db_column="by_id")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "lead", "-at"], name="leads_restriction_lead"),
            # read by whoever would write, score or hand off: few rows, whatever the workspace's size
            models.Index(
                fields=["workspace_id", "lead"],
                condition=Q(ended_at__isnull=True),
                name="leads_restriction_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} since {self.at:%Y-%m-%d}"


class Erasure(FencedModel, PublicIdModel):
    """The certificate of one person's erasing. While it runs it names whom; afterwards nobody.

    ``counts``: ``{model: rows}``. ``lead_ids``, ``addresses`` and ``titles`` say what is looked for and are emptied by
    the last step. ``salt`` is the workspace's: all its erasures have the same one, so that one look-up serves.
    """

    class State(models.TextChoices):
        """How far it is."""

        RUNNING = "running"
        DONE = "done"

    id = models.BigAutoField(primary_key=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    request = models.CharField(max_length=9, choices=ErasureRequest.choices)
    # the workspace's own reference, e.g. the number of a ticket
    reference = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, db_column="by_id")
    finished_at = models.DateTimeField(null=True)
    job_id = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    salt = models.CharField(max_length=64)
    lead_ids = ArrayField(models.BigIntegerField(), default=list)
    addresses = ArrayField(models.TextField(), default=list)
    titles = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_erasure_public_id"),
            models.CheckConstraint(
                condition=Q(state="running", finished_at=None)
                | Q(state="done", finished_at__isnull=False, lead_ids=[], addresses=[], titles=[]),
                name="leads_erasure_forgets",
            ),
        ]
        indexes = [models.Index(fields=["workspace_id", "-at", "-id"], name="leads_erasure_newest")]

    def __str__(self) -> str:
        return str(self.public_id)


class ErasedAddress(FencedModel):
    """What is left of an address that was erased: enough to know it again, too little to write to it.

    ``digest`` is SHA-256 over the workspace's salt and the normalized address (``leads.services.erased``).
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, db_collation="C")
    erasure = ref("leads.Erasure")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "digest"], name="leads_erasedaddress_digest")
        ]

    def __str__(self) -> str:
        return self.digest[:8]
