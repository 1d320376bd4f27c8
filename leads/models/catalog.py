"""Where leads come from and what they want: the workspace's own lists."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import FencedModel, PublicIdModel, Timestamped, ref
from leads.choices import Channel, FieldType, Incentive, Reach


class Source(FencedModel, PublicIdModel, Timestamped):
    """A place leads come from, e.g. the contact form or a fair."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=60, db_index=False)
    name = models.CharField(max_length=120)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "slug"], name="leads_source_slug"),
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_source_public_id"),
        ]

    def __str__(self) -> str:
        return self.name


class Campaign(FencedModel, PublicIdModel, Timestamped):
    """A paid or planned effort that brings leads; ``slug`` is what utm_campaign carries."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=80, db_index=False)
    name = models.CharField(max_length=120)
    source = ref("leads.Source", null=True, blank=True, on_delete=models.SET_NULL)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # Whole units of the workspace's currency; costs by day, where there are any, take its place.
    cost = models.BigIntegerField(null=True, blank=True)
    reach = models.CharField(max_length=10, choices=Reach.choices, blank=True, default="", db_default="")
    incentive = models.CharField(
        max_length=10, choices=Incentive.choices, default=Incentive.NONE, db_default=Incentive.NONE
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "slug"], name="leads_campaign_slug"),
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_campaign_public_id"),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignCost(FencedModel):
    """What a campaign cost on one day, in the workspace's currency."""

    MOST_CENTS = 100_000_000_000
    MOST_DAYS = 1_000  # said at once

    id = models.BigAutoField(primary_key=True)
    campaign = ref("leads.Campaign", on_delete=models.CASCADE, related_name="daily_costs")
    day = models.DateField()
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "campaign", "day"], name="leads_campaigncost_campaign_day"
            ),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="leads_campaigncost_amount"),
        ]


class Topic(FencedModel, PublicIdModel, Timestamped):
    """Something people ask about; leads hold topics by slug."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=60, db_index=False)
    name = models.CharField(max_length=120)
    # Median days from first inquiry to won, declared until it can be measured.
    purchase_cycle_days = models.PositiveIntegerField(default=60)
    # The same measured from won deals, and of how many; one writer, leadcrm's nightly job.
    measured_cycle_days = models.PositiveIntegerField(null=True, editable=False)
    measured_deals = models.PositiveIntegerField(default=0, editable=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "slug"], name="leads_topic_slug"),
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_topic_public_id"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def cycle_days(self) -> int:
        """Return the purchase cycle: measured where enough deals were won, else declared."""
        return self.measured_cycle_days or self.purchase_cycle_days


class Product(FencedModel, PublicIdModel, Timestamped):
    """Something that is sold."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=60, db_index=False)
    name = models.CharField(max_length=120)
    topic = ref("leads.Topic", null=True, blank=True, on_delete=models.SET_NULL)
    price = models.BigIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "slug"], name="leads_product_slug"),
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_product_public_id"),
        ]

    def __str__(self) -> str:
        return self.name


class FieldDefinition(FencedModel, PublicIdModel, Timestamped):
    """A field the workspace added; its values live in ``Lead.custom`` under ``key``."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=60, db_collation="C")
    label = models.CharField(max_length=120)
    type = models.CharField(max_length=8, choices=FieldType.choices)
    category = models.CharField(max_length=14, default="interest")
    options = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "key"], name="leads_fielddefinition_key"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="leads_fielddefinition_public_id"
            ),
            models.CheckConstraint(
                condition=models.Q(key__regex=r"^[a-z][a-z0-9_]*$"), name="leads_fielddefinition_key_form"
            ),
        ]

    def __str__(self) -> str:
        return self.label
