"""Addresses that ad platforms, form services and other programs post to."""

from django.db import models

from core.models import FencedModel, PublicIdModel, Timestamped, ref


class Hook(FencedModel, PublicIdModel, Timestamped):
    """An address ``/hooks/<token>/`` with what reads its posts: a preset, and what a person mapped by hand.

    ``mapping``: ``{"items": "path", "fields": {"path": "target", …}}``; a target of "" leaves the value out.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    # stands in the address that is given away, and is shown again to whoever may edit hooks
    token = models.CharField(max_length=40)
    preset = models.CharField(max_length=40)
    # sealed; empty: whoever knows the address is believed
    secret = models.TextField(blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    # hosts that a form's post may lead on to, besides the one the form stands on
    return_hosts = models.JSONField(default=list, blank=True)
    source = ref("leads.Source", null=True, blank=True, on_delete=models.SET_NULL)
    campaign = ref("leads.Campaign", null=True, blank=True, on_delete=models.SET_NULL)
    is_active = models.BooleanField(default=True)
    created_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="capture_hook_public_id"),
            models.UniqueConstraint(fields=["workspace_id", "token"], name="capture_hook_token"),
        ]
        indexes = [models.Index(fields=["workspace_id", "-created_at", "-id"], name="capture_hook_newest")]

    def __str__(self) -> str:
        return self.name
