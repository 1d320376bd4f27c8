"""The conversion: a qualified lead becomes account, contact and opportunity; all of them or none (C1)."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conversion.models import Account, Contact, Conversion, Opportunity
from conversion.services import accounts, opportunities
from conversion.services.opportunities import OpportunityInput
from core.errors import DomainError, Invalid
from core.failpoints import failpoint
from leads import queries
from leads.choices import OPEN_STAGES, ActivityKind, Stage
from leads.models import Lead, LeadRank
from leads.services import ownership, qualification, stages, timeline


BEFORE = {
    Stage.MARKETING: _("Hand the lead to Sales first."),
    Stage.MQL: _("Accept the lead first."),
    Stage.SAL: _("Qualify the lead first."),
}


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
    lead.rank = LeadRank.objects.select_for_update(of=("self",)).get(lead_id=lead.pk)
    if earlier := became(lead=lead):
        return earlier, False
    check_qualified(lead)
    owner_id = _owner(lead, by)
    known = _known_contact(contact_id)
    account = _account(lead, account_id, known, owner_id=owner_id)
    failpoint("convert_after_account")
    contact = known or _new_contact(lead, account, owner_id=owner_id)
    failpoint("convert_after_contact")
    deal = _deal(lead, opportunity, account, contact, owner_id=owner_id, at=at)
    failpoint("convert_after_opportunity")
    stages.move(lead=lead, to_stage=Stage.CONVERTED, by=by, at=at)
    conversion = Conversion.objects.create(
        lead=lead,
        account=account,
        contact=contact,
        opportunity=deal,
        made_account=account_id is None and known is None,
        made_contact=contact is not None and known is None,
        at=at,
        by=by,
    )
    _tell(conversion)
    failpoint("convert_before_commit")
    return conversion, True


def became(*, lead: Lead) -> Conversion | None:
    """Return what the lead became, None before that. Queries: one."""
    related = ("account", "contact", "opportunity")
    return Conversion.objects.select_related(*related).filter(lead_id=lead.pk).first()


def check_qualified(lead: Lead) -> None:
    """Refuse a lead that is not in ``sql``; raises NotQualified, naming what comes first."""
    stage = Stage(lead.rank.stage)
    if stage == Stage.SQL:
        return
    first = BEFORE.get(stage, _("Open the lead again first."))
    lacking = qualification.missing(lead, {}) if stage in OPEN_STAGES else []
    raise NotQualified(
        _("Only a qualified lead can be converted. This one is in “%(stage)s”.") % {"stage": stage.label},
        errors=[{"path": "stage", "message": str(first)}, *lacking],
    )


def _owner(lead: Lead, by: int | None) -> int | None:
    """Return who will own the records: the lead's owner, or who converts it where the owner has left."""
    return next((pk for pk in (lead.rank.owner_id, by) if pk and ownership.may_own(pk)), None)


def _known_contact(contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    contact = Contact.objects.select_related("account").filter(pk=contact_id).first()
    if contact is None:
        raise _refusal("contact_id", str(_("This contact does not exist.")))
    return contact


def _account(lead: Lead, account_id: int | None, contact: Contact | None, *, owner_id: int | None) -> Account:
    if account_id is None:
        return contact.account if contact else _new_account(lead, owner_id=owner_id)
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise _refusal("account_id", str(_("This account does not exist.")))
    if contact and contact.account_id != account.pk:
        raise _refusal("contact_id", str(_("This contact belongs to another account.")))
    return account


def _refusal(path: str, message: str) -> Invalid:
    return Invalid(message, errors=[{"path": path, "message": message}])


def _new_account(lead: Lead, *, owner_id: int | None) -> Account:
    """Make the company's account, or that of one person who buys for themselves."""
    shared = {
        "country": lead.country,
        "region": lead.region,
        "city": lead.city,
        "tax_id": lead.tax_id,
        "owner_id": owner_id,
    }
    if not lead.company:
        name = lead.name or lead.email or lead.phone or lead.external_id or lead.title
        return accounts.create_account(values={"name": name[:200], **shared}, is_individual=True)
    company = {name: getattr(lead, name) for name in ("website", "industry", "employees")}
    return accounts.create_account(values={"name": lead.company, **company, **shared}, domain=lead.domain)


def _new_contact(lead: Lead, account: Account, *, owner_id: int | None) -> Contact | None:
    """Make the person's contact; None for a company alone, whose phone is the company's."""
    if not (lead.name or lead.email or (lead.phone and not lead.company)):
        return None
    person = ("first_name", "last_name", "job_title", "email", "phone", "language")
    values = {name: getattr(lead, name) for name in person}
    country = str(lead.country or "") or queries.home_country()
    return accounts.create_contact(account=account, country=country, values={**values, "owner_id": owner_id})


def _deal(
    lead: Lead,
    given: OpportunityInput | None,
    account: Account,
    contact: Contact | None,
    *,
    owner_id: int | None,
    at: datetime,
) -> Opportunity | None:
    """Make the deal, filled from the lead where nothing was given."""
    if given is None:
        return None
    values = replace(
        given,
        name=given.name.strip() or account.name,
        amount=lead.amount_guess or lead.budget if given.amount is None else given.amount,
        owner_id=given.owner_id or owner_id,
        topics=given.topics or list(lead.topics),
    )
    return opportunities.create(account=account, contact=contact, values=values, at=at, lead_id=lead.pk)


def _tell(conversion: Conversion) -> None:
    deal = conversion.opportunity
    timeline.record(
        lead_id=conversion.lead_id,
        kind=ActivityKind.CONVERTED,
        by=conversion.by,
        at=conversion.at,
        data={
            "account": conversion.account_id,
            "account_name": conversion.account.name,
            "contact": conversion.contact_id,
            "opportunity": conversion.opportunity_id,
            "opportunity_name": deal.name if deal else conversion.account.name,
            "amount": deal.amount if deal else None,
        },
    )
