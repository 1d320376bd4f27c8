"""The reports counted from the ledger's plan alone, the slow and plain way."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median
from typing import Any

from tests.reporting.ledger import CAMPAIGNS, DAILY, Event, Ledger, Story


def inside(ledger: Ledger, at: datetime, first: date, last: date) -> bool:
    return first <= at.astimezone(ledger.zone).date() <= last


def part(ledger: Ledger, at: datetime, first: date, unit: str) -> date:
    day = at.astimezone(ledger.zone).date()
    if unit == "week":
        day -= timedelta(days=day.weekday())
    if unit == "month":
        day = day.replace(day=1)
    return max(day, first)


def arrived(ledger: Ledger, first: date, last: date) -> list[Story]:
    return [story for story in ledger.stories if inside(ledger, story.arrived, first, last)]


# The road --------------------------------------------------------------------------------------------------------


def moments(story: Story) -> dict[str, datetime]:
    """When the lead first reached each step."""
    kinds = {"mql": "hand_off", "sal": "accepted", "sql": "qualified", "converted": "converted", "won": "won"}
    found = {step: story.first(kind) for step, kind in kinds.items()}
    return {"leads": story.arrived} | {step: at for step, at in found.items() if at is not None}


def amount(story: Story) -> int:
    if story.first("won") is None:
        return 0
    return next(event.data["amount"] for event in story.events if event.kind == "converted") or 0


def counts(stories: Iterable[Story]) -> dict[str, int]:
    chosen = list(stories)
    found = {
        step: sum(step in moments(story) for story in chosen)
        for step in ("leads", "mql", "sal", "sql", "converted", "won")
    }
    return found | {"amount": sum(map(amount, chosen))}


def days(stories: Iterable[Story]) -> dict[str, float | None]:
    steps = ("leads", "mql", "sal", "sql", "converted", "won")
    found: dict[str, float | None] = {}
    roads = [moments(story) for story in stories]
    for before, step in zip(steps, steps[1:], strict=False):
        took = [(road[step] - road[before]).total_seconds() / 86_400 for road in roads if step in road]
        found[step] = median(took) if took else None
    return found


def grouped(stories: Iterable[Story], key: Callable[[Story], Any]) -> dict[Any, list[Story]]:
    found: dict[Any, list[Story]] = {}
    for story in stories:
        found.setdefault(key(story), []).append(story)
    return found


def inquiries(ledger: Ledger, first: date, last: date, stories: list[Story]) -> tuple[int, int, int]:
    """Received, accepted, and leads of the period opened by one; held-back ones belong to no story."""
    accepted = [
        story
        for story in stories
        if story.by_inquiry
        for at in (story.arrived, *story.again)
        if inside(ledger, at, first, last)
    ]
    opened = {story.number for story in accepted if inside(ledger, story.arrived, first, last)}
    held = sum(inside(ledger, at, first, last) for at in ledger.held_back)
    return len(accepted) + held, len(accepted), len(opened)


# Costs -----------------------------------------------------------------------------------------------------------


def spent_a_lead(ledger: Ledger, slug: str, first: date, last: date) -> Fraction | None:
    """What one lead of the campaign cost; None where the cost is not known."""
    _slug, _source, cost, starts, ends = next(row for row in CAMPAIGNS if row[0] == slug)
    if cost is None:
        return None
    mine = [story for story in ledger.stories if story.campaign == slug]
    spent = spent_by_day(slug, first, last)
    if spent is None:
        return Fraction(cost, len(mine)) if mine else Fraction()
    now = [story for story in mine if inside(ledger, story.arrived, first, last)]
    return spent / len(now) if now else Fraction()


def spent_by_day(slug: str, first: date, last: date) -> Fraction | None:
    """What the campaign's days of the period cost; None where it has no days."""
    _slug, _source, cost, starts, ends = next(row for row in CAMPAIGNS if row[0] == slug)
    asked = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    if slug in DAILY:
        return Fraction(sum(cents for day, cents in DAILY[slug].items() if day in asked), 100)
    if starts is None or ends is None:
        return None
    own = {starts + timedelta(days=number) for number in range((ends - starts).days + 1)}
    return Fraction(cost * len(own & asked), len(own))


def idle(ledger: Ledger, first: date, last: date) -> dict[str, Fraction]:
    """What campaigns cost in the period that brought no lead in it."""
    found = {}
    for slug, _source, cost, *_days in CAMPAIGNS:
        brought = any(story.campaign == slug for story in arrived(ledger, first, last))
        if cost is not None and not brought and (spent := spent_by_day(slug, first, last)):
            found[slug] = spent
    return found


def cost(ledger: Ledger, stories: Iterable[Story], first: date, last: date) -> Fraction | None:
    known = [
        price
        for story in stories
        if story.campaign and (price := spent_a_lead(ledger, story.campaign, first, last)) is not None
    ]
    return sum(known, Fraction()) if known else None


def paid(stories: Iterable[Story]) -> list[Story]:
    priced = {slug for slug, _source, cost, *_days in CAMPAIGNS if cost is not None}
    return [story for story in stories if story.campaign in priced]


# Hand-offs -------------------------------------------------------------------------------------------------------


class Offer:
    """One hand-off and what came of it."""

    def __init__(self, ledger: Ledger, story: Story, event: Event) -> None:
        self.story, self.at, self.owner = story, event.at, ledger.reps[event.data["owner"]]
        later = story.events[story.events.index(event) + 1 :]
        own: list[Event] = []
        for following in later:
            if following.kind == "hand_off":
                break
            own.append(following)
        self.state, self.answered, self.reason = "offered", None, ""
        for following in own:
            if following.kind in ("accepted", "rejected"):
                self.state, self.answered = following.kind, following.at
            if following.kind == "recycled":
                self.state = "recycled"
            self.reason = (
                following.data.get("reason", "")
                if following.kind in ("rejected", "recycled")
                else self.reason
            )
            if following.kind == "invalid":
                self.reason = ""
        self.contacted = next((item.at for item in own if item.kind == "call"), None)
        self.accept_due, self.contact_due = ledger.due[story.number, event.at]
        heard = [at for at in (story.arrived, *story.again) if at <= event.at] if story.by_inquiry else []
        self.heard = max(heard, default=story.arrived)

    @property
    def wait(self) -> float | None:
        return (self.contacted - self.at).total_seconds() if self.contacted else None


def offers(ledger: Ledger, first: date, last: date) -> list[Offer]:
    return [
        Offer(ledger, story, event)
        for story in ledger.stories
        for event in story.events
        if event.kind == "hand_off" and inside(ledger, event.at, first, last)
    ]


def quantile(values: list[float], share: float) -> float | None:
    """The value below which the share lies, between neighbors by the straight line."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def waits(found: list[Offer], at: datetime) -> dict[str, Any]:
    known = [offer.wait for offer in found if offer.wait is not None]
    whole = [(offer.contacted - offer.heard).total_seconds() for offer in found if offer.contacted]
    answered = [offer for offer in found if offer.state in ("accepted", "rejected", "recycled")]
    return {
        "offered": len(found),
        "contacted": len(known),
        "within_5m": sum(wait <= 300 for wait in known),
        "within_1h": sum(wait <= 3600 for wait in known),
        "within_24h": sum(wait <= 86_400 for wait in known),
        "open": sum(offer.wait is None and offer.state in ("offered", "accepted") for offer in found),
        "median": quantile(known, 0.5),
        "p90": quantile(known, 0.9),
        "median_from_inquiry": quantile(whole, 0.5),
        "p90_from_inquiry": quantile(whole, 0.9),
        "answered": len(answered),
        "sent_back": sum(offer.state in ("rejected", "recycled") for offer in found),
        "answered_in_time": sum(offer.answered <= offer.accept_due for offer in answered),
        "answers": len(answered)
        + sum(offer.state == "offered" and offer.accept_due <= at for offer in found),
        "contacted_in_time": sum(
            offer.contacted is not None and offer.contacted <= offer.contact_due for offer in found
        ),
        "contacts": len(known)
        + sum(
            offer.wait is None and offer.state in ("accepted", "recycled") and offer.contact_due <= at
            for offer in found
        ),
    }


def dishes(found: list[Offer]) -> tuple[int, int, int, Counter[str]]:
    back = [offer for offer in found if offer.state in ("rejected", "recycled")]
    answered = sum(offer.state != "offered" for offer in found)
    return len(found), answered, len(back), Counter(offer.reason for offer in back)


def exits(ledger: Ledger, first: date, last: date, unit: str) -> Counter[tuple[str, str, date]]:
    words = {
        "rejected": "returned",
        "recycled": "recycled",
        "disqualified": "disqualified",
        "invalid": "invalid",
    }
    return Counter(
        (words[event.kind], event.data["reason"], part(ledger, event.at, first, unit))
        for story in ledger.stories
        for event in story.events
        if event.kind in words and inside(ledger, event.at, first, last)
    )


# Grades ----------------------------------------------------------------------------------------------------------


def outcomes(ledger: Ledger, first: date, last: date) -> dict[str, tuple[int, ...]]:
    """By the grade at the first hand-off of the period: handed off, accepted, returned, converted, won since."""
    found: dict[str, list[int]] = {}
    for story in ledger.stories:
        offered = [
            event
            for event in story.events
            if event.kind == "hand_off" and inside(ledger, event.at, first, last)
        ]
        if not offered:
            continue
        later = story.events[story.events.index(offered[0]) :]
        kept = any(event.kind == "hand_off" and event.data["is_graded"] for event in later)
        kinds = {event.kind for event in later}
        row = found.setdefault(story.grade if kept else "", [0] * 5)
        for place, is_so in enumerate(
            (True, "accepted" in kinds, "rejected" in kinds, "converted" in kinds, "won" in kinds)
        ):
            row[place] += is_so
    return {grade: tuple(row) for grade, row in found.items()}
