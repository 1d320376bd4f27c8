"""Deeds: one act on many leads, with what each was before, so that it can be taken back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import FencedModel


class Deed(FencedModel):
    """One act of one person on chosen leads; ``verb`` is registered in ``leads.deeds``.

    ``query`` is the list's address where all matching leads were chosen, empty where rows were picked.
    ``changed`` counts the leads it changed, ``restored`` those that undoing it put back.
    """

    class State(models.TextChoices):
        """Where the deed stands."""

        OPEN = "open", _("Running")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    id = models.BigAutoField(primary_key=True)
    verb = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    query = models.CharField(max_length=2000, blank=True)
    by = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    total = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    job_id = models.BigIntegerField(null=True)
    # what the verb made, e.g. the file of an export
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "undoing", "undone"]), name="leads_deed_state"
            )
        ]
        indexes = [
            # read by the history and by the limit on exports
            models.Index(fields=["workspace_id", "by", "-at", "-id"], name="leads_deed_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.changed}/{self.total}"


class DeedRow(FencedModel):
    """One lead of a deed, in the order of the list; ``before`` is what the verb needs to put it back.

    No reference to the lead: a million of them are written at once, and they are forgotten after a month.
    """

    class State(models.TextChoices):
        """What became of the lead."""

        WAITING = "waiting", _("Waiting")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Not changed")
        UNDONE = "undone", _("Put back")
        LEFT = "left", _("Changed since, left alone")

    id = models.BigAutoField(primary_key=True)
    deed_id = models.BigIntegerField()
    lead_id = models.BigIntegerField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    before = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "deed_id", "lead_id"], name="leads_deedrow_once")
        ]
        # read by the chunks, in order
        indexes = [models.Index(fields=["workspace_id", "deed_id", "state", "id"], name="leads_deedrow_next")]

    def __str__(self) -> str:
        return f"{self.deed_id}: {self.lead_id} {self.state}"
