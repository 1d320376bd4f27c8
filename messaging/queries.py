"""Read-only questions of messaging's pages."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet, Value
from django.http import Http404

from core.scope import current_workspace_id
from leads import normalize
from leads.models import Lead
from messaging.choices import PENDING, MessageState, RecipientState, Transport
from messaging.models import Attempt, Message, Notification, Recipient, SendingPolicy, WebhookEndpoint


# The log of a busy endpoint grows forever; each part of this reads the head of one index.
DELIVERIES_COUNTED = 1000
LAST_DELIVERIES = """
SELECT e.id, m.state, count(*) FROM messaging_webhookendpoint e CROSS JOIN LATERAL (
  SELECT d.state FROM messaging_message d WHERE d.workspace_id = %s AND d.endpoint_id = e.id
  ORDER BY d.created_at DESC, d.id DESC LIMIT %s) m
WHERE e.workspace_id = %s GROUP BY 1, 2
"""
# A bell that says more than this says "99+".
BELL_CAP = 100


def unread(user_id: int) -> QuerySet[Notification]:
    """Return the notices the person has not read, up to 100."""
    return Notification.objects.filter(user_id=user_id, read_at=None).order_by()[:BELL_CAP]


def endpoints() -> QuerySet[WebhookEndpoint]:
    """Return the endpoints by name."""
    return WebhookEndpoint.objects.order_by("name", "pk")


def endpoint_of(**names: object) -> WebhookEndpoint:
    """Return one endpoint by its key or public id, or 404."""
    found = WebhookEndpoint.objects.filter(**names).first()
    if found is None:
        raise Http404
    return found


def deliveries(endpoint: WebhookEndpoint, state: str = "") -> QuerySet[Message]:
    """Return what was or will be sent to the endpoint with every try, newest first."""
    states = {
        "failed": [MessageState.FAILED],
        "sent": [MessageState.SENT],
        "pending": [MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING],
    }
    found = Message.objects.filter(endpoint=endpoint)
    if state in states:
        found = found.filter(state__in=states[state])
    return found.prefetch_related(Prefetch("tries", Attempt.objects.order_by("number")))


def delivery_counts() -> dict[int, dict[str, int]]:
    """Return by endpoint how many of its last thousand deliveries were made, wait and failed. Queries: one."""
    workspace = current_workspace_id()
    with connection.cursor() as cursor:
        cursor.execute(LAST_DELIVERIES, [workspace, DELIVERIES_COUNTED, workspace])
        rows = cursor.fetchall()
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("sent", "failed", "pending"), 0))
    for endpoint_id, state, number in rows:
        found[endpoint_id][state if state in {"sent", "failed"} else "pending"] += number
    return dict(found)


def delivery_ids(endpoint: WebhookEndpoint, public_ids: Sequence[UUID]) -> list[int]:
    """Return the keys of the endpoint's deliveries with these public ids."""
    found = Message.objects.filter(endpoint=endpoint, public_id__in=public_ids)
    return list(found.values_list("pk", flat=True))


# The outbox ---------------------------------------------------------------------------------------------------

STATES = {
    "waiting": PENDING,
    "ambiguous": (MessageState.AMBIGUOUS,),
    "sent": (MessageState.SENT,),
    "failed": (MessageState.FAILED,),
    "withheld": (MessageState.WITHHELD,),
}
# Tabs whose number asks for something to be done.
COUNTED = ("waiting", "ambiguous", "failed")
COUNT_CAP = 1000


def messages(state: str = "", transport: str = "") -> QuerySet[Message]:
    """Return the outbox, or what of it is in a state or goes by a transport, with what a list shows."""
    found = Message.objects.select_related("lead", "template_version__template")
    if state in STATES:
        found = found.filter(state__in=STATES[state])
    return found.filter(transport=transport) if transport else found


def looked_for(found: QuerySet[Message], text: str) -> QuerySet[Message]:
    """Return those that went to an address, carry an id, or concern leads of that name; each by an index."""
    try:
        return found.filter(public_id=UUID(text.strip().strip("<>").partition("@")[0]))
    except ValueError:
        pass
    if (address := normalize.email(text)) and "@" in text:
        return found.filter(recipient__in=Recipient.objects.filter(digest=digest(address)))
    return found.filter(lead__in=Lead.objects.search(text).values("pk")[:COUNT_CAP])


def digest(email: str) -> str:
    """Return what an address is known by even when it is erased: SHA-256 over workspace and address."""
    return hashlib.sha256(f"{current_workspace_id()}:{email}".encode()).hexdigest()


def counts() -> dict[str, int]:
    """Return how many messages ask for something, up to 1,000 each. Queries: one."""
    parts = [
        Message.objects.filter(state__in=STATES[name])
        .annotate(tab=Value(name))
        .order_by()
        .values_list("tab")[:COUNT_CAP]
        for name in COUNTED
    ]
    return Counter(tab for (tab,) in parts[0].union(*parts[1:], all=True))


def message_of(pk: int) -> Message:
    """Return one message with its tries, or 404."""
    found = (
        Message.objects.select_related("lead", "recipient", "template_version__template", "endpoint", "user")
        .prefetch_related(Prefetch("tries", Attempt.objects.order_by("-number")))
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def mails_of(lead_id: int) -> QuerySet[Message]:
    """Return the e-mails to a lead, newest first."""
    mails = Message.objects.filter(lead_id=lead_id, transport=Transport.EMAIL)
    return mails.select_related("template_version__template").order_by("-sent_at", "-pk")


def closed_addresses(text: str = "") -> QuerySet[Recipient]:
    """Return the addresses that nothing goes to, or the one looked for."""
    found = Recipient.objects.exclude(state=RecipientState.OPEN)
    return found.filter(digest=digest(normalize.email(text))) if text else found


def email_of(pk: int) -> Message:
    """Return one e-mail, or 404."""
    found = Message.objects.filter(pk=pk, transport=Transport.EMAIL).first()
    if found is None:
        raise Http404
    return found


def closed_address(pk: int) -> Recipient:
    """Return an address that nothing goes to, or 404."""
    found = Recipient.objects.exclude(state=RecipientState.OPEN).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lacks_identity() -> bool:
    """Say whether no marketing mail can leave, since the law's postal address is missing."""
    return not SendingPolicy.objects.exclude(postal_address="").exists()
