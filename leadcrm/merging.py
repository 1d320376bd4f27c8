"""What the rooms keep of a lead, and how it fits when two leads become one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from distribution.choices import HandOffState
from distribution.models import HandOff
from distribution.services import offering
from leads.choices import Stage
from leads.models import Clue
from leads.references import OWN, Pair, Reference, Rule, register
from messaging.services import outbox
from nurturing.choices import EnrollmentState, LeaveReason
from nurturing.models import Enrollment
from nurturing.services import enroll
from work import queue


REASON = "merged"


def end_hand_offs(pair: Pair) -> Mapping[int, Mapping[str, Any]]:
    """Close what Sales was still asked, or had still to do, on the road that ends: one lead waits once (H1)."""
    rows = HandOff.objects.filter(lead_id=pair.ended)
    open_rows = [*rows.waiting(), *rows.uncontacted()]
    closed = {"state": HandOffState.CLOSED, "reason": REASON, "updated_at": pair.at}
    return {
        row.pk: closed
        | {
            "answered_at": row.answered_at or max(pair.at, row.offered_at),
            "answered_by": row.answered_by or pair.by,
        }
        for row in open_rows
    }


def stop_clocks(ids: Sequence[int], at: datetime) -> None:
    """Ask nobody any more for an answer."""
    queue.unmark(offering.QUEUE, ids)


def start_clocks(ids: Sequence[int], at: datetime) -> None:
    """Let the clocks of hand-offs that wait again run from where they were."""
    waiting = HandOff.objects.waiting().filter(pk__in=ids)
    queue.mark_each(offering.QUEUE, dict(waiting.values_list("pk", "accept_due_at")))


def end_enrollments(pair: Pair) -> Mapping[int, Mapping[str, Any]]:
    """End the workflow of the road that ends, unless the other lead is with Marketing and in none."""
    active = dict(
        Enrollment.objects.active().filter(lead_id__in=[pair.winner, pair.loser]).values_list("lead_id", "pk")
    )
    if pair.ended not in active or (pair.stage == Stage.MARKETING and pair.road not in active):
        return {}
    left = {"state": EnrollmentState.LEFT, "ended_at": pair.at, "reason": LeaveReason.MERGED}
    return {active[pair.ended]: left | {"updated_at": pair.at}}


def withdraw_mails(ids: Sequence[int], at: datetime) -> None:
    """Keep the workflow's mails that have not left yet from leaving."""
    queue.unmark(enroll.QUEUE, ids)
    outbox.withdraw_many(origins=[enroll.origin(pk) for pk in ids], at=at)


def go_on(ids: Sequence[int], at: datetime) -> None:
    """Let enrollments that were taken up again go on where they stood."""
    rows = Enrollment.objects.active().filter(pk__in=ids)
    queue.mark_each(enroll.QUEUE, {row.pk: row.due_at or at for row in rows})


def end_clues(pair: Pair) -> Mapping[int, Mapping[str, Any]]:
    """End what an inference says of the lost lead where it says something of the survivor too."""
    standing = Clue.objects.filter(ended_at=None, inference__isnull=False)
    known = standing.filter(lead_id=pair.winner).values("inference_id")
    twice = standing.filter(lead_id=pair.loser, inference_id__in=known)
    return {pk: {"ended_at": pair.at} for pk in twice.values_list("pk", flat=True)}


ROOMS = (
    Reference("leads.Clue", Rule.MOVES, settle=end_clues),
    Reference("capture.Inquiry", Rule.MOVES),
    Reference("capture.ImportMark", Rule.STAYS, field="lead_id"),
    Reference("capture.Visit", Rule.MOVES),
    Reference("capture.VisitorName", Rule.MOVES),
    # both links may be in somebody's hands
    Reference("capture.ReferralLink", Rule.MOVES),
    Reference("scoring.ScoreSnapshot", Rule.MOVES, is_ledger=True),
    Reference("scoring.ReviewCase", Rule.MOVES),
    Reference("scoring.HandGrade", Rule.ONE, rank_column="grade_by_hand"),
    Reference(
        "distribution.HandOff",
        Rule.MOVES,
        follows_road=True,
        settle=end_hand_offs,
        settled=stop_clocks,
        revived=start_clocks,
        said="hand_off",
    ),
    Reference(
        "nurturing.Enrollment",
        Rule.MOVES,
        settle=end_enrollments,
        settled=withdraw_mails,
        revived=go_on,
        said="enrollment",
    ),
    Reference("nurturing.Care", Rule.AWAY),
    Reference("conversion.Conversion", Rule.MOVES, follows_road=True),
    Reference("conversion.Opportunity", Rule.MOVES, follows_road=True),
    Reference("messaging.Message", Rule.MOVES),
    Reference("messaging.Notification", Rule.MOVES),
)


def register_all() -> None:
    """Tell leads of every table that names one; called when the app is ready."""
    register(*OWN, *ROOMS)
