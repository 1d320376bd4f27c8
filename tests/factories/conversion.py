"""Accounts, contacts, deals and their pipeline; call inside a workspace's scope."""

from typing import Any

from django.utils import timezone

from conversion import defaults
from conversion.models import Account, Contact, LostReason, Opportunity, Pipeline, PipelineStage
from conversion.services import accounts, opportunities
from conversion.services.opportunities import OpportunityInput
from leads.models import Lead
from tenants.models import Membership
from tests.factories.leads import make_lead


def make_pipeline() -> Pipeline:
    """Lay down the default pipeline and reasons, once."""
    if not Pipeline.objects.exists():
        defaults.create(language="en", by=None, at=timezone.now())
    return Pipeline.objects.order_by("pk").get()


def stage(name: str) -> PipelineStage:
    """Return the default pipeline's stage of that name."""
    return PipelineStage.objects.get(name=name)


def make_account(name: str = "Reformas Sol", *, domain: str = "", **values: Any) -> Account:
    """Make a company's account."""
    return accounts.create_account(values={"name": name, **values}, domain=domain)


def make_contact(account: Account | None = None, **values: Any) -> Contact:
    """Make Ana Ruiz, or whoever the values say, at the account."""
    named = values or {"first_name": "Ana", "last_name": "Ruiz", "email": "ana@reformassol.es"}
    return accounts.create_contact(account=account or make_account(), values=named, country="ES")


def make_deal(
    name: str = "Kitchen",
    *,
    account: Account | None = None,
    contact: Contact | None = None,
    owner: Membership | None = None,
    lead: Lead | None = None,
    at: Any = None,
    **values: Any,
) -> Opportunity:
    """Make an open deal in the first stage."""
    make_pipeline()
    given = OpportunityInput(name=name, owner_id=owner.user_id if owner else None, **values)
    return opportunities.create(
        account=account or make_account(),
        contact=contact,
        values=given,
        at=at or timezone.now(),
        lead_id=lead.pk if lead else None,
    )


def make_qualified(owner: Membership | None = None, **columns: Any) -> Lead:
    """Make a lead that may be converted."""
    facts = {"need": "A new kitchen", "budget": 12_000, "authority": "decides", "timeline": "now"}
    person = {
        "first_name": "Ana",
        "last_name": "Ruiz",
        "company": "Reformas Sol",
        "email": "ana@reformassol.es",
        "website": "https://reformassol.es",
    }
    rank = {"stage": "sql", "contact_status": "connected", "owner": owner.user if owner else None}
    return make_lead(**{**facts, **person, **rank, **columns})


def lost_reason(slug: str = "price") -> LostReason:
    """Return one of the default reasons."""
    return LostReason.objects.get(slug=slug)
