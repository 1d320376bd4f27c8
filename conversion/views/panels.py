"""What the lead page shows of deals: the verb to convert, what the lead became, whom we know already."""

from typing import Any

from django.http import HttpRequest

from conversion.models import Opportunity
from conversion.services import convert, matches
from leads.choices import Stage
from leads.models import Lead


def verb(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Offer the conversion of a qualified lead to who may convert."""
    may = request.membership.can("convert_leads")  # type: ignore[attr-defined]
    return {} if may and lead.rank.stage == Stage.SQL else None


def became(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return what a converted lead became."""
    membership = request.membership  # type: ignore[attr-defined]
    if lead.rank.stage != Stage.CONVERTED or not membership.can("view_sales"):
        return None
    conversion = convert.became(lead=lead)
    if conversion is None:
        return None
    deals = Opportunity.objects.visible_to(membership).filter(lead=lead)
    return {"conversion": conversion, "deals": deals.select_related("stage", "owner").order_by("-pk")[:5]}


def known(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return the account and contacts an open lead seems to belong to."""
    if not lead.is_open or not request.membership.can("view_sales"):  # type: ignore[attr-defined]
        return None
    found = matches.suggest(lead=lead)
    if not found.accounts and not found.contacts:
        return None
    return {"accounts": found.accounts[:3], "contacts": found.contacts[:3]}
