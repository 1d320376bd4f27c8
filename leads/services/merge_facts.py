"""What is known of somebody when two leads become one. Pure: two leads in, columns out."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from core.text import fold
from leads import facts
from leads.choices import Consent, Stage
from leads.models import Lead
from leads.services import writing


# Facts that belong together: the lost lead's fill gaps only where both speak of the same company or person.
COMPANY = facts.COMPANY
NAME = ("first_name", "last_name")
SORTED = ("main_topic", "phase", "track")
OTHER = tuple(name for name in facts.READERS if name not in {*COMPANY, *NAME, "external_id"})
CHOOSABLE = (*COMPANY, *NAME, *OTHER, *SORTED)


def is_same_company(one: Lead, other: Lead) -> bool:
    """Say whether nothing speaks against both leads being of one company."""
    if one.domain and one.domain == other.domain:
        return True
    return not one.company_norm or not other.company_norm or one.company_norm == other.company_norm


def is_same_name(one: Lead, other: Lead) -> bool:
    """Say whether one name does not contradict the other: empty, or each part equal or missing."""
    return all(
        not fold(getattr(one, name))
        or not fold(getattr(other, name))
        or fold(getattr(one, name)) == fold(getattr(other, name))
        for name in NAME
    )


def taken_by_default(winner: Lead, loser: Lead) -> set[str]:
    """Return the facts that come from the lost lead unless somebody chooses otherwise: those the survivor lacks."""
    names = {*OTHER}
    if is_same_company(winner, loser):
        names |= {*COMPANY}
    if is_same_name(winner, loser):
        names |= {*NAME}
    found = {name for name in names if _lacks(winner, loser, name)}
    found |= {name for name in SORTED if name in loser.by_hand and name not in winner.by_hand}
    return found | {
        f"custom.{key}"
        for key, value in loser.custom.items()
        if facts.is_empty(winner.custom.get(key)) and not facts.is_empty(value)
    }


def _lacks(winner: Lead, loser: Lead, name: str) -> bool:
    return facts.is_empty(_plain(winner, name)) and not facts.is_empty(_plain(loser, name))


def _plain(lead: Lead, name: str) -> Any:
    return writing.plain(getattr(lead, name))


def value(lead: Lead, key: str) -> Any:
    """Return a fact by its key, ``custom.<key>`` included."""
    return lead.custom.get(key.removeprefix("custom.")) if key.startswith("custom.") else _plain(lead, key)


def differing(winner: Lead, loser: Lead) -> list[str]:
    """Return the keys of the facts about which the lost lead says something else than the survivor."""
    keys = [*CHOOSABLE, *(f"custom.{key}" for key in loser.custom)]
    return [
        key
        for key in keys
        if not facts.is_empty(value(loser, key)) and value(loser, key) != value(winner, key)
    ]


def values(winner: Lead, loser: Lead, taken: Collection[str]) -> dict[str, Any]:
    """Return the facts that the survivor gets, for ``writing``; topics of both."""
    found: dict[str, Any] = {
        key: value(loser, key) for key in taken if key in CHOOSABLE and not facts.is_empty(value(loser, key))
    }
    custom = {
        key.removeprefix("custom."): value(loser, key)
        for key in taken
        if key.startswith("custom.") and not facts.is_empty(value(loser, key))
    }
    topics = [*winner.topics, *(slug for slug in loser.topics if slug not in winner.topics)]
    return (
        found
        | ({"custom": custom} if custom else {})
        | ({"topics": topics} if topics != winner.topics else {})
    )


def beyond_facts(winner: Lead, loser: Lead, taken: Collection[str]) -> dict[str, Any]:
    """Return the columns that follow from both leads by rule: touches, tags, names elsewhere, when it began."""
    columns: dict[str, Any] = {
        "tags": [*winner.tags, *(tag for tag in loser.tags if tag not in winner.tags)],
        "by_hand": sorted(
            {*winner.by_hand, *(name for name in SORTED if name in taken and name in loser.by_hand)}
        ),
        "created_at": min(winner.created_at, loser.created_at),
    }
    if not winner.external_id and loser.external_id:
        columns |= {"external_id": loser.external_id, "external_source_id": loser.external_source_id}
    if winner.previous_lead_id in {None, loser.pk}:
        earlier = loser.previous_lead_id
        columns["previous_lead_id"] = None if earlier == winner.pk else earlier
    return columns | _touches(winner, loser)


def _touches(winner: Lead, loser: Lead) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    first = [touch for touch in (winner.first_touch, loser.first_touch) if touch]
    if first:
        columns["first_touch"] = min(first, key=lambda touch: str(touch.get("at") or "9"))
    if loser.last_inquiry_at and (
        winner.last_inquiry_at is None or loser.last_inquiry_at > winner.last_inquiry_at
    ):
        columns |= {"last_touch": loser.last_touch, "last_inquiry_at": loser.last_inquiry_at}
        columns |= {
            name: getattr(loser, name)
            for name in ("last_source_id", "last_campaign_id")
            if getattr(loser, name) is not None
        }
    return columns


def wish(winner: Lead, loser: Lead, road: Lead) -> datetime | None:
    """Return since when a hand-off is asked for, by either, where Marketing has the lead; else nobody need ask."""
    if road.rank.stage != Stage.MARKETING:
        return road.hand_off_wish_at
    return min(filter(None, (winner.hand_off_wish_at, loser.hand_off_wish_at)), default=None)


def consent(latest: tuple[bool, datetime] | None, winner: Lead, loser: Lead) -> str:
    """Return what holds for marketing: what the two ledgers say last; without any, a refusal, then a grant."""
    if latest is not None:
        return Consent.GIVEN if latest[0] else Consent.WITHDRAWN
    said = {winner.marketing_consent, loser.marketing_consent}
    return next((one for one in (Consent.WITHDRAWN, Consent.GIVEN) if one in said), Consent.UNKNOWN)
