"""Endpoints changed from two pages, or by a page and a delivery, at the same time."""

import pytest
from django.utils import timezone

from core import seal
from messaging import queries
from messaging.models import Message, WebhookEndpoint
from messaging.services import webhooks
from tests.factories.webhooks import SECRET, make_endpoint


pytestmark = pytest.mark.usefixtures("in_scope")


@pytest.fixture
def pages() -> list[WebhookEndpoint]:
    """The same endpoint as two people have it before them."""
    pk = make_endpoint().pk
    return [WebhookEndpoint.objects.get(pk=pk) for _ in range(2)]


def change(endpoint: WebhookEndpoint, **values: object) -> WebhookEndpoint:
    return webhooks.change(endpoint=endpoint, values=values, by=None, at=timezone.now())


def test_a_change_from_an_old_page_leaves_a_new_secret_alone(pages: list[WebhookEndpoint]) -> None:
    fresh = webhooks.rotate(endpoint=pages[0], by=None, at=timezone.now())
    change(pages[1], name="Chat")

    kept = WebhookEndpoint.objects.get()
    assert (kept.name, seal.open_seal(kept.secret)) == ("Chat", fresh)


def test_a_secret_turned_twice_keeps_the_one_before_the_last(pages: list[WebhookEndpoint]) -> None:
    first, last = (webhooks.rotate(endpoint=page, by=None, at=timezone.now()) for page in pages)

    kept = WebhookEndpoint.objects.get()
    assert [seal.open_seal(kept.former_secret), seal.open_seal(kept.secret)] == [first, last]
    assert SECRET not in {first, last}


def test_an_endpoint_that_was_switched_off_meanwhile_stays_off(pages: list[WebhookEndpoint]) -> None:
    webhooks.disable(endpoint_id=pages[0].pk, reason="gone", at=timezone.now())
    changed = change(pages[1], name="Chat")

    assert (changed.is_active, changed.disabled_reason) == (False, "gone")
    assert WebhookEndpoint.objects.get().disabled_at is not None


def test_switching_on_forgets_why_it_was_off(pages: list[WebhookEndpoint]) -> None:
    webhooks.disable(endpoint_id=pages[0].pk, reason="gone", at=timezone.now())
    change(pages[1], is_active=True)

    kept = WebhookEndpoint.objects.get()
    assert (kept.is_active, kept.disabled_at, kept.disabled_reason) == (True, None, "")


def test_the_list_counts_the_last_deliveries_only(
    pages: list[WebhookEndpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "DELIVERIES_COUNTED", 3)
    for state in ("sent", "failed", "failed", "queued"):
        message = webhooks.test(endpoint=pages[0], by=None, at=timezone.now())
        Message.objects.filter(pk=message.pk).update(state=state, sent_at=timezone.now())

    assert queries.delivery_counts() == {pages[0].pk: {"sent": 0, "failed": 2, "pending": 1}}
