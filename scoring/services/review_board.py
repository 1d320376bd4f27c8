"""What a person may see of a review: its cases with their verdicts, most disputed first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from scoring.choices import CaseOutcome, Verdict
from scoring.engine import review_agreement
from scoring.engine.review_agreement import Agreement
from scoring.models import ReviewCase, ReviewMeeting, ReviewVerdict
from scoring.services import seating
from scoring.services.seating import Reader


# What a board draws; lines, actions and facts are read for one case at a time.
SHOWN = (
    "id",
    "workspace_id",
    "meeting_id",
    "position",
    "lead_id",
    "title",
    "grade",
    "score",
    "outcome",
    "reason",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a person sees it: ``verdicts`` is None while others' are kept back."""

    case: ReviewCase
    mine: ReviewVerdict | None
    verdicts: list[ReviewVerdict] | None
    count: int

    @property
    def said(self) -> list[str]:
        """Return the verdicts that are shown."""
        return [each.verdict for each in self.verdicts or ()]

    @property
    def majority(self) -> str:
        """Return what most said, empty where two are level or nobody said anything."""
        return review_agreement.majority(self.said)


@dataclass(frozen=True, slots=True)
class Board:
    """All cases as a person sees them, how many verdicts each person gave, and what changes with each of them."""

    rows: list[Row]
    given: Mapping[int, int]
    stamp: str

    @property
    def agreement(self) -> Agreement:
        """Return how far the verdicts that are shown agree."""
        return review_agreement.agreement(row.said for row in self.rows)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Return how often each reason was given for a verdict that is shown, most often first."""
        counts = Counter(each.reason for row in self.rows for each in row.verdicts or () if each.reason)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def against_sales(self) -> dict[str, dict[str, int]]:
        """Return by what became of the cases how many of them most found good, too early or no fit."""
        found: dict[str, dict[str, int]] = {}
        for outcome in CaseOutcome.values:
            counts = Counter(
                row.majority for row in self.rows if row.case.outcome == outcome and row.majority
            )
            if counts:
                found[outcome] = {verdict: counts[verdict] for verdict in Verdict.values}
        return found


def stamp(meeting: ReviewMeeting) -> str:
    """Return what changes with every verdict. Queries: one."""
    verdicts = ReviewVerdict.objects.filter(case__meeting=meeting)
    found = verdicts.aggregate(count=Count("pk"), newest=Max("given_at"))
    return seating.stamp(meeting, found["count"], found["newest"])


def board(meeting: ReviewMeeting, reader: Reader) -> Board:
    """Return every case, the most disputed first; of a closed review with all that is frozen. Queries: two."""
    found = ReviewCase.objects.filter(meeting=meeting).order_by("position")
    cases = list(found.only(*SHOWN) if meeting.is_open else found)
    verdicts = list(_verdicts().filter(case__meeting=meeting))
    by_case: dict[int, list[ReviewVerdict]] = {case.pk: [] for case in cases}
    for verdict in verdicts:
        by_case[verdict.case_id].append(verdict)
    rows = [row(meeting, reader, case, by_case[case.pk]) for case in cases]
    newest = max((verdict.given_at for verdict in verdicts), default=None)
    given = Counter(verdict.user_id for verdict in verdicts)
    return Board(sorted(rows, key=_place), given, seating.stamp(meeting, len(verdicts), newest))


def verdicts_on(case: ReviewCase) -> list[ReviewVerdict]:
    """Return what was said of one case. Queries: one."""
    return list(_verdicts().filter(case=case))


def _verdicts() -> QuerySet[ReviewVerdict]:
    return ReviewVerdict.objects.select_related("user").order_by("user__name", "pk")


def row(meeting: ReviewMeeting, reader: Reader, case: ReviewCase, verdicts: Sequence[ReviewVerdict]) -> Row:
    """Return one case with its verdicts as the person sees them."""
    mine = next((each for each in verdicts if each.user_id == reader.user_id), None)
    shown = list(verdicts) if reader.may_see(meeting, mine) else None
    return Row(case, mine, shown, len(verdicts))


def _place(row: Row) -> tuple[int, ...]:
    """Return where the case stands: disputed, agreed, kept back, without a verdict; then as it was frozen."""
    if row.verdicts is None:
        return (1 if row.count else 2, row.case.position)
    differing, kinds = review_agreement.dissent(row.said)
    return (0 if row.count else 2, -differing, -kinds, row.case.position)
