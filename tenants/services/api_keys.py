"""API keys: made once, shown once, stored as a hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.scope import current_workspace_id
from tenants.choices import SCOPES
from tenants.models import ApiKey
from tenants.services import audit


USED_EVERY = timedelta(minutes=1)


class UnknownScope(Invalid):
    """A scope was asked for that does not exist."""

    code = "unknown_scope"


def hash_secret(secret: str) -> str:
    """Return the SHA-256 of a secret; enough for 256 random bits, unlike for a password."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create(
    *,
    name: str,
    scopes: Sequence[str],
    by: int | None,
    at: datetime,
    kind: str = ApiKey.Kind.SECRET,
    origins: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key for the workspace in scope; return it and its secret, which is never shown again.

    Raises: UnknownScope.
    """
    if kind == ApiKey.Kind.PUBLISHABLE:
        scopes = ["inquiries:write"]
    unknown = sorted(set(scopes) - set(SCOPES) - {"*"})
    if unknown or not scopes:
        raise UnknownScope(
            _("These scopes do not exist: %(names)s.") % {"names": ", ".join(unknown) or "–"},
            errors=[{"path": "scopes", "message": ", ".join(unknown)}],
        )
    secret = f"{'pk' if kind == ApiKey.Kind.PUBLISHABLE else 'sk'}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        workspace_id=current_workspace_id(),
        name=name,
        kind=kind,
        prefix=secret[:10],
        secret_hash=hash_secret(secret),
        scopes=list(scopes),
        origins=[origin.rstrip("/") for origin in origins],
        expires_at=expires_at,
        created_by=by,
    )
    audit.record(action="api_key.created", target=key.name, by=by, at=at, data={"scopes": key.scopes})
    return key, secret


@transaction.atomic
def revoke(*, key: ApiKey, by: int | None, at: datetime) -> None:
    """Make the key worthless from the next request on."""
    ApiKey.objects.filter(pk=key.pk, workspace_id=current_workspace_id(), revoked_at=None).update(
        revoked_at=at
    )
    audit.record(action="api_key.revoked", target=key.name, by=by, at=at)


def authenticate(*, header: str, at: datetime) -> ApiKey | None:
    """Return the key that an ``Authorization: Bearer …`` header holds, or None if it opens nothing."""
    word, _space, secret = header.partition(" ")
    if word.lower() != "bearer" or not secret.strip():
        return None
    key = (
        ApiKey.objects.select_related("workspace")
        .filter(secret_hash=hash_secret(secret.strip()), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=at))
        .first()
    )
    if key and (key.last_used_at is None or at - key.last_used_at > USED_EVERY):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
    return key


def allows(key: ApiKey, scope: str) -> bool:
    """Say whether the key holds the scope."""
    return "*" in key.scopes or scope in key.scopes
