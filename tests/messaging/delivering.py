"""Mails of the tests: a lead that may be written to, a mail in the outbox, what became of it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from leads.models import Lead
from messaging.models import Attempt, Message
from messaging.services import outbox
from messaging.services.outbox import Mail
from tests.factories import messaging
from tests.factories.leads import make_lead
from work.models import WorkItem


def ready_lead(email: str = "ok@reformassol.es", **columns: Any) -> Lead:
    return make_lead(email=email, first_name="Ana", last_name="Ruiz", marketing_consent="given", **columns)


def put(lead: Lead, key: str = "k", **values: Any) -> Message:
    version = values.pop("version", None) or messaging.make_version()
    ids = outbox.enqueue(
        mails=[Mail(key, lead.pk, version.pk, values={"lead.first_name": "Ana"}, **values)],
        at=timezone.now(),
    )
    return Message.objects.get(pk=ids[key])


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def last_try(message: Message) -> Attempt:
    return Attempt.objects.filter(message=message).latest("number")


def make_due() -> None:
    WorkItem.objects.update(due_at=timezone.now() - timedelta(hours=1), lease_until=None)
