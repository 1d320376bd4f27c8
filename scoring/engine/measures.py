"""How well a score tells winners from losers: AUC, lift, and conversion by grade."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoring.choices import GRADES


@dataclass(frozen=True, slots=True)
class Scored:
    """A lead with a known outcome; ``score`` may be of any unit."""

    score: int
    grade: str
    is_won: bool


def measure(leads: Sequence[Scored]) -> dict[str, Any]:
    """Return n, positives, auc, lift_top_decile and by_grade; None where too little is known to say."""
    positives = sum(lead.is_won for lead in leads)
    return {
        "n": len(leads),
        "positives": positives,
        "auc": auc(leads),
        "lift_top_decile": lift(leads, share=10),
        "by_grade": {grade: _rate([lead for lead in leads if lead.grade == grade]) for grade in GRADES},
    }


def auc(leads: Sequence[Scored]) -> float | None:
    """Return the chance that a winner scores above a loser, ties counting half; None without both."""
    ordered = sorted(leads, key=lambda lead: lead.score)
    positives = sum(lead.is_won for lead in ordered)
    negatives = len(ordered) - positives
    if not positives or not negatives:
        return None
    ranks, place = 0.0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end].score == ordered[place].score:
            end += 1
        # Leads of equal score share the middle of their ranks.
        ranks += (place + 1 + end) / 2 * sum(lead.is_won for lead in ordered[place:end])
        place = end
    return round((ranks - positives * (positives + 1) / 2) / (positives * negatives), 4)


def lift(leads: Sequence[Scored], *, share: int) -> float | None:
    """Return how many times the average the best ``share`` percent convert; a tie at the edge counts in part."""
    size = len(leads) * share / 100
    positives = sum(lead.is_won for lead in leads)
    if not positives or size < 1:
        return None
    ordered = sorted(leads, key=lambda lead: -lead.score)
    edge = ordered[int(size) - 1].score
    above = [lead for lead in ordered if lead.score > edge]
    tied = [lead for lead in ordered if lead.score == edge]
    won = sum(lead.is_won for lead in above) + (size - len(above)) * sum(lead.is_won for lead in tied) / len(
        tied
    )
    return round(won / size / (positives / len(leads)), 4)


def _rate(leads: Sequence[Scored]) -> dict[str, Any]:
    won = sum(lead.is_won for lead in leads)
    return {"n": len(leads), "positives": won, "rate": round(won / len(leads), 4) if leads else None}
