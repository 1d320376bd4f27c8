"""How good a score or a probability is: AUC with its interval, PR-AUC, Brier, lift, calibration, rates by grade."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss

from scoring.choices import GRADES
from scoring.engine.measures import Scored, auc, lift


Array = np.ndarray[Any, Any]
BINS = 10
Z95 = 1.96


def block(
    *, scores: Sequence[float], probabilities: Array | None, won: Sequence[bool], grades: Sequence[str]
) -> dict[str, Any]:
    """Return everything there is to say of one way to order leads; None where too little is known to say it."""
    leads = [
        Scored(score, grade, bool(is_won))  # type: ignore[arg-type]
        for score, grade, is_won in zip(scores, grades, won, strict=True)
    ]
    found = auc(leads)
    positives = sum(lead.is_won for lead in leads)
    return {
        "n": len(leads),
        "positives": positives,
        "auc": found,
        "auc_interval": interval(found, positives, len(leads) - positives),
        "pr_auc": round(float(average_precision_score(won, scores)), 4) if positives else None,
        "lift_top_decile": lift(leads, share=10),
        **_calibration(probabilities, won),
        "by_grade": [by_grade(leads, grade) for grade in GRADES],
    }


def interval(found: float | None, positives: int, negatives: int) -> list[float] | None:
    """Return the AUC's 95 % interval (Hanley and McNeil 1982)."""
    if found is None:
        return None
    one = found / (2 - found)
    two = 2 * found**2 / (1 + found)
    variance = (
        found * (1 - found) + (positives - 1) * (one - found**2) + (negatives - 1) * (two - found**2)
    ) / (positives * negatives)
    half = Z95 * math.sqrt(max(variance, 0))
    return [round(max(0, found - half), 4), round(min(1, found + half), 4)]


def by_grade(leads: Sequence[Scored], grade: str) -> dict[str, Any]:
    """Return how many leads of the grade there are, and how many of them were won."""
    among = [lead.is_won for lead in leads if lead.grade == grade]
    rate = round(sum(among) / len(among), 4) if among else None
    return {"grade": grade, "n": len(among), "positives": sum(among), "rate": rate}


def _calibration(probabilities: Array | None, won: Sequence[bool]) -> dict[str, Any]:
    if probabilities is None:
        return {"brier": None, "ece": None, "calibration": []}
    bins = calibration(probabilities, np.array(won, dtype=int))
    off = sum(each["n"] * abs(each["mean"] - each["rate"]) for each in bins if each["n"])
    return {
        "brier": round(float(brier_score_loss(np.array(won, dtype=int), probabilities)), 4),
        "ece": round(off / len(won), 4),
        "calibration": bins,
    }


def calibration(probabilities: Array, won: Array) -> list[dict[str, Any]]:
    """Return ten bins of equal width: what was said on average, and what happened."""
    places = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    found = []
    for place in range(BINS):
        among = places == place
        count = int(among.sum())
        found.append(
            {
                "from": place / BINS,
                "to": (place + 1) / BINS,
                "n": count,
                "mean": round(float(probabilities[among].mean()), 4) if count else None,
                "rate": round(float(won[among].mean()), 4) if count else None,
            }
        )
    return found
