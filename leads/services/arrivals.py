"""Many inquiries at once: the leads of those who are nobody yet, written with one statement a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import sets
from leads import changes
from leads.choices import ActivityKind, Stage
from leads.models import Campaign, Lead, LeadRank, Source, StageChange
from leads.readers import Vocabulary
from leads.services import indexing, intake, matching, timeline
from leads.services.intake import Nameless
from leads.services.timeline import Entry


@dataclass(frozen=True, slots=True)
class News:
    """What one inquiry tells, as ``intake.receive`` takes it."""

    facts: Mapping[str, Any]
    source: Source | None
    campaign: Campaign | None
    touch: Mapping[str, Any]
    at: datetime


def receive_new(*, every: Sequence[News], vocabulary: Vocabulary, at: datetime) -> dict[int, Lead]:
    """Make the leads of those who are nobody yet and return them by place; the others are for ``intake.receive``.

    ``every`` is in the order in which it happened; who shares a key with an earlier one is left, so that it meets
    that one's lead. Holds the keys' locks of all until the caller's transaction ends, so that the others may follow
    one by one. Queries: eight, however many there are.
    """
    drafts = _drafts(every, vocabulary)
    matching.hold(drafts.values())
    fresh = _fresh(drafts)
    made = _insert(
        {place: (drafts[place], every[place]) for place in fresh},
        at=at,
    )
    _write_around(made, every)
    return made


def _drafts(every: Sequence[News], vocabulary: Vocabulary) -> dict[int, Lead]:
    """Return who each one is, by place; who names nobody is left out and refused by ``intake.receive``."""
    drafts = {}
    for place, news in enumerate(every):
        try:
            values = intake.known_values(news.facts, vocabulary)
        except Nameless:
            continue
        drafts[place] = intake.draft_of(values, news.source, vocabulary.country)
    return drafts


def _fresh(drafts: Mapping[int, Lead]) -> list[int]:
    """Return the places of those whom neither a stored lead nor an earlier one of the batch could be."""
    known = matching.load(list(drafts.values()), locks=False)
    taken: set[str] = set()
    fresh = []
    for place, draft in drafts.items():
        own = matching.keys(draft)
        if not own & taken and known.find(draft) is None:
            fresh.append(place)
        taken |= own
    return fresh


def _insert(news: Mapping[int, tuple[Lead, News]], *, at: datetime) -> dict[int, Lead]:
    """Write the leads in one order for everybody, so that an import of the same people does not deadlock.

    One whom an import or an edit brought a moment ago is left.
    """
    for draft, told in news.values():
        draft.created_at = told.at
        for name, value in intake.touched(
            draft, source=told.source, campaign=told.campaign, touch=told.touch, at=told.at
        ).items():
            setattr(draft, name, value)
    written = sets.insert(
        Lead,
        [
            {**intake.columns_of(draft), "updated_at": at}
            for draft, _told in sorted(
                news.values(), key=lambda pair: (pair[0].email_norm, pair[0].external_id)
            )
        ],
        ignore_conflicts=True,
        returning=("public_id", "id"),
    )
    ids = dict(written)
    for draft, _told in news.values():
        draft.pk = ids.get(draft.public_id)
    return {place: draft for place, (draft, _told) in news.items() if draft.pk is not None}


def _write_around(made: Mapping[int, Lead], every: Sequence[News]) -> None:
    told = [(lead, every[place]) for place, lead in made.items()]
    sets.insert(
        LeadRank,
        [
            {
                "lead_id": lead.pk,
                "source_id": news.source.pk if news.source else None,
                "campaign_id": news.campaign.pk if news.campaign else None,
                "created_at": news.at,
                "stage_at": news.at,
            }
            for lead, news in told
        ],
    )
    began = {"to_stage": Stage.MARKETING, "from_stage": "", "by": None, "reason": "created"}
    sets.insert(StageChange, [{**began, "lead_id": lead.pk, "at": news.at} for lead, news in told])
    indexing.reindex(lead for lead, _news in told)
    timeline.record_many(
        Entry(lead.pk, ActivityKind.CREATED, news.at, None, intake.origin_of(news.source, news.campaign))
        for lead, news in told
    )
    changes.mark(lead.pk for lead, _news in told)
