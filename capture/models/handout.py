"""What a form hands out for an inquiry, and who fetched it."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, ref


class Handout(FencedModel):
    """A file or a link that a form gives away; never changed, so that a link that was sent leads to what it named.

    ``token`` is the name under which a file is kept (``capture.services.handouts``), ``url`` the address of a link.
    """

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200, blank=True)
    token = models.CharField(max_length=40, blank=True)
    # bytes
    size = models.BigIntegerField(default=0)
    url = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token="") & ~Q(url="") | ~Q(token="") & Q(url=""), name="capture_handout_is_one"
            )
        ]

    def __str__(self) -> str:
        return self.title


class HandoutFetch(FencedModel):
    """That the sender of an inquiry fetched a handout, once each; on the timeline as soon as there is a lead."""

    id = models.BigAutoField(primary_key=True)
    handout = ref("capture.Handout")
    inquiry = ref("capture.Inquiry")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "inquiry", "handout"], name="capture_handoutfetch_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.handout_id} by {self.inquiry_id}"


class SpentProof(FencedModel):
    """A solved puzzle that let an inquiry in; one solution lets in one."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "digest"], name="capture_spentproof_once")
        ]
        indexes = [
            # read by the nightly round, which forgets what would be too old to be taken anyway
            models.Index(fields=["workspace_id", "at"], name="capture_spentproof_at")
        ]

    def __str__(self) -> str:
        return self.digest[:8]
