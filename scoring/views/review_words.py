"""A review as its templates draw it: a case in a row, who is how far, key figures, what it looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import numbers
from scoring.choices import CaseOutcome, ReviewKind, Verdict
from scoring.models import ReviewCase, ReviewMeeting, ReviewSeat, ReviewVerdict
from scoring.services.review_board import Board, Row
from scoring.views.meeting_words import DASH, Person, persons
from tenants.models import Team


@dataclass(frozen=True, slots=True)
class Said:
    """One person's verdict in words."""

    person: Any
    verdict: str
    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One case of the board; ``columns`` is empty while verdicts are kept back or none was given."""

    case: ReviewCase
    title: str
    outcome: str
    mine: ReviewVerdict | None
    said: list[Said]
    columns: list[tuple[str, int, bool]]
    count: int
    is_hidden: bool
    is_disputed: bool


def row(found: Row, meeting: ReviewMeeting, *, is_named: bool) -> ShownRow:
    """Return a case as the board draws it."""
    labels = reasons(meeting)
    verdicts = found.verdicts or []
    columns = [
        (str(Verdict(verdict).label), found.said.count(verdict), verdict == found.majority)
        for verdict in Verdict.values
    ]
    return ShownRow(
        case=found.case,
        title=title(found.case, is_named=is_named),
        outcome=outcome(found.case),
        mine=found.mine,
        said=[
            Said(
                each.user,
                str(Verdict(each.verdict).label),
                labels.get(each.reason, each.reason),
                each.comment if is_named else "",
            )
            for each in verdicts
        ],
        columns=columns if verdicts else [],
        count=found.count,
        is_hidden=found.verdicts is None and found.count > 0,
        is_disputed=len(set(found.said)) > 1,
    )


def title(case: ReviewCase, *, is_named: bool = True) -> str:
    """Return what the case is called: nobody is named once the lead is erased, nor to whom may not see it."""
    if case.lead_id is None:
        return _("Case %(n)d, erased") % {"n": case.position + 1}
    return case.title if is_named else _("Case %(n)d") % {"n": case.position + 1}


def outcome(case: ReviewCase) -> str:
    """Return what had become of the lead: "Returned: no budget"."""
    label = str(CaseOutcome(case.outcome).label)
    return f"{label}: {case.reason}" if case.reason else label


def reasons(meeting: ReviewMeeting) -> Mapping[str, str]:
    """Return the reasons' names by slug."""
    return {each["slug"]: each["label"] for each in meeting.reasons}


def people(meeting: ReviewMeeting, board: Board) -> list[Person]:
    """Return those who are asked, who is furthest behind first. Queries: one."""
    return persons(ReviewSeat.objects.filter(meeting=meeting), board.given, asked=len(board.rows))


def figures(meeting: ReviewMeeting, board: Board) -> list[dict[str, Any]]:
    """Return the key figures of the verdicts that are shown."""
    agreement = board.agreement
    judged = [each.majority for each in board.rows if each.majority]
    good = sum(verdict == Verdict.GOOD for verdict in judged)
    same = _("all said the same on %(same)d of %(cases)d") % {
        "same": agreement.same,
        "cases": agreement.cases,
    }
    return [
        {
            "label": _("Good ones"),
            "value": numbers.percent(good / len(judged)) if judged else DASH,
            "note": _("%(good)d of %(cases)d, as most said") % {"good": good, "cases": len(judged)},
        },
        {
            "label": _("Agreement"),
            "value": DASH if agreement.share is None else numbers.percent(agreement.share),
            "note": same if agreement.cases else _("needs two verdicts on a case"),
        },
        {
            "label": _("Beyond chance"),
            "value": DASH if agreement.alpha is None else numbers.plain(round(agreement.alpha, 2), 2),
            "note": _("Krippendorff’s alpha: 1 all agree, 0 chance"),
        },
    ]


def top_reasons(meeting: ReviewMeeting, board: Board) -> list[tuple[str, int]]:
    """Return how often each reason was given, most often first."""
    labels = reasons(meeting)
    return [(labels.get(slug, slug), count) for slug, count in board.reasons]


def about(meeting: ReviewMeeting) -> str:
    """Return which leads the review looks at: "Hand-offs to Sales · given back for “No budget” · last 30 days"."""
    filters = meeting.filters
    parts = [str(ReviewKind(meeting.kind).label)]
    if slug := filters.get("reason"):
        label = reasons(meeting).get(slug, slug)
        parts.append(_("given back for “%(reason)s”") % {"reason": label})
    if team := filters.get("team"):
        name = Team.objects.filter(pk=team).values_list("name", flat=True).first() or ""
        parts.append(_("team %(name)s") % {"name": name})
    if days := filters.get("days"):
        parts.append(ngettext("last %(n)d day", "last %(n)d days", days) % {"n": days})
    return " · ".join(parts)
