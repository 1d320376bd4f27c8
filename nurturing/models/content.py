"""What we have to tell: pieces of content by topic and buying phase (seed 003)."""

from django.db import models

from core.models import FencedModel, PublicIdModel, Timestamped, ref
from leads.choices import Phase
from nurturing.choices import ContentFormat


class ContentPiece(FencedModel, PublicIdModel, Timestamped):
    """Something worth reading at an address of ours; mails link to it as ``content:<slug>``."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=80, db_index=False)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, blank=True)
    topic = ref("leads.Topic", null=True, blank=True, on_delete=models.SET_NULL)
    phase = models.CharField(max_length=13, choices=Phase.choices, blank=True)
    format = models.CharField(max_length=10, choices=ContentFormat.choices, default=ContentFormat.ARTICLE)
    language = models.CharField(max_length=10, blank=True)
    url = models.CharField(max_length=500)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "slug"], name="nurturing_contentpiece_slug"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="nurturing_contentpiece_public_id"
            ),
        ]
        indexes = [models.Index(fields=["workspace_id", "topic", "phase"], name="nurturing_content_grid")]

    def __str__(self) -> str:
        return self.title
