"""Receiving what somebody told us: finds the lead it is about, or makes it (design §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from leads import changes, facts, normalize, queries
from leads.choices import ActivityKind, Stage
from leads.models import Campaign, Lead, LeadRank, Source, StageChange
from leads.readers import Vocabulary
from leads.services import indexing, matching, stages, timeline, writing


REOPENED = (Stage.DISQUALIFIED, Stage.INVALID)
# What a person who comes back after a conversion is still known by.
REMEMBERED = (*facts.COMPANY, *facts.PERSON)


class Nameless(Invalid):
    """Nobody is named: no e-mail, phone, company or name that can be read."""

    code = "nameless"


@dataclass(frozen=True, slots=True)
class Received:
    """The lead, and whether it is new or came back from being closed."""

    lead: Lead
    created: bool
    reopened: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where somebody came from, when, and who brought them."""

    source: Source | None
    campaign: Campaign | None
    at: datetime
    by: int | None


@transaction.atomic
def receive(
    *,
    facts: Mapping[str, Any],
    source: Source | None,
    campaign: Campaign | None,
    touch: Mapping[str, Any],
    at: datetime,
    by: int | None,
    vocabulary: Vocabulary | None = None,
    meant: int | None = None,
) -> Received:
    """Find or create the lead that the facts are about, fill what it does not know yet and mark it changed.

    ``facts`` are named as Lead's columns and may be untidy: what cannot be read is left out. ``touch`` is
    where the inquiry came from (``{"utm", "page_url", "referrer", …}``); an empty one means that nobody
    inquired and leaves the last inquiry as it is. ``meant`` is the lead that a person says it is, whatever the
    facts say; one that is no longer there is looked for by the facts. Holds the keys' locks until the caller's
    transaction ends. Raises: Nameless.
    """
    words = vocabulary or queries.vocabulary()
    values = known_values(facts, words)
    draft = draft_of(values, source, words.country)
    matching.hold([draft])
    arrival = Arrival(source, campaign, at, by)
    received = _meet(draft, values, country=words.country, arrival=arrival, meant=meant)
    _touch(received.lead, source=source, campaign=campaign, touch=touch, at=at)
    changes.mark([received.lead.pk])
    return received


def _meet(
    draft: Lead, values: Mapping[str, Any], *, country: str, arrival: Arrival, meant: int | None
) -> Received:
    """Find or make the lead; the keys' locks are held."""
    found = _known(meant) or _find(draft)
    if found is None or found.rank.stage == Stage.CONVERTED:
        try:
            with transaction.atomic():
                return Received(_create(draft, previous=found, arrival=arrival), created=True, reopened=False)
        except IntegrityError:
            # An import or an edit, which hold no keys' locks, brought the same person a moment ago.
            found = _find(draft)
            if found is None or found.rank.stage == Stage.CONVERTED:
                raise
    received = Received(found, created=False, reopened=found.rank.stage in REOPENED)
    _fill(found, values, country=country, at=arrival.at, by=arrival.by)
    return received


def known_values(raw: Mapping[str, Any], words: Vocabulary) -> dict[str, Any]:
    """Return what can be read of the facts. Raises: Nameless."""
    values = facts.read(raw, vocabulary=words, is_strict=False).values
    known = {name: value for name, value in values.items() if not facts.is_empty(value)}
    if "custom" in known:
        known["custom"] = {key: value for key, value in known["custom"].items() if value is not None}
    if not facts.has_identity(known):
        raise Nameless(_("Give at least an e-mail address, a phone number, a company or a name."))
    return known


def draft_of(values: Mapping[str, Any], source: Source | None, country: str) -> Lead:
    """Return an unsaved lead of these facts, with its copies."""
    draft = Lead(**values)
    if draft.external_id:
        draft.external_source = source
    for name, value in normalize.copies(draft, country=country).items():
        setattr(draft, name, value)
    return draft


def _create(draft: Lead, *, previous: Lead | None, arrival: Arrival) -> Lead:
    source, campaign, at, by = arrival.source, arrival.campaign, arrival.at, arrival.by
    draft.created_at = at
    if previous is not None:
        _remember(draft, previous)
    draft.save(force_insert=True)
    draft.rank = LeadRank(lead=draft, source=source, campaign=campaign, created_at=at, stage_at=at)
    draft.rank.save(force_insert=True)
    StageChange.objects.create(lead=draft, to_stage=Stage.MARKETING, at=at, by=by, reason="created")
    indexing.index_new([draft])
    data = origin_of(source, campaign)
    if previous is not None:
        data["previous"] = str(previous.public_id)
    timeline.record(lead_id=draft.pk, kind=ActivityKind.CREATED, at=at, by=by, data=data)
    return draft


def origin_of(source: Source | None, campaign: Campaign | None) -> dict[str, str]:
    """Return where a lead came from, as its first entry tells."""
    return {"source": source.slug if source else "", "campaign": campaign.slug if campaign else ""}


def columns_of(lead: Lead) -> dict[str, Any]:
    """Return every column of a new lead but its key."""
    # Without the descriptors, which make an object of each country.
    told = lead.__dict__
    return {
        field.attname: told[field.attname] for field in Lead._meta.concrete_fields if not field.primary_key
    }


def _remember(draft: Lead, previous: Lead) -> None:
    """Take over who the person is from the lead that was converted, and what they consented to."""
    known = {name: writing.plain(getattr(previous, name)) for name in REMEMBERED}
    for name, value in writing.only_new(draft, known).items():
        setattr(draft, name, value)
    draft.previous_lead = previous
    draft.marketing_consent = previous.marketing_consent
    if draft.external_id and draft.external_id == previous.external_id:
        draft.external_id, draft.external_source = "", None
    for name, value in normalize.copies(draft, country=queries.home_country()).items():
        setattr(draft, name, value)


def _find(draft: Lead) -> Lead | None:
    """Return the lead that the draft is, its row ours until the transaction ends."""
    try:
        return _lock(matching.find(draft))
    except LeadRank.DoesNotExist:
        # Merged into another one between the look and the lock; what it was known by leads there now.
        return _lock(matching.find(draft))


def _known(pk: int | None) -> Lead | None:
    """Return the lead that is meant, its row ours; None where it is not there any more."""
    try:
        return _lock(Lead.objects.filter(pk=pk).first()) if pk else None
    except LeadRank.DoesNotExist:
        return None


def _lock(found: Lead | None) -> Lead | None:
    if found is None:
        return None
    # Rank, then lead, as every move and the pipeline do: two that meet wait for one another, not in a ring.
    LeadRank.objects.select_for_update(of=("self",)).get(lead_id=found.pk)
    return Lead.objects.select_for_update(of=("self",), no_key=True).select_related("rank").get(pk=found.pk)


def _fill(lead: Lead, values: Mapping[str, Any], *, country: str, at: datetime, by: int | None) -> None:
    """Bring a closed lead back to Marketing and write what it does not know; nothing known is overwritten."""
    if lead.rank.stage in REOPENED:
        stages.reopen(lead=lead, by=by, at=at)
    fresh = writing.only_new(lead, {name: item for name, item in values.items() if name != "external_id"})
    if "email" in fresh and _is_taken(fresh["email"]):
        del fresh["email"]
    writing.write(lead=lead, values=fresh, country=country, by=by, at=at, origin="inquiry")


def _is_taken(address: str) -> bool:
    return Lead.objects.open().filter(email_norm=normalize.email(address)).exists()


def _touch(
    lead: Lead, *, source: Source | None, campaign: Campaign | None, touch: Mapping[str, Any], at: datetime
) -> None:
    """Note where the newest inquiry came from."""
    columns = touched(lead, source=source, campaign=campaign, touch=touch, at=at)
    if not columns:
        return
    for name, value in columns.items():
        setattr(lead, name, value)
    Lead.objects.filter(pk=lead.pk).update(**columns)


def touched(
    lead: Lead, *, source: Source | None, campaign: Campaign | None, touch: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """Return what an inquiry changes of first and last touch; a late, older one does not push a newer one aside."""
    columns: dict[str, Any] = {}
    if touch:
        noted = {**touch, "at": at.isoformat()}
        if lead.last_inquiry_at is None or at >= lead.last_inquiry_at:
            columns = {"last_touch": noted, "last_inquiry_at": at}
        if not lead.first_touch:
            columns["first_touch"] = noted
    if source and (columns or lead.last_source_id is None):
        columns["last_source"] = source
    if campaign and (columns or lead.last_campaign_id is None):
        columns["last_campaign"] = campaign
    return columns
