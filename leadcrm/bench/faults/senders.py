"""Senders who, like good programs, try again under the same key until they are answered, and sometimes once more."""

import itertools
import json
import random
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from leadcrm.bench.faults.living import Living


SENDERS = 4
# One answered post in so many is sent again, as if the answer had not arrived.
AGAIN = 5
TRIES, PAUSE_SECONDS = 900, 0.1
KEY = "fault-"


@dataclass(slots=True)
class Senders:
    """Threads that post by the API and through a form by turns, each inquiry under a key of its own.

    ``ledger`` is the file of acknowledged ids, one a line, written before the sender goes on.
    """

    copy: Living
    secret: str
    form: str
    ledger: Path
    begun: set[str] = field(default_factory=set)
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, seed: int) -> None:
        """Begin to post."""
        for place in range(SENDERS):
            chance = random.Random(seed + place)  # noqa: S311 - repeatable, not secret
            thread = threading.Thread(target=self._send_all, args=[chance], daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, *, seconds: float) -> None:
        """Begin nothing new; what is under way is tried until it is answered, or the time is up."""
        self._stopping.set()
        limit = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, limit - time.monotonic()))

    def _send_all(self, chance: random.Random) -> None:
        while not self._stopping.is_set():
            with self._lock:
                number = next(self._numbers)
                key = f"{KEY}{number}"
                self.begun.add(key)
            send = self._by_api if number % 2 else self._by_form
            attempt = partial(send, number, key)
            if self._is_answered(key, attempt) and not chance.randrange(AGAIN):
                self._is_answered(key, attempt)

    def _is_answered(self, key: str, send: Callable[[], tuple[int, bytes] | None]) -> bool:
        """Post until it is acknowledged, and write that down."""
        for _try in range(TRIES):
            began = time.monotonic()
            answer = send()
            with self._lock:
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.statuses[str(answer[0]) if answer else "none"] += 1
                if answer and answer[0] < 300:
                    self._note(key, json.loads(answer[1])["id"])
                    return True
            time.sleep(PAUSE_SECONDS)
        return False

    def _note(self, key: str, public_id: str) -> None:
        self.acknowledged.setdefault(key, []).append(public_id)
        with self.ledger.open("a") as file:
            file.write(f"{public_id}\n")

    def _by_api(self, number: int, key: str) -> tuple[int, bytes] | None:
        headers = {
            "Authorization": f"Bearer {self.secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        return self.copy.post("/api/v1/inquiries/", json.dumps(person(number)).encode(), headers)

    def _by_form(self, number: int, key: str) -> tuple[int, bytes] | None:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": key}
        return self.copy.post(self.form, urllib.parse.urlencode(person(number)).encode(), headers)


def person(number: int) -> dict[str, str]:
    """Return an inquiry of somebody whom nobody knows yet."""
    return {
        "email": f"sender{number}@hostal{number}.es",
        "full_name": f"Persona {number} Prueba",
        "company": f"Hostal {number}",
        "country": "ES",
        "message": "Quisiera un presupuesto para dos baños.",
    }
