"""I1 by the hundred: inquiries are posted while whatever serves them is killed again and again."""

import os
import random
import secrets
import signal
import time
import urllib.parse
from collections import Counter
from contextlib import suppress
from typing import Any

import psutil
import psycopg

from leadcrm.bench.faults import counting
from leadcrm.bench.faults.counting import Stored
from leadcrm.bench.faults.living import Living, living, wait_until
from leadcrm.bench.faults.senders import KEY, Senders


# By what is killed; a parent's child is one of its processes that do the work.
VICTIMS = (
    *("web", "web child", "worker", "worker child", "beat"),
    *("postgres", "postgres backend", "valkey"),
)
REVIVED_SECONDS, FINISHED_SECONDS = 60.0, 180.0
SLUG = "faults"
STORED = """
SELECT i.idempotency_key, i.public_id::text, i.state, i.lead_id, coalesce(a.entries, 0)
FROM capture_inquiry i LEFT JOIN (
  SELECT data->>'inquiry' AS inquiry, count(*) AS entries FROM leads_activity WHERE kind = 'inquiry' GROUP BY 1
) a ON a.inquiry = i.public_id::text
WHERE i.idempotency_key LIKE %s
"""
LEFT = """
SELECT 1 FROM capture_inquiry WHERE state = 'received' UNION ALL
SELECT 1 FROM work_workitem WHERE queue IN ('inquiry', 'lead') AND dead_at IS NULL LIMIT 1
"""


def run(*, faults: int, seed: int | None = None) -> dict[str, Any]:
    """Kill so many times under load, let everything come to an end, and count.

    The same seed chooses the same victims. Raises: NotInTime if something killed does not come back, or what is
    stored is not worked off.
    """
    seed = secrets.randbelow(2**31) if seed is None else seed
    began = time.monotonic()
    with living() as copy:
        senders = _senders(copy)
        chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        senders.start(seed)
        killed: Counter[str] = Counter()
        try:
            while killed.total() < faults:
                killed[_fault(copy, senders, chance)] += 1
            senders.stop(seconds=FINISHED_SECONDS)
        finally:
            senders.stop(seconds=0)
        wait_until(lambda: _is_done(copy), seconds=FINISHED_SECONDS, what="all is worked off")
        found = counting.count(begun=senders.begun, acknowledged=senders.acknowledged, stored=_stored(copy))
        broken = copy.manage("check_invariants", "--ledger", str(senders.ledger))["violations"]
    return {
        "faults": faults,
        "seed": seed,
        **found,
        "violations": len(broken),
        "broken": broken,
        "killed": dict(sorted(killed.items())),
        "answers": dict(sorted(senders.statuses.items())),
        "slowest_answer_s": round(senders.slowest, 1),
        "seconds": round(time.monotonic() - began),
    }


def _senders(copy: Living) -> Senders:
    password = secrets.token_urlsafe(24)
    login = ("--admin-email", f"admin@{SLUG}.invalid", "--password", password)
    copy.manage("create_workspace", SLUG, "--name", "Faults", *login)
    secret = str(copy.manage("create_api_key", SLUG, "--scopes", "*")["key"])
    ((token,),) = copy.sql("SELECT token FROM capture_form ORDER BY id LIMIT 1")
    return Senders(copy, secret, f"/f/{urllib.parse.quote(token)}/", copy.root / "acknowledged")


def _fault(copy: Living, senders: Senders, chance: random.Random) -> str:
    """Kill something, wait until it is back and inquiries are taken again; return what it was."""
    victim = chance.choice(VICTIMS)
    time.sleep(chance.uniform(0, 0.5))
    name = victim.partition(" ")[0]
    former = copy.pids()[name]
    _kill(former, victim, chance)
    if victim == name:
        wait_until(
            lambda: copy.pids().get(name, former) != former,
            seconds=REVIVED_SECONDS,
            what=f"{name} is back",
            log=copy.root.parent / "log",
        )
    goal = len(senders.acknowledged) + chance.randint(2, 10)
    wait_until(
        lambda: len(senders.acknowledged) >= goal,
        seconds=REVIVED_SECONDS,
        what=f"inquiries are taken after {victim} was killed",
        log=copy.root.parent / "log",
    )
    return victim


def _kill(parent: int, victim: str, chance: random.Random) -> None:
    """Kill without warning the process, or one of its children that work; if none does yet, the process itself."""
    children = []
    if " " in victim:
        with suppress(psutil.Error):
            children = sorted(one.pid for one in psutil.Process(parent).children() if _works(one))
    with suppress(ProcessLookupError):
        os.kill(chance.choice(children) if children else parent, signal.SIGKILL)


def _works(process: psutil.Process) -> bool:
    """Say whether it serves somebody: of PostgreSQL's own helpers none does."""
    try:
        return process.name() != "postgres" or "127.0.0.1(" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _is_done(copy: Living) -> bool:
    try:
        return not copy.sql(LEFT)
    except psycopg.Error:
        return False


def _stored(copy: Living) -> list[Stored]:
    rows = copy.sql(STORED, [f"%:{KEY}%"])
    return [Stored(key.rpartition(":")[2], *rest) for key, *rest in rows]
