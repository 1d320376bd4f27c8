"""Ways in that are not a password: API keys, links, and the memory of what a key already did."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import FencedModel, PublicIdModel, Timestamped, ref
from tenants.choices import Role


class ApiKey(PublicIdModel, Timestamped):
    """A program's way in. Only the SHA-256 of the secret is stored; un-fenced, since it names the workspace."""

    fence_exempt = True

    class Kind(models.TextChoices):
        """Secret keys serve servers; publishable ones serve browsers and can only post inquiries."""

        SECRET = "secret", _("Secret")
        PUBLISHABLE = "publishable", _("Publishable")

    workspace = models.ForeignKey("tenants.Workspace", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SECRET)
    prefix = models.CharField(max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    # Only for publishable keys: the pages that may use it, as scheme://host[:port].
    origins = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    created_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-created_at"], name="tenants_apikey_newest")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class PublicToken(models.Model):
    """What an unguessable link leads to; read before the workspace is known, so un-fenced and without personal data."""

    fence_exempt = True

    token_hash = models.CharField(max_length=64, unique=True)
    workspace_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "kind", "object_id"], name="tenants_token_target")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Invitation(FencedModel, Timestamped):
    """An open door for one person: whoever holds the link joins with the role."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Role.choices)
    team = ref("tenants.Team", null=True, blank=True, on_delete=models.SET_NULL)
    invited_by = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "-created_at"], name="tenants_invitation_newest")]

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"


class Idempotency(FencedModel):
    """The answer a write gave under an Idempotency-Key; committed with its effect, kept seven days."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.SmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "key"], name="tenants_idempotency_key")
        ]
        indexes = [models.Index(fields=["workspace_id", "created_at"], name="tenants_idempotency_age")]

    def __str__(self) -> str:
        return self.key
