"""Two leads that turned out to be one: what a merge moved and what it put away, so that it can be taken back."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, ref
from leads.models.lead import Lead


class MergeRecord(FencedModel, PublicIdModel):
    """One merge. The lost lead's rows live here and nowhere else, so that no list, count or report sees them.

    ``kept`` is written by ``leads.services.merging`` and read by ``leads.services.unmerging``::

        {"road": "winner" | "loser",                       whose stage, owner and hand-off went on
         "lead": {"before": row, "after": row},            the surviving lead's columns
         "rank": {"before": row, "after": row},
         "moved": {reference: [ids]},                      rows that changed hands
         "own": {reference: [ids]},                        the survivor's own, of consents and what follows the road
         "lent": {reference: [rows]},                      rows made for the survivor, like those put away
         "settled": {model: {id: {"before": {…}, "after": {…}}}},
         "away": {model: [rows]}}                          rows that have no place while the merge lasts

    ``first_winner`` is who survived; ``winner`` is who has it now, another one once that lead was merged in turn.
    ``taken`` and ``dropped`` name facts by their key.
    """

    id = models.BigAutoField(primary_key=True)
    winner = ref("leads.Lead")
    first_winner = models.BigIntegerField()
    loser_id = models.BigIntegerField()
    loser_public_id = models.UUIDField()
    loser_title = models.CharField(max_length=320)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, db_column="by_id")
    taken = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    kept = models.JSONField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    # the facts that had changed since and were left as they were
    left = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_mergerecord_public_id"),
            # one lead is lost once at a time
            models.UniqueConstraint(
                fields=["workspace_id", "loser_id"],
                condition=Q(undone_at__isnull=True),
                name="leads_mergerecord_lost_once",
            ),
        ]
        indexes = [
            # read by the lead page
            models.Index(fields=["workspace_id", "winner", "-at", "-id"], name="leads_mergerecord_winner"),
        ]

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.winner_id}"


class LeadAlias(FencedModel):
    """What somebody was known by before a merge; matching asks it after the leads themselves.

    The columns are named as Lead's, so that the same conditions read both. ``lead_was`` and ``public_id`` are the
    lost lead's, null where the survivor itself gave up a name.
    """

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    record = ref("leads.MergeRecord")
    lead_was = models.BigIntegerField(null=True)
    public_id = models.UUIDField(null=True)
    external_id = models.CharField(max_length=120, blank=True, db_collation="C")
    external_source = ref("leads.Source", null=True, blank=True, on_delete=models.SET_NULL)
    email_norm = models.CharField(max_length=320, blank=True, db_collation="C")
    phone_e164 = models.CharField(max_length=20, blank=True, db_collation="C")
    name_norm = models.CharField(max_length=260, blank=True, db_collation="C")
    company_norm = models.CharField(max_length=200, blank=True, db_collation="C")
    domain = models.CharField(max_length=253, blank=True, db_collation="C")
    tax_id_norm = models.CharField(max_length=40, blank=True, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "lead_was"], name="leads_leadalias_lead_was"),
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_leadalias_public_id"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "lead"], name="leads_leadalias_lead"),
            models.Index(fields=["workspace_id", "record"], name="leads_leadalias_record"),
            # read by matching
            models.Index(fields=["workspace_id", "email_norm"], name="leads_leadalias_email"),
            models.Index(fields=["workspace_id", "phone_e164"], name="leads_leadalias_phone"),
            models.Index(fields=["workspace_id", "external_id"], name="leads_leadalias_external"),
            models.Index(fields=["workspace_id", "company_norm"], name="leads_leadalias_company"),
            models.Index(fields=["workspace_id", "domain"], name="leads_leadalias_domain"),
            models.Index(fields=["workspace_id", "tax_id_norm"], name="leads_leadalias_tax_id"),
        ]

    def __str__(self) -> str:
        return self.email_norm or self.name_norm or self.company_norm


class LikelyPairQuerySet(FencedQuerySet):
    """Named sets of suggestions."""

    def open(self) -> "LikelyPairQuerySet":
        """Return those nobody has set aside."""
        return self.filter(dismissed_at=None)

    def of(self, *lead_ids: int) -> "LikelyPairQuerySet":
        """Return the pairs that one of the leads is in."""
        return self.filter(Q(first__in=lead_ids) | Q(second__in=lead_ids))

    def visible_to(self, membership: Any) -> "LikelyPairQuerySet":
        """Return the pairs of which the member may see both leads; of a key (None) all."""
        if membership is None or membership.role != "rep":
            return self
        seen = Lead.objects.visible_to(membership).values("pk")
        return self.filter(first__in=seen, second__in=seen)


class LikelyPair(FencedModel):
    """Two leads that may be one: a suggestion, until somebody merges them or says that they are not the same.

    ``first`` is the lower id. ``score`` is 0 to 100; ``reasons`` are codes of ``leads.likeness``, strongest first.
    Rows that were set aside stay, so that the pair is not suggested again.
    """

    id = models.BigAutoField(primary_key=True)
    first = ref("leads.Lead")
    second = ref("leads.Lead")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.BigIntegerField(null=True)

    objects = FencedManager.from_queryset(LikelyPairQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "first", "second"], name="leads_likelypair_once"),
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="leads_likelypair_score"),
        ]
        indexes = [
            # read by the list, and its count
            models.Index(
                fields=["workspace_id", "-score", "-id"],
                condition=Q(dismissed_at__isnull=True),
                name="leads_likelypair_open",
            ),
            # read by the lead page, beside the constraint's index
            models.Index(fields=["workspace_id", "second"], name="leads_likelypair_second"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}: {self.score}"
