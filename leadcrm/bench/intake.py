"""Intake: storing an inquiry, and making leads of inquiries."""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from django.db import connection, transaction
from django.test import Client

from capture.models import Inquiry
from capture.services import process, submit
from capture.services.submit import Arrival
from core.scope import workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.database import FLOOR_TABLE
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leads.choices import Channel
from tenants.services import api_keys


TIMES = 60
# In a batch an inquiry should cost an eighth.
CAPTURE_TARGET, BATCH_TARGET = 1.5, 0.125
BATCH, BATCHES = 200, 2
_numbers = count(1)


def _payload() -> dict[str, str]:
    # Several processes post at once.
    number = f"{os.getpid()}-{next(_numbers)}"
    return {
        "email": f"eva.nueva.{number}@obra-{number}.example",
        "full_name": "Eva Nueva",
        "company": f"Obra {number}",
        "message": "Quiero un presupuesto",
        "source": "web",
    }


def capture(filled: Filled, at: datetime) -> list[Result]:
    """Measure one stored and committed inquiry, the request around it, and the way from inquiry to lead."""
    plain = timing.sample(insert_plainly, times=TIMES) if has_floor() else None
    stored = timing.sample(lambda: _store(filled, at), times=TIMES)
    with workspace_scope(filled.workspace.pk):
        _key, secret = api_keys.create(name="bench", scopes=["inquiries:write"], by=None, at=at)
    request = timing.sample(poster(secret), times=TIMES)
    return [
        stored.result(
            "capture.store",
            filled.leads,
            value=stored.p50,
            floor=plain.p50 if plain else None,
            target=CAPTURE_TARGET if plain else None,
        ),
        request.result("capture.request", filled.leads, value=request.p50),
        *_to_leads(filled, at),
    ]


def has_floor() -> bool:
    """Say whether there is the plain table that the floor is measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [FLOOR_TABLE])
        return cursor.fetchone()[0] is not None


def insert_plainly() -> None:
    """Insert the bytes of an inquiry into a table that has nothing but a key, and commit."""
    raw = json.dumps(_payload()).encode()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {FLOOR_TABLE} (raw) VALUES (%s)", [raw])


def arrival() -> Arrival:
    """Return an inquiry of somebody whom nobody knows yet."""
    payload = _payload()
    return Arrival(
        raw=json.dumps(payload).encode(),
        payload=payload,
        channel=Channel.API,
        content_type="application/json",
    )


def _store(filled: Filled, at: datetime) -> Inquiry:
    with workspace_scope(filled.workspace.pk):
        return submit.receive(arrival=arrival(), at=at)[0]


def poster(secret: str) -> Callable[[], None]:
    """Return what posts an inquiry to the API with this key."""
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def post() -> None:
        answer = client.post("/api/v1/inquiries/", _payload(), content_type="application/json", secure=True)
        if answer.status_code != 202:
            raise RuntimeError(f"An inquiry was answered with {answer.status_code}: {answer.content[:200]!r}")

    return post


def _to_leads(filled: Filled, at: datetime) -> list[Result]:
    """Measure what an inquiry costs server and worker, alone and in a batch of 200; its floor is one alone."""
    one = timing.sample(_processing(filled, at, 1), times=20)
    many = timing.sample(_processing(filled, at, BATCH), times=BATCHES, warm_ups=0)
    return [
        one.result("capture.to_lead_alone", filled.leads, value=one.both),
        many.result(
            "capture.to_lead_in_batch",
            filled.leads,
            value=many.both / BATCH,
            floor=one.both,
            target=BATCH_TARGET,
        ),
    ]


def _processing(filled: Filled, at: datetime, size: int) -> Callable[[], None]:
    """Return what handles the next inquiries; they are stored beforehand."""
    waiting = iter(
        [
            [_store(filled, at).pk for _ in range(size)]
            for _ in range(20 + timing.WARM_UPS if size == 1 else BATCHES)
        ]
    )

    def handle() -> None:
        with workspace_scope(filled.workspace.pk):
            process.run(keys=next(waiting), at=at + timedelta(seconds=1))

    return handle
