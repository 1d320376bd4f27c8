"""Tags: short words that people put on leads."""

from django.db import models

from core.models import FencedModel, PublicIdModel, Timestamped, ref


MAX_TAG = 40


class Tag(FencedModel, PublicIdModel, Timestamped):
    """A word of the workspace, written in one way: ``slug`` is the folded name. Leads hold names in ``Lead.tags``."""

    id = models.BigAutoField(primary_key=True)
    slug = models.CharField(max_length=60, db_collation="C")
    name = models.CharField(max_length=MAX_TAG)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "slug"], name="leads_tag_slug"),
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_tag_public_id"),
        ]

    def __str__(self) -> str:
        return self.name


class LeadTag(FencedModel):
    """One tag of one lead, so that an index finds the leads of a tag; written beside ``Lead.tags``, never alone."""

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    tag = models.CharField(max_length=MAX_TAG, db_collation="C")

    class Meta:
        constraints = [
            # read by the list's filter
            models.UniqueConstraint(fields=["workspace_id", "tag", "lead"], name="leads_leadtag_once"),
        ]
        # read when tags are taken off, and when a lead is deleted
        indexes = [models.Index(fields=["workspace_id", "lead"], name="leads_leadtag_lead")]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.tag}"
