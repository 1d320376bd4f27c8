import http.client
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import Webhook

from core.scope import current_workspace_id
from messaging.choices import MessageState
from messaging.engine import patience
from messaging.models import Attempt, Message, Notification, WebhookEndpoint
from messaging.services import posting, webhooks
from tests.factories.webhooks import SECRET, make_endpoint
from tests.messaging.hook_sink import hook_sink
from work import claim
from work.models import WorkItem


pytestmark = pytest.mark.usefixtures("in_scope")


@pytest.fixture
def sink(settings):
    with hook_sink() as found:
        settings.OUTBOUND_EXCEPTIONS = [f"127.0.0.1:{found.port}"]
        yield found


def send(endpoint, *, at=None) -> Message:
    """Queue a test event and post it."""
    message = webhooks.test(endpoint=endpoint, by=None, at=timezone.now())
    post(message, at=at)
    return message


def post(message, *, at=None) -> None:
    item, _ = WorkItem.objects.get_or_create(
        workspace_id=current_workspace_id(),
        queue="webhook",
        key=message.pk,
        defaults={"due_at": timezone.now(), "seq": 1},
    )
    item = claim.Item(item.pk, item.key, item.seq, item.attempts)
    posting.run(claim.Batch("webhook", current_workspace_id(), (item,), at or timezone.now()))
    message.refresh_from_db()


def test_a_delivery_carries_the_event_and_a_signature_that_the_specification_accepts(sink) -> None:
    message = send(make_endpoint(sink.url()))

    got = sink.got[0]
    assert message.state == MessageState.SENT
    assert message.sent_at is not None
    Webhook(SECRET).verify(got["body"], {name.lower(): value for name, value in got["headers"].items()})
    assert got["json"]["type"] == "webhook.test"
    assert got["headers"]["webhook-id"] == f"msg_{message.public_id.hex}"


def test_a_forged_body_does_not_verify(sink) -> None:
    send(make_endpoint(sink.url()))

    headers = {name.lower(): value for name, value in sink.got[0]["headers"].items()}
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(SECRET).verify(sink.got[0]["body"] + b" ", headers)


def test_while_the_secret_turns_both_sign(sink) -> None:
    endpoint = make_endpoint(sink.url())
    fresh = webhooks.rotate(endpoint=endpoint, by=None, at=timezone.now())
    send(endpoint)

    headers = {name.lower(): value for name, value in sink.got[0]["headers"].items()}
    assert len(headers["webhook-signature"].split()) == 2
    for secret in (SECRET, fresh):
        Webhook(secret).verify(sink.got[0]["body"], headers)


def test_a_day_after_the_turn_only_the_new_secret_signs(sink) -> None:
    endpoint = make_endpoint(sink.url())
    webhooks.rotate(endpoint=endpoint, by=None, at=timezone.now() - timedelta(days=2))
    send(endpoint)

    assert len(sink.got[0]["headers"]["webhook-signature"].split()) == 1


@pytest.mark.parametrize("path", ["/500", "/404", "/302", "/reset", "/429", "/garbled"])
def test_what_is_no_success_is_tried_again_later_under_the_same_id(sink, path) -> None:
    message = send(make_endpoint(sink.url(path)))
    first = message.due_at

    assert message.state == MessageState.QUEUED
    assert first > timezone.now()
    item = WorkItem.objects.get(queue="webhook", key=message.pk)
    assert item.due_at > timezone.now()
    message.endpoint.url = sink.url()
    message.endpoint.save()
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    post(message)

    assert message.state == MessageState.SENT
    assert len({got["headers"]["webhook-id"] for got in sink.got}) == 1
    assert list(message.tries.order_by("number").values_list("number", "outcome")) == [
        (1, "retry"),
        (2, "sent"),
    ]


def test_what_cannot_be_asked_is_a_try_that_failed(sink, monkeypatch) -> None:
    def refuse(_link):
        raise ValueError("a part of the answer cannot be read \x00")

    monkeypatch.setattr(http.client.HTTPConnection, "getresponse", refuse)
    message = send(make_endpoint(sink.url()))

    assert message.state == MessageState.QUEUED
    assert message.tries.get().answer == "ValueError: a part of the answer cannot be read"


def test_one_result_that_cannot_be_written_down_takes_no_other_along(sink, monkeypatch) -> None:
    def verdict(answer, attempts, *, known=patience.verdict):
        if answer.status == 500:
            raise RuntimeError("cannot be written down")
        return known(answer, attempts)

    monkeypatch.setattr(patience, "verdict", verdict)
    bad, good = (
        webhooks.test(endpoint=make_endpoint(sink.url(path)), by=None, at=timezone.now())
        for path in ("/500", "/200")
    )
    items = tuple(
        claim.Item(item.pk, item.key, item.seq, item.attempts)
        for item in WorkItem.objects.filter(queue="webhook").order_by("key")
    )
    left = posting.run(claim.Batch("webhook", current_workspace_id(), items, timezone.now()))

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (MessageState.SENDING, MessageState.SENT)
    assert list(left) == [bad.pk]


def test_many_deliveries_ask_for_their_tries_once(sink) -> None:
    endpoint = make_endpoint(sink.url())
    for _ in range(3):
        webhooks.test(endpoint=endpoint, by=None, at=timezone.now())
    items = tuple(
        claim.Item(item.pk, item.key, item.seq, item.attempts)
        for item in WorkItem.objects.filter(queue="webhook").order_by("key")
    )
    with CaptureQueriesContext(connection) as asked:
        posting.run(claim.Batch("webhook", current_workspace_id(), items, timezone.now()))

    read = [q["sql"] for q in asked if "messaging_attempt" in q["sql"] and q["sql"].startswith("SELECT")]
    assert len(read) == 1


def test_a_wish_for_more_patience_is_granted(sink) -> None:
    message = send(make_endpoint(sink.url("/429")))

    assert message.due_at > timezone.now() + timedelta(hours=1, minutes=50)


def test_an_answer_of_gone_switches_the_endpoint_off_and_tells_who_can_mend_it(sink, admin) -> None:
    endpoint = make_endpoint(sink.url("/410"))
    message = send(endpoint)

    endpoint.refresh_from_db()
    assert message.state == MessageState.FAILED
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "gone")
    assert Notification.objects.filter(user_id=admin.user_id, kind="webhook_disabled").count() == 1


def test_after_ten_tries_it_is_given_up_and_a_deaf_endpoint_is_switched_off(sink) -> None:
    endpoint = make_endpoint(sink.url("/500"))
    message = webhooks.test(endpoint=endpoint, by=None, at=timezone.now())
    for _ in range(patience.MOST_ATTEMPTS):
        Message.objects.filter(pk=message.pk).update(due_at=timezone.now() - timedelta(seconds=1))
        post(message)

    endpoint.refresh_from_db()
    assert message.state == MessageState.FAILED
    assert len(sink.got) == Attempt.objects.filter(message=message).count() == 10
    assert endpoint.disabled_reason == "deaf"


def test_the_waits_are_those_of_the_specification() -> None:
    total = sum(patience.WAITS, timedelta())

    assert total == timedelta(hours=75, minutes=35, seconds=5)


def test_an_endpoint_that_was_switched_off_gets_nothing(sink) -> None:
    endpoint = make_endpoint(sink.url(), is_active=False)
    message = send(endpoint)

    assert message.state == MessageState.FAILED
    assert sink.got == []


def test_a_worker_killed_after_the_request_sends_it_again_under_the_same_id(sink) -> None:
    message = send(make_endpoint(sink.url()))
    # What the kill leaves behind: the row as it was committed before the request.
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENDING, sent_at=None)
    post(message)

    assert message.state == MessageState.SENT
    assert [got["headers"]["webhook-id"] for got in sink.got] == [f"msg_{message.public_id.hex}"] * 2


def test_an_address_inside_is_refused_for_good_and_says_so(sink, settings) -> None:
    settings.OUTBOUND_EXCEPTIONS = []
    message = send(make_endpoint(sink.url()))

    assert message.state == MessageState.FAILED
    assert message.reason == "refused"
    assert sink.got == []
    assert "refused" in message.tries.get().answer


def test_failed_ones_are_sent_again_by_hand(sink) -> None:
    endpoint = make_endpoint(sink.url("/410"))
    message = send(endpoint)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(is_active=True, url=sink.url())
    endpoint.refresh_from_db()

    assert webhooks.resend(endpoint=endpoint, message_ids=None, by=None, at=timezone.now()) == 1
    post(message)

    assert message.state == MessageState.SENT
    # Every try is kept, those before the decision too.
    assert [(row.number, row.code) for row in message.tries.order_by("number")] == [(1, 410), (2, 200)]


def test_a_deleted_endpoint_takes_its_waiting_work_along(sink) -> None:
    endpoint = make_endpoint(sink.url("/500"))
    send(endpoint)
    webhooks.delete(endpoint=endpoint, by=None, at=timezone.now())

    assert not WorkItem.objects.filter(queue="webhook").exists()
