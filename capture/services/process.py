"""From inquiry to lead: the filter, then find-or-create, consent and the timeline. Handler of queue "inquiry"."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from capture import engine
from capture.choices import InquiryState, Reason
from capture.models import Inquiry
from capture.parsers import facts
from capture.parsers.facts import Reading
from capture.services import rules
from capture.services.catalog import Catalog
from capture.services.submit import QUEUE
from core.errors import DomainError
from core.scope import current_workspace_id
from leads.choices import ActivityKind
from leads.models import Lead
from leads.services import consent, intake, timeline
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
        .select_related("source", "campaign", "form", "form_version")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not waiting:
        return
    catalog, checks = Catalog(), rules.in_force()
    read = [(inquiry, facts.read(inquiry.values)) for inquiry in waiting]
    # All locks at once and in one order, so that two batches with the same people do not deadlock.
    intake.hold([reading.facts for _inquiry, reading in read], vocabulary=catalog.vocabulary)
    for inquiry, reading in sorted(read, key=lambda pair: (pair[0].occurred_at, pair[0].pk)):
        settle(inquiry=inquiry, reading=reading, checks=checks, catalog=catalog, by=None, at=at)


def settle(
    *,
    inquiry: Inquiry,
    reading: Reading,
    checks: Sequence[engine.Rule],
    catalog: Catalog,
    by: int | None,
    at: datetime,
) -> None:
    """Decide about one inquiry whose row is locked: quarantine it, or make it part of a lead."""
    verdict = engine.judge(reading, signs=inquiry.signs, rules=checks)
    if not verdict:
        try:
            with transaction.atomic():
                lead = _to_lead(inquiry, reading, catalog)
        except DomainError as refusal:
            verdict = engine.Verdict(Reason.BAD_VALUE, refusal.message[:300])
        else:
            _settle_as(inquiry, InquiryState.ACCEPTED, by=by, at=at, lead=lead)
            return
    _settle_as(inquiry, InquiryState.QUARANTINED, by=by, at=at, verdict=verdict)


def _to_lead(inquiry: Inquiry, reading: Reading, catalog: Catalog) -> Lead:
    happened_at = inquiry.occurred_at
    topics = catalog.topics(inquiry, reading)
    received = intake.receive(
        facts={**reading.facts, "topics": topics, "custom": dict(reading.custom)},
        source=catalog.source(inquiry, reading),
        campaign=catalog.campaign(inquiry, reading),
        touch={"channel": inquiry.channel, **reading.touch},
        at=happened_at,
        by=None,
        vocabulary=catalog.vocabulary,
    )
    _record_consent(inquiry, reading, received.lead)
    timeline.record(
        lead_id=received.lead.pk,
        kind=ActivityKind.INQUIRY,
        at=happened_at,
        data=_news(inquiry, reading, topics),
        dedup_key=f"inquiry:{inquiry.public_id}",
    )
    return received.lead


def _news(inquiry: Inquiry, reading: Reading, topics: list[str]) -> dict[str, object]:
    return {
        "inquiry": str(inquiry.public_id),
        "form": inquiry.form.name if inquiry.form else "",
        "channel": inquiry.channel,
        "message": reading.message,
        "topics": topics,
        "url": reading.touch.get("page_url", ""),
    }


def _record_consent(inquiry: Inquiry, reading: Reading, lead: Lead) -> None:
    """Keep the text the person agreed to: the form's own version of it, else as the sender reports it (I7)."""
    if reading.consent is None:
        return
    version, form = inquiry.form_version, inquiry.form
    shown = version.text("consent") if version else ""
    consent.record(
        lead=lead,
        is_given=True,
        text=shown or reading.consent.text,
        text_version=f"form {form.pk} v{version.number}"
        if shown and form and version
        else reading.consent.version,
        channel=inquiry.channel,
        evidence=f"inquiry:{inquiry.public_id}",
        ip_class=inquiry.ip_class,
        at=inquiry.occurred_at,
        by=None,
    )


def _settle_as(
    inquiry: Inquiry,
    state: str,
    *,
    by: int | None,
    at: datetime,
    lead: Lead | None = None,
    verdict: engine.Verdict = engine.PASS,
) -> None:
    inquiry.prior = {"state": inquiry.state, "reason": inquiry.reason, "detail": inquiry.detail}
    inquiry.state, inquiry.lead = state, lead
    inquiry.reason, inquiry.detail = verdict.reason, verdict.detail
    inquiry.processed_at, inquiry.judged_by = at, by
    inquiry.save(update_fields=["prior", "state", "lead", "reason", "detail", "processed_at", "judged_by"])


def _is_last_try(key: int) -> bool:
    item = WorkItem.objects.filter(workspace_id=current_workspace_id(), queue=QUEUE, key=key).first()
    return item is not None and item.attempts >= MAX_ATTEMPTS


def _fail(key: int, error: Exception, at: datetime) -> None:
    detail = f"{type(error).__name__}: {error}".replace("\x00", "")[:300]
    Inquiry.objects.waiting().filter(pk=key).update(
        state=InquiryState.FAILED, reason=Reason.ERROR, detail=detail, processed_at=at
    )
