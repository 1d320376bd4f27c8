"""What was acknowledged is there, once, whatever is killed: I1, I2, I3 and O2, O3 of the invariants."""

import http.client
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
import redis

from leadcrm.bench.faults.senders import person
from tests.faults.crowd import Crowd, everything_holds, rows_of, wait_until_done
from tests.faults.rig import Ledger, Rig
from tests.flows.road import Office


pytestmark = [pytest.mark.faults, pytest.mark.slow]
SEED = 20261122


@contextmanager
def broker_away(rig: Rig) -> Iterator[None]:
    """Kill the broker and hold its port, so that it cannot come back before the end.

    A port that is only bound, and with SO_REUSEADDR, can be taken by whoever listens first; so we listen, and hang up.
    """
    port = int(rig.addresses()["REDIS_URL"].rpartition(":")[2].split("/")[0])
    rig.kill9("valkey")
    squatters: list[socket.socket] = []
    rig.wait_until(lambda: _holds(squatters, port), seconds=2, what="the broker's port is held")
    with squatters[0]:
        threading.Thread(target=_hang_up, args=squatters, daemon=True).start()
        yield
        squatters[0].shutdown(socket.SHUT_RDWR)


def _holds(squatters: list[socket.socket], port: int) -> bool:
    squatter = socket.socket()
    squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
    except OSError:
        squatter.close()
        return False
    squatters.append(squatter)
    return True


def _hang_up(squatter: socket.socket) -> None:
    while True:
        try:
            squatter.accept()[0].close()
        except OSError:
            return


def test_acknowledged_inquiries_survive_ten_kills(office: Office, ledger: Ledger) -> None:
    rig, crowd = office.rig, Crowd(office, ledger)
    chance = random.Random(SEED)
    crowd.start()

    for name in chance.sample(["web", "worker", "valkey", "postgres", "beat"] * 2, 10):
        former = rig.kill9(name)
        rig.wait_until_revived(name, former=former, seconds=30)
        goal = len(crowd.acknowledged) + chance.randint(4, 12)
        rig.wait_until(lambda goal=goal: len(crowd.acknowledged) >= goal, what=f"intake goes on after {name}")
    crowd.stop()
    wait_until_done(office, seconds=75)

    assert len(crowd.acknowledged) == len(crowd.begun) > 50
    assert set(crowd.answers) <= {"202", "503", "no answer"}, crowd.answers
    assert crowd.without_retry_after == 0
    everything_holds(crowd)


def test_a_lost_a_doubled_and_an_unfinished_inquiry_would_be_seen(office: Office, ledger: Ledger) -> None:
    # The rig must see what the other tests deny.
    ids = [office.inquire() for _ in range(2)]
    for public_id in ids:
        office.lead_of(public_id)
        ledger.note(public_id)
    wait_until_done(office)
    office.is_sound(ledger=str(ledger.path))

    office.rig.sql(
        "UPDATE capture_inquiry SET lead_id = NULL WHERE public_id::text = %s RETURNING 1", ids[:1]
    )
    ledger.note("00000000-0000-7000-8000-000000000000")
    with pytest.raises(AssertionError) as found:
        office.is_sound(ledger=str(ledger.path))

    for check in ("ledger_lost", "ledger_unfinished", "accepted_inquiry_without_lead"):
        assert check in str(found.value)
    office.rig.sql(
        "UPDATE capture_inquiry i SET lead_id = a.lead_id FROM leads_activity a "
        "WHERE i.lead_id IS NULL AND a.dedup_key = 'inquiry:' || i.public_id::text RETURNING 1"
    )


def test_intake_needs_no_broker_and_all_is_worked_on_when_it_is_back(office: Office, ledger: Ledger) -> None:
    crowd = Crowd(office, ledger, limit=200)

    with broker_away(office.rig):
        time.sleep(3)  # a sweep under way, and what a bell announced before, is done by now
        crowd.start()
        crowd.wait()
        ((waiting,),) = office.rig.sql("SELECT count(*) FROM capture_inquiry WHERE state = 'received'")
    wait_until_done(office, seconds=60)

    assert set(crowd.answers) == {"202"}, crowd.answers
    assert waiting >= 150  # the rig can see it: without the broker no worker hears of anything
    everything_holds(crowd)


def test_flushed_broker_loses_no_work(office: Office, ledger: Ledger) -> None:
    crowd = Crowd(office, ledger, limit=150)
    broker = redis.Redis.from_url(office.rig.addresses()["REDIS_URL"])
    crowd.start()

    for _ in range(3):
        time.sleep(0.4)
        broker.flushall()
    crowd.wait()
    broker.flushall()
    wait_until_done(office, seconds=60)

    assert set(crowd.answers) == {"202"}, crowd.answers
    everything_holds(crowd)


def test_database_restarted_at_once_is_waited_out_and_used_again(office: Office, ledger: Ledger) -> None:
    rig, crowd = office.rig, Crowd(office, ledger)
    crowd.start()
    time.sleep(0.5)

    former = rig.pids()["postgres"]
    os.kill(former, signal.SIGQUIT)  # an immediate shutdown, as `pg_ctl restart -m immediate` begins
    rig.wait_until_revived("postgres", former=former, seconds=15)
    rig.wait_until(lambda: _answers(rig), seconds=20, what="PostgreSQL answers")
    seen = len(crowd.acknowledged)
    rig.wait_until(lambda: len(crowd.acknowledged) > seen + 4, seconds=5, what="inquiries are taken again")
    crowd.stop()
    wait_until_done(office, seconds=75)

    assert set(crowd.answers) <= {"202", "503", "no answer"}, crowd.answers
    assert crowd.answers["503"] > 0
    assert crowd.without_retry_after == 0
    everything_holds(crowd)


def _answers(rig: Rig) -> bool:
    try:
        return rig.sql("SELECT 1") == [(1,)]
    except psycopg.Error:
        return False


def test_two_hundred_inquiries_survive_a_worker_that_is_killed_and_restarted(
    office: Office, ledger: Ledger
) -> None:
    crowd = Crowd(office, ledger, limit=200)
    office.rig.arm("pipeline_before_commit")
    crowd.start()

    for _ in range(2):
        time.sleep(0.7)
        former = office.rig.pids()["worker"]
        office.rig.kill9_tree("worker")
        office.rig.wait_until_revived("worker", former=former)
    crowd.wait()
    wait_until_done(office, seconds=75)

    assert not office.rig.is_armed("pipeline_before_commit")
    assert crowd.answers == {"202": 200}
    everything_holds(crowd)


def test_the_same_key_sent_many_times_at_once_is_one_inquiry(office: Office) -> None:
    body = person(900_001)

    def send(_number: int) -> tuple[int, str]:
        answer = office.rig.post(
            "/api/v1/inquiries/", body, key=office.key, headers={"Idempotency-Key": "crowd-twins"}
        )
        return answer.status, answer.json.get("id", "")

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(16)))

    taken = {public_id for status, public_id in answers if status == 202}
    assert {status for status, _public_id in answers} <= {202, 409}  # 409: the first is still being worked on
    assert rows_of(office)["crowd-twins"] == list(taken)


@pytest.mark.parametrize(
    ("failpoint", "was_stored"), [("intake_before_commit", False), ("intake_after_commit", True)]
)
def test_a_crash_around_the_commit_leaves_a_key_that_can_be_sent_again(
    office: Office, failpoint: str, was_stored: bool
) -> None:
    key, body = f"crowd-{failpoint}", person(900_002)
    headers = {"Idempotency-Key": key}
    office.rig.arm(failpoint)

    with pytest.raises((OSError, http.client.HTTPException)):
        office.rig.post("/api/v1/inquiries/", body, key=office.key, headers=headers)
    after_the_crash = rows_of(office).get(key, [])
    again = office.post("inquiries/", body, status=202, headers=headers)
    other = office.post("inquiries/", body | {"phone": "600100200"}, status=422, headers=headers)

    assert not office.rig.is_armed(failpoint)
    assert len(after_the_crash) == was_stored
    assert rows_of(office)[key] == [again["id"]]
    assert other["code"] == "idempotency_key_reused"


def test_a_worker_that_dies_after_the_pipeline_s_commit_hands_off_once(office: Office) -> None:
    office.rig.arm("pipeline_after_commit")

    lead = office.lead_of(office.inquire())
    office.wait_for_stage(lead, "mql", seconds=60)
    wait_until_done(office, seconds=60)

    assert not office.rig.is_armed("pipeline_after_commit")
    kinds = [entry["kind"] for entry in office.get(f"leads/{lead}/timeline/")["results"]]
    assert kinds.count("handed_off") == kinds.count("score_changed") == 1, kinds
    office.is_sound()
