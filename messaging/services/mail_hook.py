"""The secret with which other systems sign what they tell us: made, turned, and asked for."""

from datetime import datetime

from django.db import transaction

from core import seal
from messaging.models import MailHook
from messaging.services.webhooks import OVERLAP, new_secret
from tenants.services import audit


def find() -> MailHook | None:
    """Return the workspace's hook, if somebody made it."""
    return MailHook.objects.first()


@transaction.atomic
def turn(*, by: int | None, at: datetime) -> str:
    """Make the secret, or a new one, and return it: it is not shown again. The former counts for a day more."""
    secret = new_secret()
    sealed = seal.seal(secret)
    hook, is_new = MailHook.objects.select_for_update(no_key=True).get_or_create(
        defaults={"secret": sealed, "turned_at": at}
    )
    if not is_new:
        hook.former_secret, hook.former_secret_until = hook.secret, at + OVERLAP
        hook.secret, hook.turned_at = sealed, at
        hook.save()
    audit.record(action="mail_hook.made" if is_new else "mail_hook.secret_turned", by=by, at=at)
    return secret


def secrets(hook: MailHook, *, at: datetime) -> list[str]:
    """Return the secrets that count now; none that was sealed with a key of the server that is gone."""
    sealed = [hook.secret]
    if hook.former_secret and hook.former_secret_until and at < hook.former_secret_until:
        sealed.append(hook.former_secret)
    return [secret for one in sealed if (secret := _opened(one))]


def _opened(sealed: str) -> str:
    try:
        return seal.open_seal(sealed)
    except seal.Broken:
        return ""
