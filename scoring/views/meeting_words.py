"""A definition meeting as its templates draw it: lines with their figures, the spread, people, signatures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import numbers
from scoring.choices import Category, Side, State
from scoring.engine import meeting_tally
from scoring.engine.meeting_tally import VALUES, Tally
from scoring.engine.spec import Text
from scoring.models import EventWish, Meeting, MeetingLine, MeetingSeat, SignOff
from scoring.services import meeting_counting, meeting_questions, sign_off
from scoring.services.meeting_board import Board, Given, Row
from scoring.services.meeting_draft import Built
from tenants.models import User
from tenants.permissions import Capability


DASH = "–"
ENOUGH = 10
# The strip on which values are drawn.
STEP, FIRST, SMALL, LARGE = 20, 12, 4.5, 9.0


@dataclass(frozen=True, slots=True)
class Dot:
    """How often one value was given, as the strip draws it."""

    x: int
    radius: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The spread of one line's values."""

    dots: list[Dot]
    median_x: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board; ``strip`` is None while values are kept back or none was given."""

    line: MeetingLine
    label: str
    category: str
    leads: str
    won: str
    is_weak: bool
    mine: str
    median: str
    spread: int
    strip: Strip | None
    given: list[tuple[Given, str]]
    count: int
    is_hidden: bool
    points: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """How far somebody is."""

    user: User
    given: int
    asked: int
    is_done: bool


def share(part: int, whole: int) -> str:
    """Return a share as percent, a dash of nothing."""
    return numbers.percent(part / whole) if whole else DASH


def signed(value: float) -> str:
    """Return a value with its sign: +3, −1.5, 0."""
    text = numbers.plain(value, 0 if value == int(value) else 1)
    return f"+{text}" if value > 0 else text


def label(line: MeetingLine) -> str:
    """Return the line's sentence in the reader's language."""
    return str(Text(line.label_en, line.label_es))


def line(row: Row, meeting: Meeting) -> Line:
    """Return a line as the board draws it."""
    known, tally = row.line, row.tally
    middle = tally.median if tally else None
    return Line(
        line=known,
        label=label(known),
        category=str(Category(known.category).label),
        leads=share(known.leads, meeting.leads),
        won=share(known.won, known.known),
        is_weak=known.known < ENOUGH,
        mine="" if row.mine is None else signed(row.mine.value),
        median="" if middle is None else signed(middle),
        spread=tally.spread if tally else 0,
        strip=strip(tally) if tally and tally.count else None,
        given=[(given, signed(given.value)) for given in row.given],
        count=row.count,
        is_hidden=tally is None and row.count > 0,
        points=None if middle is None else meeting_tally.points(middle, meeting.scale),
    )


def strip(found: Tally) -> Strip:
    """Return the drawing of the values: a dot a value, larger where more gave it, and marks at the median."""
    dots = [
        Dot(place(value), f"{SMALL + (LARGE - SMALL) * count / found.count:.1f}", signed(value), count)
        for value, count in zip(VALUES, found.columns, strict=True)
        if count
    ]
    text = ", ".join(f"{dot.value}: {dot.count}" for dot in dots)
    return Strip(dots, place(found.median or 0), text)


def place(value: float) -> int:
    """Return where a value stands on the strip."""
    return round(FIRST + STEP * (value - VALUES[0]))


def chips(request: HttpRequest, categories: Iterable[str], current: str) -> list[dict[str, Any]]:
    """Return the filter by category, with how many lines each has."""
    given = list(categories)
    found = [{"url": request.path, "label": _("All"), "current": not current, "count": len(given)}]
    for category in Category:
        if count := given.count(category.value):
            address = f"{request.path}?category={category.value}"
            found.append(
                {
                    "url": address,
                    "label": category.label,
                    "current": current == category.value,
                    "count": count,
                }
            )
    return found


def people(meeting: Meeting, board: Board) -> list[Person]:
    """Return those who are asked, who is furthest behind first. Queries: one."""
    return persons(MeetingSeat.objects.filter(meeting=meeting), board.given, asked=len(board.rows))


def persons(seats: QuerySet[Any], given: Mapping[int, int], *, asked: int) -> list[Person]:
    """Return how far the people on these seats are, who is furthest behind first. Queries: one."""
    found = [(seat.user, given.get(seat.user_id, 0)) for seat in seats.select_related("user").order_by("pk")]
    found.sort(key=lambda pair: pair[1])
    return [Person(user, count, asked, is_done=count >= asked) for user, count in found]


def counting(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """Return how far the count of a ballot is, or that it stopped and why. Queries: two."""
    job = meeting_counting.job_of(meeting)
    is_under_way = meeting_counting.is_under_way(job)
    address = reverse("scoring:meeting-counting", args=[request.workspace.slug, meeting.pk])  # type: ignore[attr-defined]
    bar = {
        "id": job.pk if job else 0,
        "title": _("The ballot is being counted"),
        "done": job.finished if job else 0,
        "total": job.total if job else 0,
        "percent": job.percent if job else 0,
        "state": job.state if job else "",
        "poll_url": address,
    }
    return {
        "meeting": meeting,
        "job": bar if is_under_way else None,
        "error": str(job.result.get("error", "")) if job else "",
        "can_count": request.membership.can(Capability.EDIT_SCORING),  # type: ignore[attr-defined]
    }


def by_category(lines: Iterable[MeetingLine], meeting: Meeting) -> list[dict[str, Any]]:
    """Return everything that could be asked, by category."""
    found: dict[str, list[dict[str, Any]]] = {category: [] for category in Category.values}
    for each in lines:
        found[each.category].append(
            {
                "line": each,
                "label": label(each),
                "leads": share(each.leads, meeting.leads),
                "won": share(each.won, each.known),
                "is_weak": each.known < ENOUGH,
            }
        )
    return [
        {"name": category, "label": Category(category).label, "lines": kept}
        for category, kept in found.items()
        if kept
    ]


def minutes(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return the lines by category, what weighs most first."""
    found: dict[str, list[Line]] = {category: [] for category in Category.values}
    for each in lines:
        found[each.line.category].append(each)
    return [
        {"label": Category(category).label, "lines": sorted(kept, key=lambda item: -(item.points or 0))}
        for category, kept in found.items()
        if kept
    ]


def agreement(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """Return the draft made of the meeting, or the version it became, with who signed it. Queries: up to three."""
    model = meeting.model
    if model is None:
        return {"model": None}
    signatures: dict[str, SignOff] = {}
    for signature in SignOff.objects.filter(model=model, revision=model.revision):
        signatures[signature.side] = signature
    users = User.objects.in_bulk([signature.signed_by for signature in signatures.values()])
    sides = [
        {
            "label": Side(side).label,
            "signature": (given := signatures.get(side)),
            "person": users.get(given.signed_by) if given else None,
        }
        for side in Side.values
    ]
    membership = request.membership  # type: ignore[attr-defined]
    mine = sign_off.SIDES.get(membership.role)
    is_draft = model.state == State.DRAFT
    return {
        "model": model,
        "is_draft": is_draft,
        "sides": sides,
        "can_sign": is_draft
        and mine is not None
        and mine not in signatures
        and membership.can(Capability.SIGN_SCORING),
    }


def questions(user_id: int) -> list[dict[str, Any]]:
    """Return the questions for events with who wants to know each, agreed ones first. Queries: two."""
    people: dict[int, list[User]] = {}
    for wish in EventWish.objects.select_related("user").order_by("asked_at", "pk"):
        people.setdefault(wish.question_id, []).append(wish.user)
    return [
        {
            "question": question,
            "people": people.get(question.pk, []),
            "is_mine": any(user.pk == user_id for user in people.get(question.pk, [])),
        }
        for question in meeting_questions.wanted()
    ]


def built(found: Built) -> str:
    """Return what became of the draft, as a toast says it."""
    parts = [
        ngettext("%(n)d criterion changed", "%(n)d criteria changed", found.changed) % {"n": found.changed},
        ngettext("%(n)d new", "%(n)d new ones", found.added) % {"n": found.added},
        ngettext("%(n)d taken out", "%(n)d taken out", found.removed) % {"n": found.removed},
    ]
    if found.left_out:
        n = len(found.left_out)
        parts.append(
            ngettext(
                "%(n)d left out, for want of room or its field",
                "%(n)d left out, for want of room or a field",
                n,
            )
            % {"n": n}
        )
    return _("The draft is made: %(parts)s.") % {"parts": ", ".join(parts)}
