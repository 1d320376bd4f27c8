"""Addresses that mail providers post the mails to which they take in for us."""

from django.db import models

from core.models import FencedModel, Timestamped, ref


class MailDoor(FencedModel, Timestamped):
    """An address ``/hooks/mail/<token>/<provider>/``, one a provider, with what proves that it is the provider."""

    id = models.BigAutoField(primary_key=True)
    # its name in capture.mail_providers
    provider = models.CharField(max_length=20, db_collation="C")
    # stands in the address that is given away, and is shown again to whoever may edit forms
    token = models.CharField(max_length=40, db_collation="C")
    # sealed; a password of ours or a key of theirs. Empty: nothing is believed yet
    secret = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    # where a person confirms that Amazon may post here
    confirm_url = models.CharField(max_length=1000, blank=True)
    taken = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    latest = ref("capture.Inquiry", null=True, on_delete=models.SET_NULL)
    created_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "provider"], name="capture_maildoor_once"),
            models.UniqueConstraint(fields=["workspace_id", "token"], name="capture_maildoor_token"),
        ]

    def __str__(self) -> str:
        return self.provider
