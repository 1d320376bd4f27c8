"""Who is responsible for a lead: the one writer of ``LeadRank.owner``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from core.scope import current_workspace_id
from leads import changes
from leads.choices import SALES_STAGES, ActivityKind
from leads.models import LeadRank
from leads.services import timeline
from tenants.models import Membership


class NotAMember(Invalid):
    """The person is no active member of this workspace, or may not own leads."""

    code = "not_a_member"


class OwnerNeeded(DomainError):
    """A lead in Sales' hands has an owner at every moment."""

    code = "owner_needed"


OWNERS = ("rep", "manager", "admin")


def may_own(user_id: int) -> bool:
    """Say whether the person can own leads here. Queries: one."""
    known = Membership.objects.filter(
        workspace_id=current_workspace_id(),
        user_id=user_id,
        is_active=True,
        user__is_active=True,
        role__in=OWNERS,
    )
    return known.exists()


def check_owner(owner_id: int) -> None:
    """Refuse anybody who cannot own leads here.

    Raises: NotAMember.
    """
    if not may_own(owner_id):
        raise NotAMember(
            _("This person cannot own leads in this workspace."),
            errors=[{"path": "owner", "message": str(_("This person cannot own leads in this workspace."))}],
        )


@transaction.atomic
def assign(*, lead_id: int, owner_id: int | None, by: int | None, at: datetime, reason: str = "") -> bool:
    """Give the lead to a person (or to nobody); return whether that changed anything.

    Raises: NotAMember; OwnerNeeded when Sales would be left with a lead of nobody.
    """
    if owner_id is not None:
        check_owner(owner_id)
    elif LeadRank.objects.filter(lead_id=lead_id, stage__in=SALES_STAGES).exists():
        raise OwnerNeeded(
            _("A lead in Sales' hands needs an owner. Give it to somebody, or return it to Marketing.")
        )
    changed = (
        LeadRank.objects.filter(lead_id=lead_id).exclude(owner_id=owner_id).update(owner_id=owner_id)
        if owner_id is not None
        else LeadRank.objects.filter(lead_id=lead_id, owner__isnull=False).update(owner_id=None)
    )
    if changed:
        timeline.record(
            lead_id=lead_id,
            kind=ActivityKind.ASSIGNED,
            by=by,
            at=at,
            data={"owner": owner_id, "reason": reason},
        )
        changes.mark([lead_id])
    return bool(changed)


ASSIGN_MANY = """
UPDATE leads_leadrank r SET owner_id = o.owner
FROM unnest(%(leads)s::bigint[], %(owners)s::bigint[]) AS o(lead, owner)
WHERE r.workspace_id = %(workspace)s AND r.lead_id = o.lead AND r.owner_id IS DISTINCT FROM o.owner
RETURNING r.lead_id
"""


@transaction.atomic
def assign_many(*, owners: Mapping[int, int | None]) -> list[int]:
    """Give each lead (key) to its person (value) or to nobody; return which changed hands.

    For services that hold the rows' locks, have checked the people and tell the change on the timeline in an
    entry of their own. Queries: two for any number of leads.
    """
    lead_ids = sorted(owners)
    values: dict[str, Any] = {
        "leads": lead_ids,
        "owners": [owners[lead_id] for lead_id in lead_ids],
        "workspace": current_workspace_id(),
    }
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN_MANY, values)
        changed = sorted(row[0] for row in cursor.fetchall())
    changes.mark(changed)
    return changed


@transaction.atomic
def assign_each(
    *, owners: Mapping[int, int | None], by: int | None, at: datetime, reason: str = ""
) -> list[int]:
    """Give each lead (key) to its person (value) or to nobody, told on its timeline; return which changed hands.

    The caller holds the rows' locks. A lead in Sales' hands keeps its owner rather than have none.
    Queries: one per person and four for any number of leads. Raises: NotAMember.
    """
    freed = [lead_id for lead_id, owner in owners.items() if owner is None]
    kept = set(
        LeadRank.objects.filter(lead_id__in=freed, stage__in=SALES_STAGES).values_list("lead_id", flat=True)
    )
    owners = {lead_id: owner for lead_id, owner in owners.items() if lead_id not in kept}
    for owner_id in {owner for owner in owners.values() if owner is not None}:
        check_owner(owner_id)
    changed = assign_many(owners=owners)
    timeline.record_many(
        timeline.Entry(
            lead_id=lead_id,
            kind=ActivityKind.ASSIGNED,
            at=at,
            by=by,
            data={"owner": owners[lead_id], "reason": reason},
        )
        for lead_id in changed
    )
    return changed
