"""Taking a conversion back while nothing has come of it yet."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conversion.choices import DealState
from conversion.models import Account, Contact, Conversion, Opportunity
from conversion.services import indexing
from conversion.services.convert import became
from core.errors import DomainError
from leads.choices import ActivityKind, Stage
from leads.models import Lead, LeadRank
from leads.services import stages, timeline


LIMIT = timedelta(hours=24)


class CannotUndo(DomainError):
    """The conversion is too old, or something was built on it."""

    code = "cannot_undo"


@transaction.atomic
def undo(*, lead: Lead, by: int | None, at: datetime) -> None:
    """Remove what the conversion made and put the lead back among the qualified ones.

    Records that existed before stay. Refused after a day and once anything it made was changed or used.
    Raises: CannotUndo, OpenLeadExists if the person has a newer open lead.
    """
    lead.rank = LeadRank.objects.select_for_update(of=("self",)).get(lead_id=lead.pk)
    conversion = became(lead=lead)
    if conversion is None:
        raise CannotUndo(_("This lead is not converted."))
    if at - conversion.at > LIMIT:
        raise CannotUndo(_("A conversion can be undone for 24 hours."))
    if _is_used(conversion):
        raise CannotUndo(
            _("Somebody has worked with these records already, so the conversion can no longer be undone.")
        )
    Conversion.objects.filter(pk=conversion.pk).delete()
    if conversion.opportunity:
        Opportunity.objects.filter(pk=conversion.opportunity.pk).delete()
        indexing.gone(indexing.Kind.OPPORTUNITY, conversion.opportunity.pk)
    if conversion.contact and conversion.made_contact:
        Contact.objects.filter(pk=conversion.contact.pk).delete()
        indexing.gone(indexing.Kind.CONTACT, conversion.contact.pk)
    if conversion.made_account:
        Account.objects.filter(pk=conversion.account_id).delete()
        indexing.gone(indexing.Kind.ACCOUNT, conversion.account_id)
    stages.move(lead=lead, to_stage=Stage.SQL, by=by, at=at, reason="conversion_undone")
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.STAGE_CHANGED,
        by=by,
        at=at,
        data={"from": Stage.CONVERTED.value, "to": Stage.SQL.value},
    )


def _is_used(conversion: Conversion) -> bool:
    """Say whether a record it made was changed, or another one hangs on it."""
    deal, contact, account = conversion.opportunity, conversion.contact, conversion.account
    others = Conversion.objects.exclude(pk=conversion.pk)
    deals = Opportunity.objects.exclude(pk=deal.pk) if deal else Opportunity.objects.all()
    if deal and (deal.version > 1 or deal.state != DealState.OPEN):
        return True
    if contact and conversion.made_contact:
        is_known = others.filter(contact=contact).exists() or deals.filter(contact=contact).exists()
        if contact.version > 1 or is_known:
            return True
    if not conversion.made_account:
        return False
    people = Contact.objects.filter(account=account)
    if conversion.made_contact:
        people = people.exclude(pk=contact.pk if contact else 0)
    return (
        account.version > 1
        or people.exists()
        or deals.filter(account=account).exists()
        or others.filter(account=account).exists()
    )
