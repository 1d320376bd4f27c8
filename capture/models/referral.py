"""Links by which somebody we know sends others to us."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, ref


class ReferralLink(FencedModel):
    """The link ``/r/<token>/`` of one lead, until it is switched off; it leads to a form or to a page of a website.

    A lead has one at a time; of two merged leads both go on, since both may be in somebody's hands.
    """

    id = models.BigAutoField(primary_key=True)
    # who refers
    lead = ref("leads.Lead")
    token = models.CharField(max_length=40, db_collation="C")
    form = ref("capture.Form", null=True)
    # of a tracked website; empty where it leads to a form
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "token"], name="capture_referrallink_token"),
            models.CheckConstraint(
                condition=Q(form__isnull=False, url="") | Q(form__isnull=True) & ~Q(url=""),
                name="capture_referrallink_one_target",
            ),
        ]
        # read by the lead page, and by merges
        indexes = [models.Index(fields=["workspace_id", "lead", "-id"], name="capture_referrallink_lead")]

    def __str__(self) -> str:
        return self.token
