"""Results of workflows and content equal a count in plain Python, over made-up journeys with borders at midnight."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.scope import workspace_scope
from leads.models import Lead, StageChange
from messaging.models import LinkClick, Message, Recipient, Template, TemplateVersion
from nurturing.models import ContentPiece, Enrollment, StepRun, Workflow, WorkflowVersion
from reporting.period import Period
from reporting.queries import workflows
from reporting.queries.scope import Scope
from tests.factories import conversion, leads, tenants
from tests.factories.scoring import make_snapshot


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FLOWS = ("Welcome", "Reminder")
# Which piece each place of a template's version links to; "" is a link to no piece, "lost" one that was deleted.
LINKS = (("", "guide", "video"), ("guide", "guide", "lost"))
PIECES = {"guide": "The guide", "video": "The film"}
BORDERS = (date(2026, 3, 1), date(2026, 4, 1))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@dataclass(slots=True)
class Mail:
    """One mail of a journey; ``at`` is when it left, None if it did not."""

    version: int
    state: str
    at: datetime | None
    clicks: list[tuple[int, datetime, str]] = field(default_factory=list)


@dataclass(slots=True)
class Journey:
    """One lead's way through one workflow."""

    flow: str
    entered: datetime
    mails: list[Mail]


@dataclass(slots=True)
class Person:
    """A lead: its journeys, and what happened to it meanwhile."""

    source: str
    journeys: list[Journey]
    unsubscribed: datetime | None
    greens: list[datetime]
    offers: list[datetime]
    won: datetime | None
    is_converted: bool

    @property
    def won_at(self) -> datetime | None:
        """Return when the deal was won, as long as the lead stands as converted."""
        return self.won if self.is_converted else None


def invent(seed: int, zone: ZoneInfo) -> list[Person]:
    """Return eighty people whose fates are known."""
    chance = random.Random(seed)
    return [_person(chance, zone) for _ in range(80)]


def _moment(chance: random.Random, zone: ZoneInfo) -> datetime:
    if chance.random() < 0.4:
        border = datetime.combine(chance.choice(BORDERS), time(), zone)
        return border.astimezone(UTC) + timedelta(minutes=chance.choice((-61, -1, 0, 1, 59)))
    return datetime(2026, 2, 10, tzinfo=UTC) + timedelta(minutes=chance.randrange(70 * 24 * 60))


def _person(chance: random.Random, zone: ZoneInfo) -> Person:
    def perhaps(likely: float) -> datetime | None:
        return _moment(chance, zone) if chance.random() < likely else None

    def some(most: int) -> list[datetime]:
        return [_moment(chance, zone) for _ in range(chance.randrange(most + 1))]

    return Person(
        source=chance.choice(("web", "fair")),
        journeys=[_journey(chance, zone) for _ in range(chance.choice((0, 1, 1, 2, 3)))],
        unsubscribed=perhaps(0.3),
        greens=some(2),
        offers=some(2),
        won=perhaps(0.6),
        is_converted=chance.random() < 0.8,
    )


def _journey(chance: random.Random, zone: ZoneInfo) -> Journey:
    entered = _moment(chance, zone)
    mails = []
    for _ in range(chance.randrange(3)):
        state = chance.choice(("sent", "sent", "sent", "withheld", "failed", "ambiguous"))
        at = entered + timedelta(minutes=chance.randrange(20_000))
        version = chance.randrange(2)
        clicks = [
            (chance.randrange(3), at + timedelta(minutes=chance.randrange(9_000)), verdict)
            for verdict in chance.choices(("human", "machine"), k=chance.randrange(3))
        ]
        mails.append(Mail(version, state, at if state == "sent" else None, clicks if state == "sent" else []))
    return Journey(chance.choice(FLOWS), entered, mails)


# Into the product ------------------------------------------------------------------------------------------------


def write(people: list[Person]) -> dict[str, int]:
    """Write it all down as the rooms do; return the sources' ids."""
    sources = {slug: leads.make_source(slug).pk for slug in ("web", "fair")}
    flows = {name: Workflow.objects.create(name=name) for name in FLOWS}
    editions = {name: WorkflowVersion.objects.create(workflow=flow) for name, flow in flows.items()}
    for slug, title in PIECES.items():
        ContentPiece.objects.create(slug=slug, title=title, url=f"https://x.example/{slug}")
    texts = [
        TemplateVersion.objects.create(
            template=Template.objects.create(name=f"Hello {number}"),
            language="en",
            subject="Hello",
            links=[{"url": f"https://x.example/{n}", "content": slug} for n, slug in enumerate(slugs)],
        )
        for number, slugs in enumerate(LINKS, 1)
    ]
    for number, person in enumerate(people):
        lead = leads.make_lead(
            email=f"p{number}@x.example",
            source_id=sources[person.source],
            stage="converted" if person.is_converted else "marketing",
        )
        _live(lead, person)
        closed = {"state": "unsubscribed", "state_at": person.unsubscribed} if person.unsubscribed else {}
        recipient = Recipient.objects.create(digest=f"p{number}", email=lead.email, **closed)
        for place, journey in enumerate(person.journeys):
            enrollment = Enrollment.objects.create(
                lead=lead,
                workflow=flows[journey.flow],
                version=editions[journey.flow],
                step="m",
                step_at=journey.entered,
                entered_at=journey.entered,
                state="finished",
                ended_at=journey.entered + timedelta(days=30),
            )
            for step, mail in enumerate(journey.mails):
                _send(f"{number}-{place}-{step}", enrollment, recipient, mail, texts[mail.version])
    return sources


def _live(lead: Lead, person: Person) -> None:
    for at in person.greens:
        make_snapshot(lead, at, light="green")
        make_snapshot(lead, at + timedelta(days=90), light="red")
    for at in person.offers:
        StageChange.objects.create(lead=lead, from_stage="marketing", to_stage="mql", at=at)
    if person.won:
        deal = conversion.make_deal(lead=lead, at=person.won)
        type(deal).objects.filter(pk=deal.pk).update(state="won", closed_at=person.won)


def _send(key: str, enrollment: Enrollment, recipient: Recipient, mail: Mail, text: TemplateVersion) -> None:
    reason = {"reason": "no_consent"} if mail.state == "withheld" else {}
    message = Message.objects.create(
        key=key,
        state=mail.state,
        lead=enrollment.lead,
        recipient=recipient,
        template_version=text,
        due_at=enrollment.entered_at,
        sent_at=mail.at,
        **reason,
    )
    StepRun.objects.create(
        enrollment=enrollment, step=key, kind="email", at=enrollment.entered_at, message=message
    )
    for place, at, verdict in mail.clicks:
        LinkClick.objects.create(message=message, place=place, at=at, verdict=verdict)


# Counted without the database ------------------------------------------------------------------------------------


def expected_workflows(people: list[Person], period: Period) -> dict[str, Counter[str]]:
    """Return each workflow's figures by name."""
    found: dict[str, Counter[str]] = {}
    for person in people:
        for journey in person.journeys:
            entered = journey.entered
            if not period.start <= entered < period.end:
                continue
            row = found.setdefault(journey.flow, Counter())
            states = Counter(mail.state for mail in journey.mails)
            was_mailed = bool(journey.mails)
            row["entered"] += 1
            row["sent"] += states["sent"]
            row["unsent"] += states["withheld"] + states["failed"]
            row["clicked"] += any(
                verdict == "human" for mail in journey.mails for _, _, verdict in mail.clicks
            )
            row["unsubscribed"] += was_mailed and _is_after(person.unsubscribed, entered)
            row["green"] += any(at >= entered for at in person.greens)
            row["handed_off"] += any(at >= entered for at in person.offers)
            row["won"] += _is_after(person.won_at, entered)
    return found


def expected_content(people: list[Person], period: Period) -> dict[str, Counter[str]]:
    """Return each piece's figures by slug."""
    found: dict[str, Counter[str]] = {}
    for person in people:
        first_click: dict[str, datetime] = {}
        reached = set()
        for mail in (mail for journey in person.journeys for mail in journey.mails):
            if mail.at is None or not period.start <= mail.at < period.end:
                continue
            for slug in filter(None, set(LINKS[mail.version])):
                found.setdefault(slug, Counter())["sent"] += 1
                reached.add(slug)
            for place, at, verdict in mail.clicks:
                slug = LINKS[mail.version][place]
                if slug and verdict == "human":
                    first_click[slug] = min(at, first_click.get(slug, at))
        for slug in reached:
            found[slug]["people"] += 1
        for slug, at in first_click.items():
            found[slug]["clicked"] += 1
            found[slug]["green"] += any(green >= at for green in person.greens)
            found[slug]["handed_off"] += any(offer >= at for offer in person.offers)
            found[slug]["won"] += _is_after(person.won_at, at)
    return found


def _is_after(moment: datetime | None, other: datetime) -> bool:
    return moment is not None and moment >= other


# The tests -------------------------------------------------------------------------------------------------------


@pytest.fixture(params=[(1, "Europe/Madrid"), (2, "America/Los_Angeles"), (3, "Pacific/Auckland")])
def past(request: pytest.FixtureRequest, db: None) -> Iterator[tuple[list[Person], Scope, dict[str, int]]]:
    seed, name = request.param
    zone = ZoneInfo(name)
    workspace = tenants.make_workspace(time_zone=name)
    with workspace_scope(workspace.pk):
        people = invent(seed, zone)
        yield people, Scope(Period(*MARCH, zone)), write(people)


def test_results_equal_the_count(past) -> None:
    people, scope, sources = past

    for source in (None, "web", "fair"):
        asked = people if source is None else [person for person in people if person.source == source]
        question = Scope(scope.period, source_id=sources.get(source or ""))
        by_flow = {found.name: figures(found) for found in workflows.workflows(question)}
        by_piece = {found.key: figures(found) for found in workflows.content(question)}
        assert by_flow == plain(expected_workflows(asked, scope.period))
        assert by_piece == plain(expected_content(asked, scope.period))


def test_pasts_hold_everything_that_is_counted(past) -> None:
    people, scope, _sources = past

    flows = sum(expected_workflows(people, scope.period).values(), Counter())
    pieces = sum(expected_content(people, scope.period).values(), Counter())

    assert set(flows) == {
        "entered", "sent", "unsent", "clicked", "unsubscribed", "green", "handed_off", "won",
    }  # fmt: skip
    assert set(pieces) == {"sent", "people", "clicked", "green", "handed_off", "won"}


def figures(found: workflows.WorkflowResult | workflows.ContentResult) -> dict[str, int]:
    return {
        name: value
        for name, value in asdict(found).items()
        if isinstance(value, int) and value and name != "workflow_id"
    }


def plain(expected: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {name: {figure: count for figure, count in row.items() if count} for name, row in expected.items()}
