"""What happened: the timeline, and the ledgers of stages, fields and consent. All append-only."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, ref
from leads.choices import ActivityKind, ConsentAct, Stage


class Activity(FencedModel):
    """One thing that happened to a lead; engagement rules read these.

    ``day`` is the UTC day, stored because decay works in whole days (scale §0.4). ``dedup_key`` makes a
    repeated report one row; unique with the day, so that monthly partitions stay possible.
    """

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    kind = models.CharField(max_length=20, choices=ActivityKind.choices, db_collation="C")
    occurred_at = models.DateTimeField()
    day = models.DateField()
    by = models.ForeignKey(
        "tenants.User",
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=True,
        db_column="by_id",
    )
    data = models.JSONField(default=dict)
    dedup_key = models.CharField(max_length=120, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "dedup_key", "day"], name="leads_activity_reported_once"
            )
        ]
        indexes = [
            # read by scoring, index-only
            models.Index(
                fields=["workspace_id", "lead", "day"], include=["kind"], name="leads_activity_scoring"
            ),
            # read by the timeline
            models.Index(
                fields=["workspace_id", "lead", "-occurred_at", "-id"], name="leads_activity_timeline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_at:%Y-%m-%d}"


class StageChange(FencedModel):
    """One move between stages; velocity is read from these."""

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    from_stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    to_stage = models.CharField(max_length=12, choices=Stage.choices)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, db_column="by_id")
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "lead", "-at"], name="leads_stagechange_lead"),
            models.Index(fields=["workspace_id", "to_stage", "at"], name="leads_stagechange_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"


class FieldChange(FencedModel):
    """Old and new value of an edited field, so that a new criterion can be back-tested."""

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    field = models.CharField(max_length=80)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, db_column="by_id")
    # what changed it: "edit", "inquiry", "import", "merge", "undo"
    origin = models.CharField(max_length=12, default="edit")

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "lead", "-at", "-id"], name="leads_fieldchange_lead")]

    def __str__(self) -> str:
        return self.field


class ConsentRecord(FencedModel):
    """Evidence of one act: who, which text, when, why and where from (I7). Append-only; erasing a person removes it.

    ``is_given`` says whether mails may follow from it; of ``act`` only "given" and "confirmed" do.
    """

    id = models.BigAutoField(primary_key=True)
    # Deleted by the database together with its lead: the serving login may not delete evidence by itself.
    lead = ref("leads.Lead", on_delete=models.DO_NOTHING)
    purpose = models.CharField(max_length=40, default="marketing")
    is_given = models.BooleanField()
    act = models.CharField(
        max_length=9, choices=ConsentAct.choices, default=ConsentAct.GIVEN, db_default="given"
    )
    text = models.TextField(blank=True)
    text_version = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=40, default="consent")
    channel = models.CharField(max_length=12)
    # the name of the form, hook or list it came by
    source = models.CharField(max_length=120, blank=True, db_default="")
    # public id of the inquiry or form that carried it
    evidence = models.CharField(max_length=80, blank=True)
    # the network part of the address only
    ip_class = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, db_column="by_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_given=True, act__in=["given", "confirmed"])
                | Q(is_given=False, act__in=["asked", "withdrawn"]),
                name="leads_consentrecord_act",
            )
        ]
        indexes = [models.Index(fields=["workspace_id", "lead", "-at"], name="leads_consentrecord_lead")]

    def __str__(self) -> str:
        return f"{self.purpose} {'+' if self.is_given else '-'}"
