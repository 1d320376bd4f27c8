"""The ledger of consent: evidence of each grant and withdrawal, never changed afterwards (I7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import sets
from core.text import clean
from leads import changes
from leads.choices import ActivityKind, Consent
from leads.models import ConsentRecord, Lead
from leads.services import timeline
from leads.services.timeline import Entry


MARKETING = "marketing"


@dataclass(frozen=True, slots=True)
class Grant:
    """A new lead's first consent to marketing, given with its first inquiry."""

    lead: Lead
    text: str
    text_version: str
    channel: str
    evidence: str
    ip_class: str
    at: datetime


def record_first(grants: Sequence[Grant]) -> None:
    """Write what ``record`` would for leads that were made a moment ago and have no ledger yet. Queries: three."""
    sets.insert(
        ConsentRecord,
        [
            {
                "lead_id": grant.lead.pk,
                "is_given": True,
                "text": clean(grant.text),
                "text_version": grant.text_version[:40],
                "channel": grant.channel,
                "evidence": grant.evidence[:80],
                "ip_class": grant.ip_class[:60],
                "at": grant.at,
            }
            for grant in grants
        ],
    )
    for grant in grants:
        grant.lead.marketing_consent = Consent.GIVEN
    Lead.objects.filter(pk__in=[grant.lead.pk for grant in grants]).update(marketing_consent=Consent.GIVEN)
    timeline.record_many(
        Entry(
            grant.lead.pk,
            ActivityKind.CONSENT_GIVEN,
            grant.at,
            None,
            {"purpose": MARKETING, "text_version": grant.text_version[:40], "channel": grant.channel},
        )
        for grant in grants
    )


@transaction.atomic
def record(
    *,
    lead: Lead,
    is_given: bool,
    text: str,
    text_version: str,
    channel: str,
    evidence: str,
    ip_class: str,
    at: datetime,
    by: int | None,
    purpose: str = MARKETING,
) -> ConsentRecord | None:
    """Write a grant or withdrawal with the text the person saw, and what it means for marketing now.

    The same evidence again is the same act and writes nothing (None). What happened last counts, so an older
    act that arrives late is kept but changes nothing.
    """
    Lead.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=lead.pk)
    ledger = ConsentRecord.objects.filter(lead_id=lead.pk, purpose=purpose)
    if evidence and ledger.filter(evidence=evidence[:80], is_given=is_given).exists():
        return None
    is_newest = not ledger.filter(at__gt=at).exists()
    written = ConsentRecord.objects.create(
        lead=lead,
        purpose=purpose,
        is_given=is_given,
        text=clean(text),
        text_version=text_version[:40],
        channel=channel,
        evidence=evidence[:80],
        ip_class=ip_class[:60],
        at=at,
        by=by,
    )
    if purpose == MARKETING and is_newest:
        lead.marketing_consent = Consent.GIVEN if is_given else Consent.WITHDRAWN
        Lead.objects.filter(pk=lead.pk).update(marketing_consent=lead.marketing_consent)
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.CONSENT_GIVEN if is_given else ActivityKind.CONSENT_WITHDRAWN,
        by=by,
        at=at,
        data={"purpose": purpose, "text_version": text_version[:40], "channel": channel},
    )
    changes.mark([lead.pk])
    return written


def latest(lead_id: int) -> tuple[bool, datetime] | None:
    """Return what the ledger says last about marketing, and when that was; None if it says nothing."""
    ledger = ConsentRecord.objects.filter(lead_id=lead_id, purpose=MARKETING)
    return ledger.order_by("-at", "-pk").values_list("is_given", "at").first()


def stand(*, lead_id: int) -> None:
    """Write on the lead what its ledger says last about marketing, if it says anything."""
    if said := latest(lead_id):
        value = Consent.GIVEN if said[0] else Consent.WITHDRAWN
        Lead.objects.filter(pk=lead_id).update(marketing_consent=value)
