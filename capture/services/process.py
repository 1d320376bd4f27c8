"""From inquiry to lead: the filter, then find-or-create, consent and the timeline. Handler of queue "inquiry"."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from capture import engine
from capture.choices import InquiryState, Reason
from capture.models import Inquiry
from capture.parsers import facts
from capture.parsers.facts import Reading
from capture.services import (
    call_follow,
    consents,
    filtering,
    form_follow,
    hook_posts,
    mail_verdict,
    referrals,
    tracking_join,
    tracking_touch,
)
from capture.services.catalog import Catalog
from capture.services.submit import QUEUE
from capture.services.tracking_join import Named
from core import sets
from core.errors import DomainError
from core.scope import current_workspace_id
from leads.choices import ActivityKind
from leads.models import Lead
from leads.services import arrivals, consent, intake, tags, timeline
from leads.services.arrivals import News
from leads.services.timeline import Entry
from work.claim import MAX_ATTEMPTS
from work.models import WorkItem


logger = logging.getLogger(__name__)


def run(*, keys: Sequence[int], at: datetime) -> None:
    """Bring the waiting inquiries among ``keys`` to accepted or quarantined; running it again changes nothing.

    What fails alone for the last time becomes ``failed``: kept, shown in the inbox, waiting for a replay.
    """
    try:
        with transaction.atomic():
            _run(keys, at)
    except Exception as error:
        if len(keys) > 1 or not _is_last_try(keys[0]):
            raise
        logger.exception("Gave up on inquiry %s", keys[0])
        _fail(keys[0], error, at)


def _run(keys: Sequence[int], at: datetime) -> None:
    waiting = list(
        Inquiry.objects.waiting()
        .filter(pk__in=keys)
        .select_related("source", "campaign", "form", "form_version", "hook")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not waiting:
        return
    waiting = [inquiry for inquiry in waiting if not _settle_mail(inquiry, at)]
    catalog = Catalog()
    held = {**form_follow.held(waiting), **hook_posts.prepare(waiting=waiting, at=at)}
    read = tracking_touch.complete([(inquiry, facts.read(inquiry.values)) for inquiry in waiting])
    referrals.settle(read)
    read.sort(key=lambda pair: (pair[0].occurred_at, pair[0].pk))
    verdicts = _judge(read, held, catalog, at)
    passed = [pair for pair in read if not verdicts[pair[0].pk]]
    # A call names its lead, or says who heard the consent: one by one.
    many = [pair for pair in passed if not call_follow.is_call(pair[0])]
    settled = _to_new_leads(many, verdicts, catalog, at)
    for inquiry, _reading in read:
        if verdict := verdicts[inquiry.pk]:
            settled.append(_settled(inquiry, InquiryState.QUARANTINED, by=None, at=at, verdict=verdict))
    sets.update(Inquiry, [{"id": one.pk, **_columns(one)} for one in settled], names=SETTLED)
    done = {one.pk for one in settled}
    for inquiry, reading in passed:
        if inquiry.pk not in done:
            verdict = verdicts[inquiry.pk]
            settle(inquiry=inquiry, reading=reading, verdict=verdict, catalog=catalog, by=None, at=at)


def _judge(
    read: Sequence[tuple[Inquiry, Reading]],
    held: Mapping[int, engine.Verdict],
    catalog: Catalog,
    at: datetime,
) -> dict[int, engine.Verdict]:
    """Return what becomes of each inquiry: its hook's word, else the rules', else whether there is a lead in it."""
    for inquiry, reading in read:
        inquiry.findings = filtering.findings_of(inquiry, reading, catalog)
    registry = filtering.registry_of(catalog.vocabulary.definitions)
    asked = [inquiry for inquiry, _reading in read if inquiry.pk not in held]
    said = filtering.judge(inquiries=asked, rules=filtering.in_force(registry), registry=registry, at=at)
    return {
        inquiry.pk: held.get(inquiry.pk)
        or said[inquiry.pk]
        or _or_nothing(said[inquiry.pk], inquiry, reading)
        for inquiry, reading in read
    }


def _or_nothing(verdict: engine.Verdict, inquiry: Inquiry, reading: Reading) -> engine.Verdict:
    """Hold back what a rule lets through though no lead can be made of it."""
    return engine.without_lead(reading, signs=inquiry.signs) or verdict


def _settle_mail(inquiry: Inquiry, at: datetime) -> bool:
    """Settle a mail that no filter need look at: what machines wrote, and a known lead's answer."""
    if not mail_verdict.is_mail(inquiry):
        return False
    outcome = mail_verdict.decide(inquiry=inquiry, at=at)
    if outcome.lead is not None:
        _settled(inquiry, InquiryState.ACCEPTED, by=None, at=at, lead=outcome.lead, verdict=outcome.verdict)
    elif outcome.verdict:
        _settled(inquiry, InquiryState.QUARANTINED, by=None, at=at, verdict=outcome.verdict)
    else:
        return False
    inquiry.save(update_fields=SETTLED)
    return True


def _to_new_leads(
    passed: Sequence[tuple[Inquiry, Reading]],
    verdicts: Mapping[int, engine.Verdict],
    catalog: Catalog,
    at: datetime,
) -> list[Inquiry]:
    """Make the leads of those who are nobody yet, a statement a table; return their inquiries.

    Takes the locks of everybody at once and in one order, so that two batches with the same people do not deadlock.
    """
    news = [_news_of(inquiry, reading, catalog) for inquiry, reading in passed]
    made = arrivals.receive_new(every=news, vocabulary=catalog.vocabulary, at=at)
    grants, entries, settled = [], [], []
    for place, lead in made.items():
        inquiry, reading = passed[place]
        if given := consents.counts_at_once(inquiry, reading):
            grants.append(consent.Grant(lead=lead, at=inquiry.occurred_at, **consents.agreed(inquiry, given)))
        entries.append(_entry(inquiry, reading, lead.pk, catalog.topics(inquiry, reading)))
        verdict = verdicts[inquiry.pk]
        settled.append(_settled(inquiry, InquiryState.ACCEPTED, by=None, at=at, lead=lead, verdict=verdict))
    consent.record_first(grants)
    timeline.record_many(entries)
    if tagged := {one.lead_id: one.tags for one in settled if one.lead_id and one.tags}:
        tags.add_each(tags=tagged, by=None, at=at)
    tracking_join.name_by_inquiries(_named(*passed[place], lead.pk) for place, lead in made.items())
    form_follow.follow([(*passed[place], lead) for place, lead in made.items()], at=at)
    return settled


def settle(
    *,
    inquiry: Inquiry,
    reading: Reading,
    verdict: engine.Verdict,
    catalog: Catalog,
    by: int | None,
    at: datetime,
) -> None:
    """Settle one inquiry whose row is locked: quarantine it, or make it part of a lead."""
    if not verdict:
        try:
            with transaction.atomic():
                lead = _to_lead(inquiry, reading, catalog, at)
                if verdict.tags:
                    tags.add(lead_ids=[lead.pk], tags=verdict.tags, by=by, at=at)
        except DomainError as refusal:
            verdict = engine.Verdict(Reason.BAD_VALUE, refusal.message[:300], tags=verdict.tags)
        else:
            _settled(inquiry, InquiryState.ACCEPTED, by=by, at=at, lead=lead, verdict=verdict).save(
                update_fields=SETTLED
            )
            return
    _settled(inquiry, InquiryState.QUARANTINED, by=by, at=at, verdict=verdict).save(update_fields=SETTLED)


def _to_lead(inquiry: Inquiry, reading: Reading, catalog: Catalog, at: datetime) -> Lead:
    news = _news_of(inquiry, reading, catalog)
    received = intake.receive(
        facts=news.facts,
        source=news.source,
        campaign=news.campaign,
        touch=news.touch,
        at=news.at,
        by=None,
        vocabulary=catalog.vocabulary,
        meant=call_follow.meant(inquiry),
    )
    _record_consent(inquiry, reading, received.lead)
    if not call_follow.is_ours(inquiry):
        timeline.record_many([_entry(inquiry, reading, received.lead.pk, catalog.topics(inquiry, reading))])
    call_follow.follow(inquiry, received.lead)
    tracking_join.name_by_inquiries([_named(inquiry, reading, received.lead.pk)])
    form_follow.follow([(inquiry, reading, received.lead)], at=at)
    return received.lead


def _named(inquiry: Inquiry, reading: Reading, lead_id: int) -> Named:
    return Named(inquiry, lead_id, str(reading.touch.get("visitor_id", "")))


def _news_of(inquiry: Inquiry, reading: Reading, catalog: Catalog) -> News:
    """Return what the inquiry tells of a lead; sources, campaigns and topics it names are made if they may be."""
    topics = catalog.topics(inquiry, reading)
    return News(
        facts={**reading.facts, "topics": topics, "custom": dict(reading.custom)},
        source=catalog.source(inquiry, reading),
        campaign=catalog.campaign(inquiry, reading),
        touch={} if call_follow.is_ours(inquiry) else {"channel": inquiry.channel, **reading.touch},
        at=inquiry.occurred_at,
    )


def _entry(inquiry: Inquiry, reading: Reading, lead_id: int, topics: list[str]) -> Entry:
    return Entry(
        lead_id=lead_id,
        kind=ActivityKind.INQUIRY,
        at=inquiry.occurred_at,
        data=_news(inquiry, reading, topics),
        dedup_key=f"inquiry:{inquiry.public_id}",
    )


def _news(inquiry: Inquiry, reading: Reading, topics: list[str]) -> dict[str, object]:
    subject = {"subject": inquiry.payload["mail"]["subject"]} if mail_verdict.is_mail(inquiry) else {}
    way = inquiry.form or inquiry.hook
    return {
        "inquiry": str(inquiry.public_id),
        "form": way.name if way else "",
        "channel": inquiry.channel,
        "message": reading.message,
        "topics": topics,
        "url": reading.touch.get("page_url", ""),
        **subject,
    }


def _record_consent(inquiry: Inquiry, reading: Reading, lead: Lead) -> None:
    if given := consents.counts_at_once(inquiry, reading):
        agreed = consents.agreed(inquiry, given)
        heard: dict[str, Any] = {**agreed, **call_follow.witness(inquiry)}
        consent.record(lead=lead, is_given=True, at=inquiry.occurred_at, **heard)


SETTLED = (
    *("prior", "state", "lead_id", "reason", "detail", "processed_at", "judged_by"),
    *("findings", "rule_id", "tags", "referral_id"),
)


def _settled(
    inquiry: Inquiry,
    state: str,
    *,
    by: int | None,
    at: datetime,
    lead: Lead | None = None,
    verdict: engine.Verdict = engine.PASS,
) -> Inquiry:
    """Set on the inquiry, not yet stored, what became of it."""
    inquiry.prior = {"state": inquiry.state, "reason": inquiry.reason, "detail": inquiry.detail}
    inquiry.state, inquiry.lead = state, lead
    if lead and inquiry.referral and referrals.refers_itself(inquiry.referral, lead):
        inquiry.referral = None
    inquiry.reason = verdict.reason or (call_follow.reason_of(inquiry) if lead else "")
    inquiry.detail = verdict.detail
    inquiry.rule_id, inquiry.tags = verdict.rule_id, list(verdict.tags)
    inquiry.processed_at, inquiry.judged_by = at, by
    return inquiry


def _columns(inquiry: Inquiry) -> dict[str, Any]:
    return {name: getattr(inquiry, name) for name in SETTLED}


def _is_last_try(key: int) -> bool:
    item = WorkItem.objects.filter(workspace_id=current_workspace_id(), queue=QUEUE, key=key).first()
    return item is not None and item.attempts >= MAX_ATTEMPTS


def _fail(key: int, error: Exception, at: datetime) -> None:
    detail = f"{type(error).__name__}: {error}".replace("\x00", "")[:300]
    Inquiry.objects.waiting().filter(pk=key).update(
        state=InquiryState.FAILED, reason=Reason.ERROR, detail=detail, processed_at=at
    )
