"""Unguessable links: the secret is shown, its hash is stored."""

import secrets
from datetime import datetime

from django.db.models import Q

from core.scope import current_workspace_id
from tenants.models import PublicToken
from tenants.services.api_keys import hash_secret


def issue(*, kind: str, object_id: int, expires_at: datetime | None = None, token: str | None = None) -> str:
    """Make a link's token for an object of the workspace in scope and return it."""
    token = token or secrets.token_urlsafe(18)
    PublicToken.objects.create(
        token_hash=hash_secret(token),
        workspace_id=current_workspace_id(),
        kind=kind,
        object_id=object_id,
        expires_at=expires_at,
    )
    return token


def resolve(*, kind: str, token: str, at: datetime) -> PublicToken | None:
    """Return what the token leads to, or None if it is unknown, of another kind or expired."""
    if len(token) > 200:
        return None
    return (
        PublicToken.objects.filter(token_hash=hash_secret(token), kind=kind)
        .filter(Q(expires_at=None) | Q(expires_at__gt=at))
        .first()
    )


def revoke(*, kind: str, object_id: int) -> None:
    """Make every link to the object dead."""
    PublicToken.objects.filter(workspace_id=current_workspace_id(), kind=kind, object_id=object_id).delete()
