"""The values of an inquiry as facts about a lead: columns of ``Lead``, message, touch, consent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from capture.parsers import countries, values
from leads.choices import Authority, Seniority, Timeline


# Our names, the column and how much it holds.
TEXTS = {
    "email": 320,
    "phone": 60,
    "first_name": 120,
    "last_name": 120,
    "company": 200,
    "job_title": 160,
    "industry": 120,
    "region": 120,
    "city": 120,
    "tax_id": 40,
    "need": 5000,
    "external_id": 120,
    "time_zone": 50,
}
CHOICES = {"seniority": Seniority, "authority": Authority, "timeline": Timeline}
MESSAGE = 10_000
MAX_TOPICS = 20
CONTACT = ("email", "phone", "company")
# Everything we understand; what else arrives stays in the raw payload.
NAMES = frozenset(
    [*TEXTS, *CHOICES, "full_name", "website", "country", "language", "message", "topics", "employees"]
    + ["budget", "amount_guess", "source", "campaign", "utm", "page_url", "referrer", "visitor_id", "consent"]
    + ["custom", "ids", "occurred_at"]
)


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """Consent to marketing mail as the sender reports it."""

    text: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An inquiry as we understand it; ``doubts`` names values of the wrong kind."""

    facts: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    topics: tuple[str, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)
    touch: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    campaign: str = ""
    consent: ConsentGiven | None = None
    doubts: tuple[str, ...] = ()

    @property
    def has_contact(self) -> bool:
        """Say whether anybody could be reached: by e-mail, phone or company."""
        return any(self.facts.get(name) for name in CONTACT)


def read(payload: Mapping[str, Any]) -> Reading:
    """Return what the payload says about a lead; unknown names are left where they are."""
    facts, doubts = _texts(payload)
    _read_name(payload, facts)
    _read_rest(payload, facts, doubts)
    return Reading(
        facts={key: value for key, value in facts.items() if value not in ("", None)},
        message=values.text(payload.get("message", ""), limit=MESSAGE) or "",
        topics=_topics(payload.get("topics"), doubts),
        custom=_group(payload, "custom", doubts),
        touch=_touch(payload, doubts),
        source=values.text(payload.get("source", ""), limit=60) or "",
        campaign=_campaign(payload),
        consent=_consent(payload.get("consent")),
        doubts=tuple(doubts),
    )


def _texts(payload: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    facts: dict[str, Any] = {}
    doubts: list[str] = []
    for name, limit in TEXTS.items():
        value = payload.get(name)
        if value is None:
            continue
        found = values.text(value, limit=limit)
        if found is None:
            doubts.append(name)
        else:
            facts[name] = found
    return facts, doubts


def _read_name(payload: Mapping[str, Any], facts: dict[str, Any]) -> None:
    """Split a full name at its first word, unless the parts are given."""
    full = values.text(payload.get("full_name", ""), limit=240) or ""
    if full and not facts.get("first_name") and not facts.get("last_name"):
        first, _space, last = full.partition(" ")
        facts["first_name"], facts["last_name"] = first[:120], last.strip()[:120]


def _read_rest(payload: Mapping[str, Any], facts: dict[str, Any], doubts: list[str]) -> None:
    facts["website"] = values.web_address(payload.get("website")) or ""
    country = values.text(payload.get("country", ""), limit=80) or ""
    facts["country"] = countries.code_of(country) if country else ""
    facts["language"] = (
        (values.text(payload.get("language", ""), limit=10) or "").replace("_", "-")[:2].lower()
    )
    facts["employees"] = values.whole(payload.get("employees"), most=2_000_000_000)
    facts["budget"] = values.whole(payload.get("budget"))
    facts["amount_guess"] = values.whole(payload.get("amount_guess"))
    for name, choices in CHOICES.items():
        written = values.text(payload.get(name, ""), limit=40) or ""
        facts[name] = written if written in choices.values else ""
    doubts.extend(
        name
        for name in ("full_name", "message", "website", "country", "language", "source", "campaign")
        if isinstance(payload.get(name), dict | list | bool)
    )


def _topics(value: Any, doubts: list[str]) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [] if value in (None, "") else [value]
    found = [values.text(item, limit=60) for item in items[:MAX_TOPICS]]
    if None in found:
        doubts.append("topics")
    return tuple(dict.fromkeys(item for item in found if item))


def _group(payload: Mapping[str, Any], name: str, doubts: list[str]) -> dict[str, Any]:
    value = payload.get(name)
    if value is None or isinstance(value, dict):
        return dict(value or {})
    doubts.append(name)
    return {}


def _touch(payload: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
    utm = {
        key[:40]: found
        for key, value in list(_group(payload, "utm", doubts).items())[:20]
        if (found := values.text(value, limit=200))
    }
    touch: dict[str, Any] = {"utm": utm} if utm else {}
    if ids := _ids(payload):
        touch["ids"] = ids
    for name in ("page_url", "referrer", "visitor_id"):
        if found := values.text(payload.get(name, ""), limit=1000):
            touch[name] = found
    return touch


def _ids(payload: Mapping[str, Any]) -> dict[str, str]:
    """Return click and campaign ids of an ad platform; what is of another kind is left out, nobody typed it."""
    given = payload.get("ids")
    pairs = list(given.items())[:20] if isinstance(given, dict) else []
    return {key[:40]: found for key, value in pairs if (found := values.text(value, limit=200))}


def _campaign(payload: Mapping[str, Any]) -> str:
    utm = payload.get("utm")
    named = values.text(payload.get("campaign", ""), limit=80)
    return named or (values.text(utm.get("campaign", ""), limit=80) if isinstance(utm, dict) else "") or ""


def _consent(value: Any) -> ConsentGiven | None:
    """Return the consent of ``{"marketing": true, "text": …}`` or of a ticked box; unticked says nothing."""
    if not isinstance(value, dict):
        return ConsentGiven("") if values.boolean(value) is True else None
    if values.boolean(value.get("marketing")) is not True:
        return None
    return ConsentGiven(
        text=values.text(value.get("text", ""), limit=5000) or "",
        version=values.text(value.get("version", ""), limit=40) or "",
    )
