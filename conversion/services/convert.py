"""The conversion: a qualified lead becomes account, contact and opportunity; all of them or none (C1)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conversion.models import Account, Contact, Conversion
from conversion.services import accounts, opportunities
from conversion.services.opportunities import OpportunityInput
from core.errors import DomainError, Invalid
from leads.choices import ActivityKind, Stage
from leads.models import Lead, LeadRank
from leads.services import stages, timeline


class NotQualified(DomainError):
    """Only a qualified lead converts; ``errors`` names what is missing."""

    code = "not_qualified"


@transaction.atomic
def convert(
    *,
    lead: Lead,
    by: int | None,
    at: datetime,
    account_id: int | None = None,
    contact_id: int | None = None,
    opportunity: OpportunityInput | None = None,
) -> tuple[Conversion, bool]:
    """Turn the lead into business; return what it became and whether that happened just now.

    ``account_id`` and ``contact_id`` name existing records, None makes new ones; ``opportunity`` None makes no
    deal. The rank row is locked first, so of twenty calls at once one converts and all get its records.
    Raises: NotQualified, Invalid for an unknown account or contact.
    """
    rank = LeadRank.objects.select_for_update(of=("self",)).get(lead_id=lead.pk)
    earlier = (
        Conversion.objects.select_related("account", "contact", "opportunity").filter(lead_id=lead.pk).first()
    )
    if earlier:
        return earlier, False
    if rank.stage != Stage.SQL:
        raise NotQualified(
            _("Only a qualified lead can be converted. This one is in “%(stage)s”.")
            % {"stage": rank.get_stage_display()},
            errors=[{"path": "stage", "message": str(_("Qualify the lead first."))}],
        )
    owner_id = rank.owner_id
    contact = _known_contact(contact_id)
    account = _account(lead, account_id, contact, owner_id=owner_id)
    made_contact = contact is None and bool(lead.name or lead.email_norm)
    if made_contact:
        contact = _new_contact(lead, account, owner_id=owner_id)
    deal = None
    if opportunity is not None:
        deal = opportunities.create(
            account=account,
            contact=contact,
            values=_filled(opportunity, lead, account, owner_id=owner_id),
            at=at,
            lead_id=lead.pk,
        )
    lead.rank = rank
    stages.move(lead=lead, to_stage=Stage.CONVERTED, by=by, at=at)
    conversion = Conversion.objects.create(
        lead=lead,
        account=account,
        contact=contact,
        opportunity=deal,
        made_account=account_id is None and contact_id is None,
        made_contact=made_contact,
        at=at,
        by=by,
    )
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.CONVERTED,
        by=by,
        at=at,
        data={
            "account": account.pk,
            "account_name": account.name,
            "contact": contact.pk if contact else None,
            "opportunity": deal.pk if deal else None,
            "amount": deal.amount if deal else None,
        },
    )
    return conversion, True


def _known_contact(contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    contact = Contact.objects.select_related("account").filter(pk=contact_id).first()
    if contact is None:
        raise Invalid(
            _("This contact does not exist."),
            errors=[{"path": "contact", "message": str(_("This contact does not exist."))}],
        )
    return contact


def _account(lead: Lead, account_id: int | None, contact: Contact | None, *, owner_id: int | None) -> Account:
    if account_id is None:
        return contact.account if contact else _new_account(lead, owner_id=owner_id)
    account = Account.objects.filter(pk=account_id).first()
    if account is None or (contact and contact.account_id != account.pk):
        text = (
            _("This account does not exist.") if account is None else _("This contact is of another account.")
        )
        raise Invalid(text, errors=[{"path": "account", "message": str(text)}])
    return account


def _new_account(lead: Lead, *, owner_id: int | None) -> Account:
    """Make the company's account, or that of one person who buys for themselves."""
    shared = {"country": lead.country, "region": lead.region, "city": lead.city, "tax_id": lead.tax_id}
    if not lead.company:
        return accounts.create_account(
            values={"name": lead.title[:200], "owner_id": owner_id, **shared}, is_individual=True
        )
    return accounts.create_account(
        values={
            "name": lead.company,
            "website": lead.website,
            "industry": lead.industry,
            "employees": lead.employees,
            "owner_id": owner_id,
            **shared,
        },
        domain=lead.domain,
    )


def _new_contact(lead: Lead, account: Account, *, owner_id: int | None) -> Contact:
    return accounts.create_contact(
        account=account,
        country=str(lead.country or ""),
        values={
            "first_name": lead.first_name,
            "last_name": lead.last_name,
            "job_title": lead.job_title,
            "email": lead.email,
            "phone": lead.phone,
            "language": lead.language,
            "owner_id": owner_id,
        },
    )


def _filled(
    values: OpportunityInput, lead: Lead, account: Account, *, owner_id: int | None
) -> OpportunityInput:
    return OpportunityInput(
        name=values.name or account.name,
        amount=values.amount if values.amount is not None else lead.amount_guess or lead.budget,
        close_on=values.close_on,
        stage_id=values.stage_id,
        owner_id=values.owner_id or owner_id,
        topics=values.topics or list(lead.topics),
        next_step=values.next_step,
    )
