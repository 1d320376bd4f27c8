"""The audit log: written beside the change, in its transaction."""

from datetime import datetime
from typing import Any

from tenants.models import AuditEntry, User


def record(
    *, action: str, by: int | None, at: datetime, target: str = "", data: dict[str, Any] | None = None
) -> None:
    """Write who did what; never secrets, bodies or mail texts."""
    actor = User.objects.filter(pk=by).values_list("email", flat=True).first() or "" if by else ""
    AuditEntry.objects.create(
        at=at, actor_id=by, actor=actor, action=action, target=target[:200], data=data or {}
    )
