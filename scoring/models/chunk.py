"""A part of a long rescore."""

from django.db import models

from core.models import FencedModel, ref


class RescoreChunk(FencedModel):
    """The leads from one id to another, both included; its id is the key in queue "rescore"."""

    id = models.BigAutoField(primary_key=True)
    job = ref("work.Job")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    leads = models.IntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "job"], name="scoring_rescorechunk_job")]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"
