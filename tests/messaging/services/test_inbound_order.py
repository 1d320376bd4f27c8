"""What other systems tell us ends in the same way, whatever the order it comes in (W2)."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.choices import Channel
from leads.models import Activity, ConsentRecord, Lead
from leads.services import consent
from messaging.choices import EventKind, RecipientState
from messaging.engine.inbound import Told
from messaging.models import MailEvent, Message, Recipient
from messaging.services import inbound, recipients
from tests.messaging.telling import NOW, sent, told, uncertain


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]
SHUFFLES = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BOUNCED, COMPLAINED, DELIVERED = EventKind.BOUNCED, EventKind.COMPLAINED, EventKind.DELIVERED
SOFT, UNSUBSCRIBED = EventKind.SOFT, EventKind.UNSUBSCRIBED


def _story() -> list[Told]:
    """Return fourteen events about six people, whose order of coming must not matter."""
    ana = uncertain("ana@x.es", key="ana")
    bob = sent("bob@x.es", key="bob")
    cid = sent("cid@x.es", key="cid")
    sent("dan@x.es", key="dan")
    eva = sent("eva@x.es", key="eva")
    Recipient.objects.filter(pk=cid.recipient_id).update(opened_at=NOW - timedelta(days=5))
    assert eva.lead is not None
    consent.record(
        lead=eva.lead, is_given=True, text="yes", text_version="1", channel=Channel.FORM, evidence="form", ip_class="",
        at=NOW - timedelta(days=3), by=None,
    )  # fmt: skip
    return [
        told("a1", DELIVERED, mail=ana, days_ago=4),
        told("a2", COMPLAINED, mail=ana, days_ago=3),
        told("a3", BOUNCED, "ana@x.es", days_ago=2),
        told("b1", UNSUBSCRIBED, "bob@x.es", days_ago=4),
        told("b2", BOUNCED, mail=bob, days_ago=3),
        told("b3", DELIVERED, mail=bob, days_ago=4),
        told("c1", COMPLAINED, mail=cid, days_ago=7),
        told("c2", UNSUBSCRIBED, mail=cid, days_ago=1),
        *(told(f"d{n}", SOFT, "dan@x.es", days_ago=n) for n in range(5)),
        told("e1", UNSUBSCRIBED, mail=eva, days_ago=6),
    ]


def _world() -> list[Any]:
    """Return everything that events may have changed, but for the words of the log."""
    ledger = ConsentRecord.objects.order_by("lead_id", "at", "pk")
    return [
        sorted(Recipient.objects.values_list("email", "state")),
        sorted(Message.objects.values_list("key", "state", "reason")),
        sorted(Lead.objects.values_list("email", "marketing_consent")),
        list(ledger.values_list("lead_id", "is_given", "evidence", "at")),
        sorted(Activity.objects.values_list("lead_id", "kind", "occurred_at")),
        sorted(MailEvent.objects.values_list("event_id", "kind")),
    ]


def _played(posts: Sequence[Sequence[Told]]) -> list[Any]:
    """Return what the posts lead to, and take it back."""
    with transaction.atomic():
        for events in posts:
            inbound.record(source="hook", told=events, at=NOW)
        found = _world()
        transaction.set_rollback(True)
    return found


def test_the_story_ends_as_it_should() -> None:
    states, mails, consents, *_rest = _played([_story()])

    assert [state for _email, state in states] == [
        "complained",
        "bounced",
        "unsubscribed",
        "bounced",
        "unsubscribed",
    ]
    assert mails == [
        ("ana", "sent", "complained"),
        ("bob", "sent", "returned"),
        ("cid", "sent", "complained"),
        ("dan", "sent", ""),
        ("eva", "sent", ""),
    ]
    assert [value for _email, value in consents] == ["withdrawn", "withdrawn", "withdrawn", "given", "given"]


@SHUFFLES
@given(seed=st.integers(0, 2**32))
def test_the_order_of_coming_does_not_matter(seed: int) -> None:
    with transaction.atomic():
        story, chance = _story(), random.Random(seed)
        wanted = _played([story])
        # each event one to three times, in any order, in posts of any size
        posted = [event for event in story for _again in range(chance.randint(1, 3))]
        chance.shuffle(posted)
        posts = []
        while posted:
            size = chance.randint(1, 6)
            posts.append(posted[:size])
            posted = posted[size:]

        assert _played(posts) == wanted
        transaction.set_rollback(True)


def test_without_strengths_the_order_would_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    # What the test above denies, it could see.
    story = _story()
    monkeypatch.setattr(recipients, "STRENGTH", {name: int(name != "open") for name in RecipientState.values})

    assert _played([[one] for one in story]) != _played([[one] for one in reversed(story)])
