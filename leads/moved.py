"""Where a lead went that was merged into another one."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from leads.models import Lead, LeadAlias


class Moved(Http404):
    """The lead asked for as ``was`` was merged; ``lead`` is the one it is now. Whoever knows no better sees a 404."""

    def __init__(self, lead: Lead, was: int | UUID | None) -> None:
        super().__init__()
        self.lead, self.was = lead, was


def look(leads: QuerySet[Lead], *, pk: int | None = None, public_id: UUID | None = None) -> None:
    """Raise Moved if the lead of that key was merged into one of ``leads``. Queries: one or two."""
    key = {"lead_was": pk} if pk is not None else {"public_id": public_id}
    alias = LeadAlias.objects.filter(**key).values_list("lead_id", flat=True).first()
    lead = leads.filter(pk=alias).first() if alias else None
    if lead is not None:
        raise Moved(lead, pk if pk is not None else public_id)
