"""How many statements each page asks and how heavy it is (ux §8): no more with more rows, none above its baseline.

After a page that is meant to cost more, or now costs less, ``LEADCRM_WRITE_WEIGHTS=1 pytest`` of this file
writes what it costs, and the new baseline is committed with the page.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from core.limits import TooSlow, time_limit
from tests.architecture import crowd, weights
from tests.architecture.weights import Weight
from tests.architecture.world import World, inside


FEW, MANY = 3, 30
MOST_QUERIES = {"page": 12, "part": 6, "json": 12, "file": 12}
MOST_BYTES = {"page": 100_000, "part": 60_000, "json": 100_000, "file": 100_000}
MOST_GZ = {"page": 15_000, "part": 10_000, "json": 10_000, "file": 10_000}
# Above the budget, each for a reason.
OVER_BUDGET = {
    "leads:watch as part": (10, "head and every panel of the lead, once they look different"),
    "conversion:convert as part": (7, "the whole dialog: lead, form choices, and what it may be already"),
    "distribution:today": (17, "the day of an administrator: a card of each room"),
    "distribution:today as part": (16, "the day of an administrator: a card of each room"),
    "distribution:today (rep) as part": (9, "the day: queue, next lead with its score, figures"),
    "distribution:my-work (rep) as part": (9, "the day: queue, next lead with its score, figures"),
    "scoring:draft": (14, "reads the draft and the live version, how they differ, and what Sales gave"),
    "scoring:impact": (18, "compares every lead, newcomers and hand-offs"),
    "scoring:impact as part": (17, "compares every lead, newcomers and hand-offs"),
    "scoring:dial": (14, "counts newcomers and hand-offs, reads both versions"),
    "scoring:dial as part": (13, "counts newcomers and hand-offs, reads both versions"),
    "scoring-api:dial": (13, "counts newcomers and hand-offs, reads both versions"),
    "scoring:moves": (15, "reads both versions, the leads, and their lines by both"),
    "scoring-api:simulate": (17, "compares every lead, newcomers and hand-offs"),
    "scoring-api:moves": (14, "reads both versions, the leads, and their lines by both"),
    "scoring:backtest as part": (11, "judges three kinds of ends by two versions"),
    "messaging:template-text": (17, "draws the mail for a real lead"),
    "nurturing:dry-run": (24, "does all that activation does, and takes it back"),
    "nurturing-api:workflow-dry-run": (15, "does all that activation does, and takes it back"),
    "nurturing:edit-workflow": (12, "reads the outline, its mails, and how many stand where"),
    "nurturing:add-step": (12, "reads and checks the whole outline"),
    "nurturing:step": (12, "reads and checks the whole outline"),
    "nurturing:add-step as part": (11, "reads and checks the whole outline"),
    "nurturing:step as part": (11, "reads and checks the whole outline"),
}
# How many more where there are many rows, each for a reason.
MAY_GROW = {
    **dict.fromkeys(
        ("leads:list", "leads:list (rep)", "leads:list as part", "leads:list (rep) as part"), 1
    ),  # what is more than a page is counted
}
# Numbers and dates of one more or one less digit.
SLACK, SLACK_BYTES = 1.03, 120


LIMIT = re.compile(r"(SET LOCAL statement_timeout = )\d+")
# No statement here takes so long, on the busiest machine.
PATIENCE_MS = 20_000


@pytest.fixture
def calm(db: None) -> Iterator[None]:
    """Let no page depend on how busy the machine is: the clock stands, and no read is stopped for taking long.

    Else "now" becomes "3 min" in every row, and a stopped read asks for an estimate or shows another page.
    """
    with time_machine.travel(timezone.now(), tick=False), connection.execute_wrapper(_patiently):
        yield


def _patiently(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
    asked = LIMIT.sub(rf"\g<1>{PATIENCE_MS}", sql) if isinstance(sql, str) else sql
    return execute(asked, params, many, context)


def grow(world: World, numbers: range) -> None:
    """Make the rows and let PostgreSQL count them: else it plans for the empty tables it last saw.

    The samples of a segment were once looked for in every lead for every lead, which took more than 40 s.
    """
    with inside(world):
        crowd.grow(world, numbers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.slow
@pytest.mark.usefixtures("calm")
def test_no_page_grows_in_statements_or_weight(acme: World) -> None:
    grow(acme, range(FEW))
    few = {name: (weight, asked) for name, weight, asked in weights.weigh(acme, FEW)}
    grow(acme, range(FEW, MANY))
    many = {name: (weight, asked) for name, weight, asked in weights.weigh(acme, MANY)}
    measured = {name: weight for name, (weight, _asked) in many.items()}
    if weights.WRITES:
        weights.write(measured)

    assert growing(few, many) == []
    assert heavy(measured) == []
    assert above(measured, weights.baseline()) == []


def growing(few: dict[str, tuple[Weight, list[str]]], many: dict[str, tuple[Weight, list[str]]]) -> list[str]:
    """Return what asks more the more rows there are, with the statements that only then are asked."""
    found = []
    for name in sorted(few.keys() & many.keys()):
        extra = many[name][0].queries - few[name][0].queries
        if extra > MAY_GROW.get(name, 0):
            known = {weights.shape(sql) for sql in few[name][1]}
            new = [weights.shape(sql) for sql in many[name][1] if weights.shape(sql) not in known]
            found.append(f"{name}: {extra} more statements with {MANY} rows than with {FEW}: {new[:3]}")
    return found


def heavy(measured: dict[str, Weight]) -> list[str]:
    """Return what costs more than its kind may."""
    found = []
    for name, weight in sorted(measured.items()):
        most, _reason = OVER_BUDGET.get(name, (MOST_QUERIES[weight.kind], ""))
        if weight.queries > most:
            found.append(f"{name}: {weight.queries} statements, at most {most}")
        if weight.raw > MOST_BYTES[weight.kind] or weight.gz > MOST_GZ[weight.kind]:
            found.append(f"{name}: {weight.raw} bytes, {weight.gz} as sent")
    return found


def above(measured: dict[str, Weight], agreed: dict[str, dict[str, int]]) -> list[str]:
    """Return what costs more than was agreed, and what nobody agreed to."""
    found = [f"{name}: has no baseline" for name in sorted(measured.keys() - agreed.keys())]
    for name in sorted(measured.keys() & agreed.keys()):
        now, then = measured[name].as_dict(), agreed[name]
        if now["queries"] > then["queries"]:
            found.append(f"{name}: {now['queries']} statements, agreed were {then['queries']}")
        found += [
            f"{name}: {now[kind]} bytes {kind}, agreed were {then[kind]}"
            for kind in ("raw", "gz")
            if now[kind] > then[kind] * SLACK + SLACK_BYTES
        ]
    return found


@pytest.mark.usefixtures("calm")
def test_a_busy_machine_changes_nothing() -> None:
    before = timezone.now()

    with time_limit(1), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.05)")

    assert timezone.now() == before


# The test sees the fault ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_calm_a_slow_read_is_stopped() -> None:
    with pytest.raises(TooSlow), time_limit(1), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.05)")


def test_a_statement_for_each_row_is_seen() -> None:
    few = {"x:list": (Weight("page", 5, 100, 50), ["SELECT a FROM t WHERE id = 1"])}
    many = {
        "x:list": (
            Weight("page", 7, 100, 50),
            ["SELECT a FROM t WHERE id = 2", "SELECT b FROM u WHERE id = 3"],
        )
    }

    assert growing(few, few) == []
    assert growing(few, many) == [
        "x:list: 2 more statements with 30 rows than with 3: ['SELECT b FROM u WHERE id = ?']"
    ]


def test_what_is_over_its_budget_is_seen() -> None:
    assert heavy({"x:list": Weight("page", 12, 100, 50), "x:part": Weight("part", 6, 100, 50)}) == []
    assert heavy({"x:list": Weight("page", 13, 100, 50)}) == ["x:list: 13 statements, at most 12"]
    assert heavy({"x:list": Weight("page", 1, 100, 15_001)}) == ["x:list: 100 bytes, 15001 as sent"]


def test_what_is_above_its_baseline_is_seen() -> None:
    agreed = {"x:list": {"kind": "page", "queries": 5, "raw": 1000, "gz": 500}}

    assert above({"x:list": Weight("page", 5, 1100, 600)}, agreed) == []
    assert above({"x:list": Weight("page", 6, 1200, 500)}, agreed) == [
        "x:list: 6 statements, agreed were 5",
        "x:list: 1200 bytes raw, agreed were 1000",
    ]
    assert above({"x:new": Weight("page", 6, 1200, 500)}, agreed) == ["x:new: has no baseline"]
