"""The ledger of consent: evidence of each grant and withdrawal, never changed afterwards (I7).

``record_first`` and ``record`` write what counts at once. With double opt-in ``ask`` writes what was ticked, which
counts for nothing yet, and ``confirm`` what the owner of the mailbox confirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import sets
from core.text import clean
from leads import changes
from leads.choices import ActivityKind, Consent, ConsentAct
from leads.models import ConsentRecord, Lead
from leads.services import timeline
from leads.services.timeline import Entry


MARKETING = "marketing"
# why we may: agreement, unless a list says otherwise
CONSENT = "consent"


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
    source: str = ""
    basis: str = CONSENT


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
                "source": clean(grant.source)[:120],
                "basis": grant.basis[:40],
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
    source: str = "",
    basis: str = CONSENT,
    act: str = "",
) -> ConsentRecord | None:
    """Write a grant or withdrawal with the text the person saw, and what it means for marketing now.

    ``act`` is a ConsentAct where "given" or "withdrawn" does not say it all. The same evidence again is the same act
    and writes nothing (None). What happened last counts, so an older act that arrives late is kept but changes nothing.
    """
    act = act or (ConsentAct.GIVEN if is_given else ConsentAct.WITHDRAWN)
    Lead.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=lead.pk)
    ledger = ConsentRecord.objects.filter(lead_id=lead.pk, purpose=purpose)
    if evidence and ledger.filter(evidence=evidence[:80], act=act).exists():
        return None
    is_newest = not ledger.filter(at__gt=at).exclude(act=ConsentAct.ASKED).exists()
    written = ConsentRecord.objects.create(
        lead=lead,
        purpose=purpose,
        is_given=is_given,
        act=act,
        text=clean(text),
        text_version=text_version[:40],
        basis=basis[:40],
        channel=channel,
        source=clean(source)[:120],
        evidence=evidence[:80],
        ip_class=ip_class[:60],
        at=at,
        by=by,
    )
    if act == ConsentAct.ASKED:
        return written
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


def ask(
    *,
    lead: Lead,
    text: str,
    text_version: str,
    channel: str,
    evidence: str,
    ip_class: str,
    at: datetime,
    source: str = "",
    purpose: str = MARKETING,
) -> ConsentRecord | None:
    """Write that somebody ticked the text, and that the owner of the mailbox has yet to confirm it.

    Changes nothing of what the lead agreed to before. None if it was asked already on this evidence.
    """
    return record(
        lead=lead,
        is_given=False,
        act=ConsentAct.ASKED,
        text=text,
        text_version=text_version,
        channel=channel,
        evidence=evidence,
        ip_class=ip_class,
        at=at,
        by=None,
        source=source,
        purpose=purpose,
    )


@transaction.atomic
def confirm(*, lead: Lead, evidence: str, ip_class: str, at: datetime) -> ConsentRecord | None:
    """Write that what was asked on this evidence is confirmed: from now on it counts, with the text that was ticked.

    None if nothing was asked on it, or it was confirmed already. After a withdrawal that is newer than the question
    an old link confirms nothing (None).
    """
    ledger = ConsentRecord.objects.filter(lead_id=lead.pk)
    asked = ledger.filter(evidence=evidence[:80], act=ConsentAct.ASKED).order_by("-at", "-pk").first()
    if asked is None:
        return None
    since = ledger.filter(purpose=asked.purpose, at__gte=asked.at, act=ConsentAct.WITHDRAWN)
    if since.exists():
        return None
    return record(
        lead=lead,
        is_given=True,
        act=ConsentAct.CONFIRMED,
        text=asked.text,
        text_version=asked.text_version,
        channel=asked.channel,
        evidence=asked.evidence,
        ip_class=ip_class,
        at=at,
        by=None,
        source=asked.source,
        basis=asked.basis,
        purpose=asked.purpose,
    )


def is_confirmed(*, lead: Lead, evidence: str) -> bool:
    """Say whether what was asked on this evidence is confirmed. Queries: one."""
    done = ConsentRecord.objects.filter(lead_id=lead.pk, evidence=evidence[:80], act=ConsentAct.CONFIRMED)
    return done.exists()


def latest(lead_id: int) -> tuple[bool, datetime] | None:
    """Return what the ledger says last about marketing, and when that was; None if it says nothing."""
    ledger = ConsentRecord.objects.filter(lead_id=lead_id, purpose=MARKETING).exclude(act=ConsentAct.ASKED)
    return ledger.order_by("-at", "-pk").values_list("is_given", "at").first()


def stand(*, lead_id: int) -> None:
    """Write on the lead what its ledger says last about marketing, if it says anything."""
    if said := latest(lead_id):
        value = Consent.GIVEN if said[0] else Consent.WITHDRAWN
        Lead.objects.filter(pk=lead_id).update(marketing_consent=value)
