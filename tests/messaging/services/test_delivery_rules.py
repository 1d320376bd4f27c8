"""What decides at the instant of sending: the address, the lead, the sender, the cap, the hours, the pace."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from leads.models import Lead
from messaging.choices import MessageState, RecipientState, Withheld
from messaging.models import Recipient
from messaging.services import house, outbox, progress, recipients
from tests.factories import messaging
from tests.mailing import Post, deliver
from tests.messaging.delivering import again, last_try, make_due, put, ready_lead
from work.models import WorkItem


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_scope")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": RecipientState.UNSUBSCRIBED}, Withheld.UNSUBSCRIBED),
        ({"state": RecipientState.BOUNCED}, Withheld.BOUNCED),
        ({"state": RecipientState.COMPLAINED}, Withheld.COMPLAINED),
        ({"state": RecipientState.BLOCKED}, Withheld.BLOCKED),
        ({"state": RecipientState.ERASED, "email": ""}, Withheld.ERASED),
        ({"topics_off": ["kitchens"]}, Withheld.TOPIC_OFF),
    ],
)
def test_what_the_address_says_at_the_instant_of_sending_counts(
    post: Post, change: dict[str, Any], reason: str
) -> None:
    message = put(ready_lead(), topic="kitchens")
    Recipient.objects.update(**change)

    deliver()

    assert (again(message).state, again(message).reason) == (MessageState.WITHHELD, reason)
    assert post.letters == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"marketing_consent": "withdrawn"}, Withheld.NO_CONSENT),
        ({"is_open": False}, Withheld.LEAD_CLOSED),
        ({"email_norm": ""}, Withheld.NO_ADDRESS),
    ],
)
def test_what_the_lead_became_after_queueing_counts(post: Post, change: dict[str, Any], reason: str) -> None:
    lead = ready_lead()
    message = put(lead)
    Lead.objects.filter(pk=lead.pk).update(**change)

    assert recipients.may_mail(lead_ids=[lead.pk]) == {lead.pk: reason}
    deliver()

    assert again(message).reason == reason
    assert post.letters == []


def test_without_a_postal_address_no_marketing_leaves(post: Post) -> None:
    messaging.make_policy(postal_address="")
    message = put(ready_lead())

    deliver()

    assert again(message).reason == Withheld.NO_IDENTITY


def test_a_corrected_address_is_followed(post: Post) -> None:
    lead = ready_lead("old@x.es")
    put(lead)
    Lead.objects.filter(pk=lead.pk).update(email="new@x.es", email_norm="new@x.es")

    deliver()

    assert [len(post.to("old@x.es")), len(post.to("new@x.es"))] == [0, 1]


def test_an_address_that_is_corrected_while_a_batch_is_under_way_is_followed(post: Post) -> None:
    lead = ready_lead("old@x.es")
    message = put(lead)
    ours = house.read()
    progress.take([message.pk], ours=ours, name=outbox.MARKETING, at=timezone.now())
    Lead.objects.filter(pk=lead.pk).update(email="new@x.es", email_norm="new@x.es")

    assert progress.begin(message.pk, ours=ours) is None
    make_due()
    deliver()

    assert [len(post.to("old@x.es")), len(post.to("new@x.es"))] == [0, 1]


def test_a_refused_sender_makes_all_wait_and_is_no_recipients_fault(post: Post) -> None:
    messaging.make_policy(from_email="refuse-550@acme.example")
    version = messaging.make_version()
    first, second = put(ready_lead(), "1", version=version), put(ready_lead("b@x.es"), "2", version=version)

    deliver()

    assert [again(first).attempts, again(second).attempts] == [1, 0]
    assert {again(first).state, again(second).state} == {MessageState.QUEUED}
    assert (last_try(first).phase, last_try(first).code, last_try(first).outcome) == ("mail", 550, "retry")
    assert set(Recipient.objects.values_list("state", flat=True)) == {RecipientState.OPEN}
    assert not WorkItem.objects.filter(queue="mailing", due_at__lte=timezone.now()).exists()

    messaging.make_policy(from_email="news@acme.example")
    make_due()
    deliver()

    assert {again(first).state, again(second).state} == {MessageState.SENT}


def test_the_cap_makes_a_mail_wait_for_its_turn(post: Post) -> None:
    messaging.make_policy(cap_count=2, cap_days=7)
    lead, version = ready_lead(), messaging.make_version()
    messages = [put(lead, f"k{n}", version=version) for n in range(3)]

    deliver()

    last = again(messages[2])
    assert [again(message).state for message in messages] == ["sent", "sent", "queued"]
    assert last.due_at == again(messages[0]).sending_at + timedelta(days=7)


def test_outside_the_readers_hours_a_mail_waits_until_morning(post: Post) -> None:
    now = timezone.now()
    hour = now.hour  # UTC
    messaging.make_policy(from_hour=(hour + 2) % 23, until_hour=(hour + 2) % 23 + 1)
    message = put(ready_lead(time_zone="UTC"))

    deliver()

    assert again(message).state == MessageState.QUEUED
    assert again(message).due_at.hour == (hour + 2) % 23
    assert again(message).due_at > now


def test_a_campaign_leaves_no_faster_than_the_pace_and_service_does_not_wait(
    post: Post, settings: pytest.FixtureRequest
) -> None:
    settings.MAIL_PER_MINUTE = 3
    version = messaging.make_version()
    for n in range(8):
        put(ready_lead(f"p{n}@x.es"), f"k{n}", version=version)
    outbox.enqueue_plain(key="s", to="boss@x.es", subject="s", text="t", at=timezone.now())

    deliver()
    deliver()

    assert len(post.letters) == 4
    assert len(post.to("boss@x.es")) == 1
    due = sorted(WorkItem.objects.filter(queue="mailing").values_list("due_at", flat=True))
    assert [round((b - a).total_seconds()) for a, b in zip(due, due[1:], strict=False)] == [20] * 4
