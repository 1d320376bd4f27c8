"""Who a lead is: every lead of the same person, and what they are known by."""

from collections.abc import Iterable

from django.db.models import Q

from leads.models import Lead, LeadAlias
from leads.privacy import Person
from leads.saying import TELLING


# Leads of one person hang together by their address and as "came back after a conversion"; so many links are followed.
ROUNDS = 5
COLUMNS = ("pk", "email", "email_norm", "phone", "phone_e164", "first_name", "last_name", "previous_lead_id")


def person_of(lead_ids: Iterable[int]) -> Person:
    """Return the person behind the leads. Queries: three a round, at most ``ROUNDS`` rounds.

    Somebody is the same by their e-mail address, also one they had before a merge, and by the lead that came before.
    A phone number alone makes nobody the same: companies share theirs.
    """
    leads = {lead.pk: lead for lead in Lead.objects.filter(pk__in=list(lead_ids)).only(*COLUMNS)}
    emails: set[str] = set()
    for _round in range(ROUNDS):
        known = set(leads)
        aliases = LeadAlias.objects.filter(lead_id__in=known).exclude(email_norm="")
        emails |= {lead.email_norm for lead in leads.values() if lead.email_norm}
        emails |= set(aliases.values_list("email_norm", flat=True))
        former = LeadAlias.objects.filter(email_norm__in=emails).values("lead_id")
        earlier = {lead.previous_lead_id for lead in leads.values() if lead.previous_lead_id}
        same = Q(email_norm__in=emails) | Q(pk__in=former) | Q(pk__in=earlier) | Q(previous_lead_id__in=known)
        for lead in Lead.objects.filter(same).exclude(pk__in=known).only(*COLUMNS):
            leads[lead.pk] = lead
        if set(leads) == known:
            break
    return _person(list(leads.values()), emails)


def _person(leads: list[Lead], emails: set[str]) -> Person:
    written = {lead.email for lead in leads if lead.email}
    phones = {number for lead in leads for number in (lead.phone, lead.phone_e164) if number}
    names = {lead.name for lead in leads if lead.first_name and lead.last_name}
    return Person(
        lead_ids=tuple(sorted(lead.pk for lead in leads)),
        emails=tuple(sorted(emails)),
        addresses=tuple(sorted(emails | written or phones)),
        titles=tuple(sorted(names)),
        numbers=tuple(
            sorted({number for lead in leads if len(number := lead.phone_e164[-TELLING:]) == TELLING})
        ),
    )
