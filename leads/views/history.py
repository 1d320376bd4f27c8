"""Every change of a lead's fields: old value, new value, who, when, by what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core.pagination import paginate
from core.tables import Column
from leads.factsheet import Fact, shown
from leads.models import FieldChange
from leads.tagging import FIELD
from leads.views.access import get_lead, lead_url
from leads.views.lead_page import workspace_facts
from leads.views.people import People
from tenants.permissions import Capability, requires


COLUMNS = (
    Column("at", gettext_lazy("When")),
    Column("field", gettext_lazy("Field")),
    Column("old", gettext_lazy("Before")),
    Column("new", gettext_lazy("After")),
    Column("by", gettext_lazy("Who")),
    Column("origin", gettext_lazy("By")),
)
ORIGINS = {
    "edit": gettext_lazy("Edit"),
    "inquiry": gettext_lazy("Inquiry"),
    "import": gettext_lazy("Import"),
    "merge": gettext_lazy("Merge"),
}


@require_GET
@requires(Capability.VIEW_LEADS)
def history(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the changes of a lead's fields, newest first."""
    lead = get_lead(request, pk)
    changes = FieldChange.objects.filter(lead_id=lead.pk)
    page = paginate(changes, order=("-at", "-pk"), cursor=request.GET.get("cursor"))
    facts = {fact.key: fact for fact in workspace_facts()}
    names = People(request).names
    values = {
        "lead": lead,
        "columns": COLUMNS,
        "rows": [_row(change, facts, names, request.workspace.currency) for change in page.items],  # type: ignore[attr-defined]
        "page": page,
        "back_url": lead_url(request, pk),
        "page_title": _("Field history"),
    }
    return render(request, "leads/history.html", values)


def _row(change: FieldChange, facts: dict[str, Fact], names: dict[int, str], currency: str) -> dict[str, Any]:
    fact = facts.get(change.field)

    def said(value: Any) -> Any:
        if change.field == FIELD:
            return ", ".join(value or [])
        return shown(value, fact, currency=currency) if fact else value

    return {
        "at": change.at,
        "field": fact.label if fact else _("Tags") if change.field == FIELD else change.field,
        "old": said(change.old),
        "new": said(change.new),
        "by": names.get(change.by, _("Somebody who left")) if change.by else "",
        "origin": ORIGINS.get(change.origin, change.origin),
    }
