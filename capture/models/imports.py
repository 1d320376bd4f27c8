"""Files of leads that a person brings in: what was said about the file, how far it is, and what it made."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from capture.import_choices import Basis, ImportState, LeftReason, MarkState, Origin
from core.models import FencedModel, PublicIdModel, Timestamped, ref


class Import(FencedModel, PublicIdModel, Timestamped):
    """One file and its road: mapped → ready → running → done or stopped → undone.

    ``mapping`` is the document that ``capture.parsers.mapping.parse`` reads. ``place`` is the number of the last
    row that was taken over; it is written in the transaction of the rows themselves, so that a killed worker's
    import goes on behind them (I6). ``revision`` grows with each change of mapping or cells, and ``checked`` says
    which revision it foresaw: ``capture.services.import_check`` describes it.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.MAPPING)
    by = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    # the file: what it was called, and by which random name it is kept
    file_name = models.CharField(max_length=200)
    token = models.CharField(max_length=40)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    header = models.JSONField(default=list)

    # where the people come from, and why we may write to them
    origin = models.CharField(max_length=8, choices=Origin.choices)
    basis = models.CharField(max_length=8, choices=Basis.choices)
    consent_text = models.TextField(blank=True)
    source = ref("leads.Source", null=True, on_delete=models.SET_NULL)
    campaign = ref("leads.Campaign", null=True, on_delete=models.SET_NULL)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    mapping = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    checked = models.JSONField(default=dict)

    # the run: read = created + updated + skipped + failed
    job_id = models.BigIntegerField(null=True)
    place = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    # the undoing
    removed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    left_alone = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="capture_import_public_id"),
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="capture_import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    read=models.F("created") + models.F("updated") + models.F("skipped") + models.F("failed")
                ),
                name="capture_import_every_row",
            ),
        ]
        indexes = [
            # read by the list
            models.Index(fields=["workspace_id", "-created_at", "-id"], name="capture_import_newest"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportFix(FencedModel):
    """Cells of one row that a person mended: ``{"3": "new text"}`` by place in the row; applied when it runs."""

    id = models.BigAutoField(primary_key=True)
    batch = ref("capture.Import")
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "batch", "row"], name="capture_importfix_row")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}"


class ImportFault(FencedModel):
    """One row that could not be taken over: its cells as they were read, and why."""

    id = models.BigAutoField(primary_key=True)
    batch = ref("capture.Import")
    row = models.PositiveIntegerField()
    reason = models.TextField()
    cells = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "batch", "row"], name="capture_importfault_row")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}"


class ImportMark(FencedModel):
    """What one part of an import did to one lead: made it (``is_new``), changed facts, put tags on.

    ``changed`` is ``{path: [old, new]}``. No reference to the lead, which undoing may delete; ``row`` is where the
    file names it, 0 for a known lead.
    """

    id = models.BigAutoField(primary_key=True)
    batch = ref("capture.Import")
    lead_id = models.BigIntegerField()
    row = models.PositiveIntegerField(default=0)
    is_new = models.BooleanField()
    changed = models.JSONField(default=dict)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MarkState.choices, default=MarkState.STANDS)
    reason = models.CharField(max_length=10, choices=LeftReason.choices, blank=True)

    class Meta:
        indexes = [
            # read by the undoing, newest first, and by its page
            models.Index(fields=["workspace_id", "batch", "state", "-id"], name="capture_importmark_next"),
            # read to see what else the import did to a lead
            models.Index(fields=["workspace_id", "batch", "lead_id"], name="capture_importmark_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.lead_id}"
