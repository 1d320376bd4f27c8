"""Many senders at once who, like good programs, try again with the same key until they are answered."""

import http.client
import itertools
import json
import threading
import time
import urllib.parse
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from leadcrm.bench.faults.senders import person
from tests.faults.rig import Answer, Ledger
from tests.flows.road import Office


_numbers = itertools.count(1)


@dataclass(slots=True)
class Crowd:
    """Senders that post through the form and the API by turns, each inquiry under a key of its own."""

    office: Office
    ledger: Ledger
    limit: int = 1_000_000
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    without_retry_after: int = 0
    slowest: float = 0.0
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _form: str = ""

    def start(self, senders: int = 4) -> None:
        """Begin to post."""
        self._form = urllib.parse.urlsplit(self.office.get("forms/")["results"][0]["url"]).path
        self._threads = [threading.Thread(target=self._send_all, daemon=True) for _ in range(senders)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new; what is under way is tried until it is answered."""
        self._stopping.set()
        self.wait()

    def wait(self, seconds: float = 60) -> None:
        """Wait until everybody is done."""
        limit = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, limit - time.monotonic()))
        assert not any(thread.is_alive() for thread in self._threads), "somebody is never answered"

    def _send_all(self) -> None:
        while not self._stopping.is_set():
            with self._lock:
                if len(self.begun) >= self.limit:
                    return
                number = next(_numbers)
                key = f"crowd-{number}"
                self.begun.add(key)
            self._send(number, key)

    def _send(self, number: int, key: str) -> None:
        """Post until it is acknowledged, and note that at once."""
        send = self._by_api if number % 2 else self._by_form
        for _try in range(600):
            began = time.monotonic()
            answer = self._tried(lambda: send(number, key))
            with self._lock:
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.answers[str(answer.status) if answer else "no answer"] += 1
                if answer and answer.status == 503 and not answer.headers.get("retry-after"):
                    self.without_retry_after += 1
                if answer and answer.status < 300:
                    self.ledger.note(answer.json["id"])
                    self.acknowledged[key] = answer.json["id"]
                    return
            time.sleep(0.1)

    def _tried(self, send: Any) -> Answer | None:
        try:
            return send()  # type: ignore[no-any-return]
        except (OSError, http.client.HTTPException):
            return None

    def _by_api(self, number: int, key: str) -> Answer:
        return self.office.rig.post(
            "/api/v1/inquiries/",
            person(number),
            key=self.office.key,
            headers={"Idempotency-Key": key},
            timeout=10,
        )

    def _by_form(self, number: int, key: str) -> Answer:
        body = urllib.parse.urlencode(person(number)).encode()
        headers = {"Idempotency-Key": key, "Content-Type": "application/x-www-form-urlencoded"}
        return self.office.rig.request("POST", self._form, body=body, headers=headers, timeout=10)


def rows_of(office: Office) -> dict[str, list[str]]:
    """Return the stored inquiries' ids by the key they were sent with."""
    found: dict[str, list[str]] = {}
    query = "SELECT idempotency_key, public_id::text FROM capture_inquiry WHERE idempotency_key LIKE '%%:crowd-%%'"
    for key, public_id in office.rig.sql(query):
        found.setdefault(key.rpartition(":")[2], []).append(public_id)
    return found


def is_done(office: Office) -> bool:
    """Say whether every stored inquiry was worked on and no lead waits for the pipeline."""
    left = """
        SELECT 1 FROM capture_inquiry WHERE state = 'received' UNION ALL
        SELECT 1 FROM work_workitem WHERE queue IN ('inquiry', 'lead') AND dead_at IS NULL LIMIT 1
    """
    return not office.rig.sql(left)


def wait_until_done(office: Office, *, seconds: float = 60) -> None:
    """Wait until the work is done by itself."""
    office.rig.wait_until(lambda: is_done(office), seconds=seconds, what="everything is worked on")


def everything_holds(crowd: Crowd) -> None:
    """Insist that each acknowledged inquiry is there exactly once with its lead, and nothing is there twice."""
    rows = rows_of(crowd.office)
    stored = {key: ids for key, ids in rows.items() if key in crowd.begun}
    assert {key: [public_id] for key, public_id in crowd.acknowledged.items()} == {
        key: stored.get(key, []) for key in crowd.acknowledged
    }
    assert all(len(ids) == 1 for ids in stored.values())
    states = crowd.office.rig.sql(
        "SELECT state, lead_id IS NOT NULL, count(*) FROM capture_inquiry WHERE public_id = ANY(%s::uuid[]) "
        "GROUP BY 1, 2",
        [list(crowd.acknowledged.values())],
    )
    assert states == [("accepted", True, len(crowd.acknowledged))], json.dumps(states)
    crowd.office.is_sound(ledger=str(crowd.ledger.path))
