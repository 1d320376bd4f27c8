"""Models of tenants."""

from tenants.models.access import ApiKey, Idempotency, Invitation, PublicToken
from tenants.models.audit import AuditEntry
from tenants.models.people import Membership, Team, User
from tenants.models.workspace import Workspace


__all__ = [
    "ApiKey",
    "AuditEntry",
    "Idempotency",
    "Invitation",
    "Membership",
    "PublicToken",
    "Team",
    "User",
    "Workspace",
]
