"""What each address costs: statements sent to the database, and bytes sent to the browser, with few rows and many."""

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, reset_queries
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.architecture.access import Entry
from tests.architecture.callers import ENTRIES, ask, browser, session, undone
from tests.architecture.crowd import busy
from tests.architecture.samples import sample_of
from tests.architecture.world import Call, World, inside


BASELINE = Path(__file__).with_name("weights.json")
WRITES = bool(os.environ.get("LEADCRM_WRITE_WEIGHTS"))
# What surrounds a request's own questions: the transaction and the scope.
FRAME = re.compile(r"^\s*(SAVEPOINT|RELEASE|ROLLBACK|SET LOCAL|BEGIN|COMMIT)\b", re.IGNORECASE)
# Asked by htmx for a part; the same address opened by itself is a whole page.
PART = {"HTTP_HX_REQUEST": "true"}
ROLES = ("admin", "rep")


@dataclass(frozen=True, slots=True)
class Weight:
    """One answer: is it a whole page, a part of one or JSON; statements; bytes, and bytes as sent."""

    kind: str
    queries: int
    raw: int
    gz: int

    def as_dict(self) -> dict[str, Any]:
        """Return the line as the baseline holds it."""
        return {"kind": self.kind, "queries": self.queries, "raw": self.raw, "gz": self.gz}


def statements(captured: CaptureQueriesContext) -> list[str]:
    """Return what was asked, without the transaction's own frame."""
    return [query["sql"] for query in captured.captured_queries if not FRAME.match(query["sql"])]


def shape(sql: str) -> str:
    """Return the statement without its values, short enough to read."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", " ".join(sql.split()))[:200]


def weigh(world: World, rows: int) -> Iterator[tuple[str, Weight, list[str]]]:
    """Open every address that shows something, as an administrator and, where it differs, as a rep."""
    with undone():
        with inside(world):
            crowded = busy(world, rows)
        for entry in ENTRIES:
            if entry.method == "GET" and (entry.is_page or entry.is_api):
                for role in ROLES if entry.name in AS_REP else ROLES[:1]:
                    world.actor = world.members[role]
                    with undone(), inside(world):
                        call = crowded.get(entry.name) or sample_of(entry.name, world)
                        yield from _opened(world, entry, call)


def _opened(world: World, entry: Entry, call: Call) -> Iterator[tuple[str, Weight, list[str]]]:
    """Open it by itself and, if htmx is given only a part of it, as htmx does."""
    client = browser(world.actor) if entry.is_page else session(world.actor, world.workspace.slug)
    suffix = "" if world.actor.role == ROLES[0] else f" ({world.actor.role})"
    for headers in ({}, PART) if entry.is_page else ({},):
        client.defaults |= headers
        reset_queries()  # the log holds 9,000 and warns when it is full
        with CaptureQueriesContext(connection) as captured:
            answer = ask(client, entry, call, world.workspace.slug)
        if answer.status_code != 200:
            return
        weight = _weight(answer, captured)
        if not headers or weight.kind == "part":
            yield f"{entry.name}{suffix}{' as part' if headers else ''}", weight, statements(captured)
        if weight.kind == "part":
            return


# Their page is another one, or shows other rows.
AS_REP = {
    "distribution:today",
    "distribution:my-work",
    "distribution:news",
    "leads:list",
    "leads:detail",
    "conversion:opportunities",
}


def _weight(answer: HttpResponse, captured: CaptureQueriesContext) -> Weight:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Weight(
        kind=_kind(answer, body),
        queries=len(statements(captured)),
        raw=len(body),
        gz=len(gzip.compress(body, 6)),
    )


def _kind(answer: HttpResponse, body: bytes) -> str:
    if "json" in answer.get("Content-Type", ""):
        return "json"
    if "html" not in answer.get("Content-Type", ""):
        return "file"
    return "page" if b"<html" in body[:500].lower() else "part"


def baseline() -> dict[str, dict[str, Any]]:
    """Return what every address cost when it was last agreed."""
    return json.loads(BASELINE.read_text()) if BASELINE.exists() else {}


def write(weights: dict[str, Weight]) -> None:
    """Agree to what it costs now."""
    lines = {name: weights[name].as_dict() for name in sorted(weights)}
    BASELINE.write_text(
        "{\n" + ",\n".join(f'  "{name}": {json.dumps(line)}' for name, line in lines.items()) + "\n}\n"
    )
