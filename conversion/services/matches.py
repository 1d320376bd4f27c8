"""Which accounts and contacts a lead may be already, with the reason why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversion.models import Account, Contact
from core import gather
from leads.models import Lead


MOST = 5


@dataclass(frozen=True, slots=True)
class AccountMatch:
    """An account the lead's company may be."""

    account: Account
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class ContactMatch:
    """A contact the lead's person may be."""

    contact: Contact
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to offer before converting; the likeliest first."""

    accounts: Sequence[AccountMatch]
    contacts: Sequence[ContactMatch]


def suggest(*, lead: Lead) -> Suggestions:
    """Return existing records that match by tax ID, domain, name or address. Queries: one."""
    people = _people(lead)
    contacts, accounts = gather.lists(people, _companies(lead, people))
    known = {account.pk: account for account in accounts}
    for contact in contacts:
        if contact.account_id in known:
            contact.account = known[contact.account_id]
    return Suggestions(accounts=_accounts(lead, accounts), contacts=_contacts(lead, contacts))


def _keys(lead: Lead) -> list[tuple[str, str, str | Promise]]:
    return [
        ("tax_id_norm", lead.tax_id_norm, _("Same tax ID")),
        ("domain", lead.domain, _("Same domain")),
        ("name_norm", lead.company_norm, _("Same name")),
    ]


def _companies(lead: Lead, people: "QuerySet[Contact]") -> "QuerySet[Account]":
    condition = Q(pk__in=people.values("account_id"))
    for column, value, _reason in _keys(lead):
        if value:
            condition |= Q(**{column: value})
    return Account.objects.filter(condition).order_by("created_at", "pk")[: 4 * MOST]


def _accounts(lead: Lead, found: Sequence[Account]) -> list[AccountMatch]:
    keys = _keys(lead)
    ranked: list[tuple[int, AccountMatch]] = []
    for account in found:
        hits = [
            (index, reason)
            for index, (column, value, reason) in enumerate(keys)
            if value and getattr(account, column) == value
        ]
        index, reason = hits[0] if hits else (len(keys), _("Its contact has this e-mail"))
        ranked.append((index, AccountMatch(account, reason)))
    return [match for _index, match in sorted(ranked, key=lambda pair: pair[0])][:MOST]


def _people(lead: Lead) -> "QuerySet[Contact]":
    condition = Q(pk__in=[])
    if lead.email_norm:
        condition |= Q(email_norm=lead.email_norm)
    if lead.phone_e164 and lead.name_norm:
        condition |= Q(phone_e164=lead.phone_e164, name_norm=lead.name_norm)
    return Contact.objects.filter(condition).order_by("created_at", "pk")[:MOST]


def _contacts(lead: Lead, found: Sequence[Contact]) -> list[ContactMatch]:
    return [
        ContactMatch(
            contact,
            _("Same e-mail")
            if lead.email_norm and contact.email_norm == lead.email_norm
            else _("Same name and phone"),
        )
        for contact in found
    ]
