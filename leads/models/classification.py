"""How leads are sorted by topic, phase and track (seed 003)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import FencedModel, PublicIdModel, Timestamped


class ClassificationRule(FencedModel, PublicIdModel, Timestamped):
    """One line of an ordered list: of each kind the first rule whose condition holds gives the value.

    ``value`` is a topic's slug, a phase or a track's name.
    """

    class Kind(models.TextChoices):
        """What the rule decides."""

        TOPIC = "topic", _("Main topic")
        PHASE = "phase", _("Buying phase")
        TRACK = "track", _("Nurture track")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)
    condition = models.JSONField()
    value = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="leads_classificationrule_public_id"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["topic", "phase", "track"]),
                name="leads_classificationrule_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "kind", "position", "id"], name="leads_classification_order")
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind}: {self.value}"
