"""Three senders with the same events at the same moment: each counts once, and nobody waits for ever (W2)."""

import threading
from collections.abc import Sequence

import pytest
from django.db import DatabaseError, connection

from core.scope import workspace_scope
from leads.models import ConsentRecord
from messaging.choices import EventKind
from messaging.engine.inbound import Told
from messaging.models import MailEvent, Message, Recipient
from messaging.services import inbound
from tenants.models import Workspace
from tests.factories.messaging import make_message
from tests.factories.tenants import make_workspace
from tests.messaging.telling import NOW, told


pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_three_at_once_count_once() -> None:
    workspace: Workspace = make_workspace("acme")
    with workspace_scope(workspace.pk):
        mail: Message = make_message(state="ambiguous", attempts=1)
        events = [
            told("d", EventKind.DELIVERED, mail=mail),
            *(told(f"s{number}", EventKind.SOFT, mail=mail, days_ago=number) for number in range(4)),
            told("u", EventKind.UNSUBSCRIBED, mail=mail),
        ]
    barrier, new, faults = threading.Barrier(3), [], []

    def tell(mine: Sequence[Told]) -> None:
        barrier.wait(10)
        try:
            with workspace_scope(workspace.pk):
                new.append(inbound.record(source="hook", told=mine, at=NOW).new)
        except DatabaseError as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=tell, args=[mine]) for mine in (events, events[::-1], events[3:] + events[:3])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert (faults, sum(new)) == ([], 6)
    with workspace_scope(workspace.pk):
        assert MailEvent.objects.count() == 6
        assert Message.objects.get().state == "sent"
        assert Recipient.objects.get().state == "unsubscribed"
        assert ConsentRecord.objects.count() == 1
