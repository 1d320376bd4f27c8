"""A made-up past: leads with inquiries, hand-offs, answers, deals, as plain Python, and its way into the product.

``make`` invents it from a seed; ``write`` plays it through the rooms' services. What happened is known from the plan
alone, so ``counting`` can count it without the database.
"""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from capture.services import process, submit
from conversion.services import convert, opportunities
from conversion.services.opportunities import OpportunityInput
from distribution.models import HandOff
from distribution.services import hand_off, settling
from leads.choices import Stage
from leads.models import CampaignCost, Lead
from leads.services import calls, qualification, stages
from tenants.models import Membership, Workspace
from tests.factories import conversion as sales
from tests.factories import distribution, leads
from tests.factories.scoring import make_snapshot


SOURCES = ("web", "fair", "referral")
# slug, source, cost, first and last day
CAMPAIGNS = (
    ("spring", "fair", 3_000, date(2026, 2, 10), date(2026, 4, 20)),
    ("guide", "web", 700, None, None),
    ("idle", "web", 450, date(2026, 3, 1), date(2026, 3, 9)),
    ("free", None, None, None, None),
    # Its cost as a whole is not asked for: what its days cost is known.
    ("ads", "web", 9_999, date(2026, 1, 1), date(2026, 1, 2)),
)
# Cents by day.
DAILY = {
    "ads": {date(2026, 2, 1) + timedelta(days=3 * number): 1_234 + 511 * number for number in range(30)},
}
REASONS = ("no-need", "no-budget", "too-soon")
# Midnights of these days, in the workspace's own time, are where arrivals crowd.
BORDERS = (date(2026, 3, 1), date(2026, 3, 29), date(2026, 4, 1))


@dataclass(slots=True)
class Event:
    """One thing that happened to a lead."""

    at: datetime
    kind: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Story:
    """One lead: how it came, and everything that happened to it in order."""

    number: int
    source: str | None
    campaign: str | None
    arrived: datetime
    by_inquiry: bool
    again: list[datetime]
    grade: str
    events: list[Event]
    lead_id: int = 0

    @property
    def email(self) -> str:
        return f"person{self.number}@firm{self.number}.example"

    def first(self, *kinds: str) -> datetime | None:
        return next((event.at for event in self.events if event.kind in kinds), None)


@dataclass(slots=True)
class Ledger:
    """All the stories, what was held back, and who works here."""

    zone: ZoneInfo
    stories: list[Story]
    held_back: list[datetime]
    reps: list[int] = field(default_factory=list)
    teams: dict[int, int | None] = field(default_factory=dict)
    due: dict[tuple[int, datetime], tuple[datetime, datetime]] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    campaigns: dict[str, int] = field(default_factory=dict)


def make(seed: int, *, zone: str, stories: int = 26, reps: int = 3) -> Ledger:
    """Invent a past."""
    chance = random.Random(seed)
    place = ZoneInfo(zone)
    found = [_story(chance, number, place, reps) for number in range(stories)]
    return Ledger(place, found, [_moment(chance, place) for _ in range(5)])


def _moment(chance: random.Random, zone: ZoneInfo) -> datetime:
    """Return a moment of early 2026, half of the time within minutes of a border's midnight."""
    if chance.random() < 0.5:
        border = datetime.combine(chance.choice(BORDERS), time(), zone)
        return border.astimezone(UTC) + timedelta(minutes=chance.choice((-90, -61, -1, 0, 1, 59, 200)))
    return datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(90 * 24 * 60))


def _story(chance: random.Random, number: int, zone: ZoneInfo, reps: int) -> Story:
    arrived = _moment(chance, zone)
    by_inquiry = chance.random() < 0.8
    again = [arrived + timedelta(hours=chance.randrange(1, 900)) for _ in range(chance.choice((0, 0, 1, 2)))]
    return Story(
        number=number,
        source=chance.choice((*SOURCES, SOURCES[0])) if by_inquiry else chance.choice((None, "fair")),
        campaign=chance.choice((None, "spring", "spring", "guide", "ads", "free")),
        arrived=arrived,
        by_inquiry=by_inquiry,
        again=again if by_inquiry else [],
        grade=chance.choice("AABBCD"),
        events=list(_events(chance, arrived, reps)),
    )


def _events(chance: random.Random, arrived: datetime, reps: int) -> Any:
    """Yield what a lead may go through, in an order the product allows."""
    at = arrived + timedelta(hours=chance.randrange(1, 400))
    if chance.random() < 0.2:
        if chance.random() < 0.6:
            yield Event(at, "disqualified", {"reason": chance.choice(("no_fit", "no_budget"))})
        return
    for _round in range(chance.choice((1, 1, 2))):
        owner = chance.randrange(reps)
        yield Event(at, "hand_off", {"owner": owner, "is_graded": chance.random() < 0.9})
        call = at + timedelta(seconds=chance.choice((60, 300, 301, 3600, 3601, 86_400, 90_000, 200_000)))
        answer = at + timedelta(minutes=chance.choice((10, 100, 700, 4000)))
        fate = chance.random()
        if fate < 0.15:
            return
        if fate < 0.35:
            yield Event(answer, "rejected", {"reason": chance.choice(REASONS), "owner": owner})
            at = answer + timedelta(days=chance.randrange(1, 30))
            continue
        is_called = chance.random() < 0.75
        if is_called and call <= answer:
            yield Event(call, "call")
        yield Event(answer, "accepted", {"owner": owner})
        if not is_called:
            return
        if call > answer:
            yield Event(call, "call")
        at = max(call, answer) + timedelta(hours=chance.randrange(1, 200))
        if fate < 0.45:
            yield Event(at, "recycled", {"reason": chance.choice(REASONS), "owner": owner})
            at += timedelta(days=chance.randrange(1, 30))
            continue
        yield from _deal(chance, at)
        return


def _deal(chance: random.Random, at: datetime) -> Any:
    if chance.random() < 0.2:
        return
    yield Event(at, "qualified")
    at += timedelta(hours=chance.randrange(1, 300))
    if chance.random() < 0.15:
        yield Event(at, "invalid", {"reason": "spam"})
    elif chance.random() < 0.85:
        yield Event(at, "converted", {"amount": chance.choice((None, 900, 12_000))})
        at += timedelta(days=chance.randrange(1, 40))
        if chance.random() < 0.7:
            yield Event(at, "won")


# Into the product ------------------------------------------------------------------------------------------------


def write(ledger: Ledger, workspace: Workspace, reps: list[Membership]) -> None:
    """Let it all happen; inside the workspace's scope."""
    sales.make_pipeline()
    ledger.reps = [rep.user_id for rep in reps]
    ledger.teams = {rep.user_id: rep.team_id for rep in reps}
    sources = {slug: leads.make_source(slug) for slug in SOURCES}
    ledger.sources = {slug: source.pk for slug, source in sources.items()}
    for slug, source, cost, starts_on, ends_on in CAMPAIGNS:
        made = leads.make_campaign(
            slug, source=sources.get(source or ""), cost=cost, starts_on=starts_on, ends_on=ends_on
        )
        ledger.campaigns[slug] = made.pk
        for day, cents in DAILY.get(slug, {}).items():
            CampaignCost.objects.create(campaign=made, day=day, amount_cents=cents)
    for reason in REASONS:
        distribution.make_reason(reason)
    _inquire(ledger)
    for story in ledger.stories:
        for event in story.events:
            _happen(ledger, story, event)


def _inquire(ledger: Ledger) -> None:
    waiting: dict[int, Story | None] = {}
    for story in ledger.stories:
        if not story.by_inquiry:
            source = ledger.sources[story.source] if story.source else None
            campaign = ledger.campaigns[story.campaign] if story.campaign else None
            made = leads.make_lead(
                email=story.email, created_at=story.arrived, source_id=source, campaign_id=campaign
            )
            story.lead_id = made.pk
        for at in [story.arrived, *story.again] if story.by_inquiry else []:
            # A later inquiry names another source: it counts for the first all the same.
            names = {"source": story.source, "campaign": story.campaign or ""}
            payload = {"email": story.email} | (names if at == story.arrived else {"source": "web"})
            waiting[_arrive(payload, at)] = story
    for at in ledger.held_back:
        waiting[_arrive({"email": "nobody@", "full_name": "Nobody"}, at)] = None
    process.run(keys=sorted(waiting), at=max(story.arrived for story in ledger.stories))
    from capture.models import Inquiry

    for inquiry in Inquiry.objects.filter(pk__in=waiting):
        story = waiting[inquiry.pk]
        assert (inquiry.lead_id is not None) == (story is not None)
        if story is not None:
            story.lead_id = inquiry.lead_id


def _arrive(payload: dict[str, Any], at: datetime) -> int:
    raw = json.dumps(payload).encode()
    inquiry, _new = submit.receive(arrival=submit.Arrival(raw=raw, payload=payload, channel="api"), at=at)
    return inquiry.pk


def _happen(ledger: Ledger, story: Story, event: Event) -> None:
    lead = Lead.objects.select_related("rank").get(pk=story.lead_id)
    owner = ledger.reps[event.data["owner"]] if "owner" in event.data else lead.rank.owner_id
    act = {
        "hand_off": _hand_off,
        "call": _call,
        "accepted": lambda lead, at, by, **_: hand_off.accept(lead=lead, by=by, at=at),
        "rejected": lambda lead, at, by, reason, **_: hand_off.reject(lead=lead, reason=reason, by=by, at=at),
        "recycled": lambda lead, at, by, reason, **_: hand_off.recycle(
            lead=lead, reason=reason, by=by, at=at
        ),
        "qualified": _qualify,
        "converted": _convert,
        "won": _win,
        "disqualified": _close(Stage.DISQUALIFIED),
        "invalid": _close(Stage.INVALID),
    }[event.kind]
    act(
        lead,
        event.at,
        owner,
        story=story,
        ledger=ledger,
        **{k: v for k, v in event.data.items() if k != "owner"},
    )
    settling.settle(lead_ids=[lead.pk], at=event.at)


def _hand_off(lead: Lead, at: datetime, by: int, *, story: Story, ledger: Ledger, is_graded: bool) -> None:
    made: HandOff = hand_off.hand_off(lead=lead, owner_id=by, by=None, at=at, reason="Ready")
    ledger.due[story.number, at] = (made.accept_due_at, made.contact_due_at)
    if is_graded:
        make_snapshot(lead, at + timedelta(seconds=2), "handed_off", grade=story.grade)


def _call(lead: Lead, at: datetime, by: int, **_: Any) -> None:
    calls.log(lead=lead, outcome="connected", by=by, at=at)


def _qualify(lead: Lead, at: datetime, by: int, **_: Any) -> None:
    known = {"need": "A kitchen", "budget": 1000, "authority": "decides", "timeline": "now"}
    qualification.qualify(lead=lead, values=known, by=by, at=at)


def _convert(lead: Lead, at: datetime, by: int, *, amount: int | None, **_: Any) -> None:
    deal = OpportunityInput(name="Kitchen", amount=amount)
    made, _new = convert.convert(lead=lead, by=by, at=at, opportunity=deal)
    assert made.opportunity is not None
    # Without an amount the deal takes the budget; the ledger means none.
    type(made.opportunity).objects.filter(pk=made.opportunity.pk).update(amount=amount)


def _win(lead: Lead, at: datetime, by: int, **_: Any) -> None:
    deal = sales.Opportunity.objects.get(lead=lead)
    opportunities.win(opportunity=deal, by=by, at=at)


def _close(stage: str) -> Any:
    return lambda lead, at, by, reason, **_: stages.close(
        lead=lead, to_stage=stage, by=by, at=at, reason=reason
    )
