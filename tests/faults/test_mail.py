"""Each mail at most once, whatever is killed, doubled, flushed or set wrong: E1, E2, E4, K1, O2 of the invariants."""

import json
import time
from pathlib import Path

import pytest
import redis

from tests.faults.mailroom import CLOSE, PUT, PUT_TO, PUT_TO_LEADS, Mailroom


pytestmark = [pytest.mark.faults, pytest.mark.slow]
FAKETIME = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
MANY = 400

FORGET = """
with workspace_scope(workspace):
    pk = Message.objects.get(key={key!r}).pk
    Message.objects.filter(pk=pk).update(state="queued")
    from work import queue
    queue.mark("message", [pk])
"""
# What the decision at the instant of sending prevents: a closed address is taken for an open one.
REOPEN = """
with workspace_scope(workspace):
    Recipient.objects.filter(email={email!r}).update(state={state!r}, **{more})
"""
NOW = """
with workspace_scope(workspace):
    pk = Message.objects.get(key={key!r}).pk
    Message.objects.filter(pk=pk).update(due_at=now)
    from work import queue
    queue.mark("message", [pk], reschedule=True)
"""
PUT_LATER = """
from datetime import timedelta
with workspace_scope(workspace):
    pk = outbox.enqueue_plain(key={to!r}, to={to!r}, subject="Later", text="Later", at=now)
    Message.objects.filter(pk=pk).update(due_at=now + timedelta(hours=1))
    from work import queue
    queue.mark("message", [pk], delay=timedelta(hours=1), reschedule=True)
"""


def test_two_workers_two_clocks_and_tripled_bells_send_each_mail_once(mailroom: Mailroom) -> None:
    rig = mailroom.rig
    broker = redis.Redis.from_url(rig.addresses()["REDIS_URL"])

    with mailroom.worker(), mailroom.beat(), mailroom.ringing():
        mailroom.run(PUT, count=MANY, prefix="once-")
        for part in (1, 2, 3):
            rig.wait_until(
                lambda part=part: len(mailroom.taken("once-")) >= part * MANY // 5, what="mails come"
            )
            broker.flushall()
        settled = mailroom.wait_until_settled("once-")

    taken = mailroom.taken("once-")
    assert settled == {"sent": MANY}
    assert len(taken) == MANY
    assert set(taken.values()) == {1}


@pytest.mark.parametrize(("failpoint", "came"), [("mail_after_data", 1), ("mail_before_data", 0)])
def test_a_worker_killed_while_sending_leaves_a_question_and_no_second_mail(
    mailroom: Mailroom, failpoint: str, came: int
) -> None:
    rig, to = mailroom.rig, f"{failpoint.replace('_', '-')}@example.com"

    rig.arm(failpoint)
    public_id = mailroom.run(PUT_TO, to=[to]).strip()
    rig.wait_until(lambda: not rig.is_armed(failpoint), what="a worker dies")
    rig.wait_until(lambda: mailroom.states(to) == {"ambiguous": 1}, seconds=60, what="it is ambiguous")

    assert mailroom.taken(to)[public_id] == came
    shown = mailroom.office.get("messages/?state=ambiguous")["results"]
    assert public_id in {message["id"] for message in shown}


def test_no_receipt_is_a_question_and_no_second_mail(mailroom: Mailroom) -> None:
    silent = ["hang+1@example.com", "drop+1@example.com"]

    ids = mailroom.run(PUT_TO, to=silent).split()
    for to in silent:
        mailroom.rig.wait_until(
            lambda to=to: mailroom.states(to) == {"ambiguous": 1}, seconds=60, what="ambiguous"
        )
    time.sleep(3)  # longer than a sweep

    for to, public_id in zip(silent, ids, strict=True):
        assert mailroom.taken(to)[public_id] == 1
        assert mailroom.states(to) == {"ambiguous": 1}

    # The rig must see it: were the question answered by a machine, a second mail would come.
    mailroom.run(FORGET, key=silent[1])
    mailroom.rig.wait_until(lambda: mailroom.taken(silent[1])[ids[1]] == 2, what="it comes twice")
    mailroom.rig.wait_until(lambda: mailroom.states(silent[1]) == {"ambiguous": 1}, what="a question again")
    forgive(mailroom, ids[1])


def test_no_letter_begins_after_an_unsubscription_is_committed(mailroom: Mailroom) -> None:
    with mailroom.worker():
        mailroom.run(PUT_TO_LEADS, count=150, prefix="race-")
        lines = mailroom.run(CLOSE, count=150, prefix="race-").splitlines()
        states = mailroom.wait_until_settled("race-")

    closed: dict[str, float] = dict(json.loads(line) for line in lines)
    assert len(closed) == 150
    assert late(mailroom, closed) == []
    assert set(states) <= {"sent", "withheld"}
    assert states["withheld"] > 0

    # The rig must see it: where the address is taken for an open one, a letter begins too late.
    (spared,) = mailroom.rig.sql(
        "SELECT messaging_message.to FROM messaging_message WHERE state = 'withheld' AND key LIKE 'race-%%' LIMIT 1"
    )[0]
    mailroom.run(REOPEN, email=spared, state="open", more="{}")
    mailroom.run(FORGET, key=spared)
    mailroom.wait_until_settled(spared)
    assert set(late(mailroom, closed)) == {spared}
    mailroom.run(REOPEN, email=spared, state="unsubscribed", more="{}")
    with pytest.raises(AssertionError, match="mail_begun_after_the_address_was_closed"):
        mailroom.rig.manage("check_invariants")
    # Closed after those mails, all would be well: the copy serves other tests after this one.
    mailroom.run(REOPEN, email=spared, state="unsubscribed", more="{'state_at': now}")
    mailroom.rig.manage("check_invariants")


def late(mailroom: Mailroom, closed: dict[str, float]) -> list[str]:
    """Return to whom a letter was begun after the commit that closed their address; clocks may differ a little."""
    return [
        event["to"]
        for event in mailroom.events("data")
        if event["to"] in closed and event["at"] > closed[event["to"]] + 0.25
    ]


@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not installed")
def test_workers_whose_clocks_are_wrong_send_nothing_early_and_steal_nothing(mailroom: Mailroom) -> None:
    fast = mailroom.worker(LD_PRELOAD=str(FAKETIME), FAKETIME="+2h")
    slow = mailroom.worker(LD_PRELOAD=str(FAKETIME), FAKETIME="-2h")
    with fast, slow, mailroom.ringing():
        mailroom.run(PUT_LATER, to="tomorrow@example.com")
        mailroom.run(PUT, count=100, prefix="clock-")
        settled = mailroom.wait_until_settled("clock-")

    taken = mailroom.taken("clock-")
    assert settled == {"sent": 100}
    assert len(taken) == 100
    assert set(taken.values()) == {1}
    assert mailroom.states("tomorrow@") == {"queued": 1}
    # The rig must see it: once the database's clock says so, the same mail goes.
    mailroom.run(NOW, key="tomorrow@example.com")
    mailroom.rig.wait_until(
        lambda: mailroom.states("tomorrow@") == {"sent": 1}, what="the later mail is sent"
    )
    negative = mailroom.rig.sql("SELECT count(*) FROM messaging_attempt WHERE ended_at < started_at")
    assert negative == [(0,)]


def test_everything_holds_after_all_this_and_a_doubled_mail_would_be_seen(mailroom: Mailroom) -> None:
    mailroom.rig.manage("check_invariants")

    # The rig must see what the other tests deny.
    public_id = mailroom.run(PUT_TO, to=["twice@example.com"]).strip()
    mailroom.wait_until_settled("twice@")
    mailroom.run(FORGET, key="twice@example.com")
    mailroom.rig.wait_until(lambda: mailroom.taken("twice@")[public_id] == 2, what="it comes twice")
    mailroom.wait_until_settled("twice@")

    with pytest.raises(AssertionError, match="mail_sent_more_often_than_somebody_asked"):
        mailroom.rig.manage("check_invariants")
    forgive(mailroom, public_id)
    mailroom.rig.manage("check_invariants")


def forgive(mailroom: Mailroom, public_id: str) -> None:
    """Say that somebody asked for the second mail: the copy serves other tests after this one."""
    mailroom.rig.sql(
        "UPDATE messaging_message SET decided_at = now() WHERE public_id = %s RETURNING id", [public_id]
    )
