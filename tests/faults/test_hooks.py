"""A webhook arrives at least once under one id, whatever dies on the way; nothing posts in a transaction (W1)."""

from collections import Counter

import pytest
from standardwebhooks import Webhook

from tests.faults.mailroom import Mailroom
from tests.messaging.hook_sink import HookSink


pytestmark = [pytest.mark.faults, pytest.mark.slow]
MANY = 60
PUT_EVENTS = """
from messaging.models import WebhookEndpoint
from messaging.services import webhooks
with workspace_scope(workspace):
    endpoint = WebhookEndpoint.objects.get(public_id={endpoint!r})
    for n in range({count}):
        print(webhooks.test(endpoint=endpoint, by=None, at=now).public_id.hex)
"""
FORGET_WHERE_IT_WENT = """
UPDATE messaging_message SET public_id = gen_random_uuid(), state = 'queued', due_at = now()
WHERE public_id = %s RETURNING id, workspace_id
"""


def _endpoint(mailroom: Mailroom, url: str) -> tuple[str, str]:
    """Make an endpoint and return its id and its secret."""
    body = {"name": url, "url": url, "events": ["lead.handed_off"]}
    made = mailroom.office.post("webhooks/", body, status=201)
    return made["id"], made["secret"]


def _came(hooks: HookSink, path: str) -> Counter[str]:
    """Return how often each event came to the address, by its id; what others are sent again comes in between."""
    ids = [got["headers"]["webhook-id"] for got in hooks.got if got["path"] == path]
    return Counter(name.removeprefix("msg_") for name in ids)


def _settle(mailroom: Mailroom, endpoint: str, *, seconds: float = 120) -> None:
    query = (
        "SELECT 1 FROM messaging_message m JOIN messaging_webhookendpoint e ON e.id = m.endpoint_id "
        "WHERE e.public_id = %s AND m.state <> 'sent' LIMIT 1"
    )
    mailroom.rig.wait_until(lambda: not mailroom.rig.sql(query, [endpoint]), seconds=seconds, what="sent")


def test_a_worker_killed_after_posting_posts_again_under_the_same_id(
    mailroom: Mailroom, hooks: HookSink
) -> None:
    rig = mailroom.rig
    endpoint, secret = _endpoint(mailroom, hooks.url("/200"))

    rig.arm("webhook_after_post")
    ids = mailroom.run(PUT_EVENTS, endpoint=endpoint, count=3).split()
    rig.wait_until(lambda: not rig.is_armed("webhook_after_post"), what="a worker dies")
    _settle(mailroom, endpoint)

    came = _came(hooks, "/200")
    assert set(came) == set(ids)
    assert max(came.values()) == 2  # posted, forgotten, posted again
    for got in hooks.got:
        Webhook(secret).verify(got["body"], {name.lower(): value for name, value in got["headers"].items()})
    rig.manage("check_invariants")


def test_two_workers_and_tripled_bells_post_each_event_once(mailroom: Mailroom, hooks: HookSink) -> None:
    endpoint, _secret = _endpoint(mailroom, hooks.url("/201"))

    with mailroom.worker(), mailroom.beat(), mailroom.ringing():
        ids = mailroom.run(PUT_EVENTS, endpoint=endpoint, count=MANY).split()
        _settle(mailroom, endpoint)

    assert _came(hooks, "/201") == Counter(ids)


def test_what_is_refused_waits_and_holds_up_nobody(mailroom: Mailroom, hooks: HookSink) -> None:
    rig = mailroom.rig
    deaf, _secret = _endpoint(mailroom, hooks.url("/500"))
    inside, _secret = _endpoint(mailroom, hooks.url("/204"))

    mailroom.run(PUT_EVENTS, endpoint=deaf, count=5)
    mailroom.run(PUT_EVENTS, endpoint=inside, count=5)
    _settle(mailroom, inside, seconds=20)

    waiting = rig.sql(
        "SELECT DISTINCT m.state, m.due_at > now() - interval '20 seconds' FROM messaging_message m "
        "JOIN messaging_webhookendpoint e ON e.id = m.endpoint_id WHERE e.public_id = %s",
        [deaf],
    )
    assert waiting == [("queued", True)]
    rig.manage("check_invariants")


def test_an_event_that_came_under_another_id_would_be_seen(mailroom: Mailroom, hooks: HookSink) -> None:
    # The rig must see what the first test denies: a repetition that its receiver cannot know as one.
    endpoint, _secret = _endpoint(mailroom, hooks.url("/202"))
    [public_id] = mailroom.run(PUT_EVENTS, endpoint=endpoint, count=1).split()
    _settle(mailroom, endpoint)

    mailroom.rig.sql(FORGET_WHERE_IT_WENT, [public_id])
    mailroom.run(
        "from work import queue\nwith workspace_scope(workspace):\n    queue.mark('webhook', "
        "list(Message.objects.filter(endpoint__public_id={endpoint!r}).values_list('pk', flat=True)))",
        endpoint=endpoint,
    )
    mailroom.rig.wait_until(lambda: _came(hooks, "/202").total() == 2, seconds=30, what="it comes again")

    assert _came(hooks, "/202") != Counter([public_id])
    _settle(mailroom, endpoint)
