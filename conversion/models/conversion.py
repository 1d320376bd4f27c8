"""The one moment a lead became business."""

from django.db import models

from core.models import FencedModel, PublicIdModel, ref


class Conversion(FencedModel, PublicIdModel):
    """What a lead became; one per lead, so that converting twice gives the same records (C1)."""

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    account = ref("conversion.Account")
    contact = ref("conversion.Contact", null=True, on_delete=models.SET_NULL)
    opportunity = ref("conversion.Opportunity", null=True, on_delete=models.SET_NULL)
    made_account = models.BooleanField(default=False)
    made_contact = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, db_column="by_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "lead"], name="conversion_conversion_once"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="conversion_conversion_public_id"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "-at", "-id"], name="conversion_newest"),
            # read by the pages of what a lead became, and when one of them is deleted
            models.Index(fields=["workspace_id", "account"], name="conversion_by_account"),
            models.Index(fields=["workspace_id", "contact"], name="conversion_by_contact"),
            models.Index(fields=["workspace_id", "opportunity"], name="conversion_by_opportunity"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} → {self.account_id}"
