"""Which bench is what, and running some of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import psycopg

from leadcrm.bench import (
    conversions,
    dials,
    duplicates,
    files,
    filling,
    impacts,
    intake,
    lists,
    nurture,
    reports,
    scores,
    searching,
    throughput,
)
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result


# Reading first: what writes makes the tables larger for what comes after.
NAMES = (
    "list",
    "search",
    "dedupe",
    "reports",
    "rescore",
    "impact",
    "dial",
    "convert",
    "capture",
    "import",
    "nurture",
)
SMALL = 10_000
Owner = psycopg.Connection[Any] | None


def run(names: Sequence[str], *, leads: int, at: datetime, owner: Owner, activities: int = 6) -> list[Result]:
    """Fill a workspace of this size and run the benches; the list also needs a small one to compare with.

    ``activities`` is how many a lead has on average; six in ten have any.
    """
    filled = filling.fill(leads=leads, at=at, owner=owner, activities=activities)
    benches: dict[str, Callable[[], list[Result]]] = {
        "list": lambda: lists.run(filled, _small(leads, at, owner), owner),
        "search": lambda: searching.run(filled),
        "dedupe": lambda: duplicates.run(filled, at),
        "reports": lambda: reports.run(filled, owner, at),
        "rescore": lambda: scores.run(filled, at, owner),
        "impact": lambda: impacts.run(filled, at),
        "dial": lambda: dials.run(filled, at),
        "convert": lambda: conversions.run(filled, at),
        "capture": lambda: [*intake.capture(filled, at), *throughput.run(filled, at)],
        "import": lambda: files.run(filled, at, owner),
        "nurture": lambda: nurture.run(filled, at, owner),
    }
    return [result for name in NAMES if name in names for result in benches[name]()]


def _small(leads: int, at: datetime, owner: Owner) -> Filled:
    """Fill the workspace to compare with: 10,000 leads, or a tenth where that is not smaller."""
    return filling.fill(leads=SMALL if leads > SMALL else max(leads // 10, 10), at=at, owner=owner)
