"""Solved puzzles: each lets one inquiry in."""

from datetime import datetime

from capture import proof
from capture.models import SpentProof
from core import sets


def spend(*, solution: str, token: str, at: datetime) -> bool:
    """Take a solution for an inquiry of the form; False if it is none, or was taken before. Queries: at most one."""
    digest = proof.digest_of(solution, token)
    row = {"digest": digest, "at": at}
    return bool(digest) and bool(sets.insert(SpentProof, [row], ignore_conflicts=True, returning=("id",)))


def forget(*, at: datetime) -> None:
    """Forget what is too old to be taken anyway; asked once a day."""
    SpentProof.objects.filter(at__lt=at - 2 * proof.KEPT).delete()
