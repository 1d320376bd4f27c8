"""The outbox's pages, what a person decides there, and who may."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from core.scope import workspace_scope
from messaging.models import Message, Recipient, SendingPolicy
from messaging.services import outbox
from tenants.models import AuditEntry, Membership, Workspace
from tests.clients import JsonClient
from tests.factories import messaging
from tests.factories.leads import make_lead
from work.models import WorkItem


pytestmark = pytest.mark.slow
ClientFor = Callable[[Membership], Client]


def make(workspace: Workspace, **columns: object) -> Message:
    with workspace_scope(workspace.pk):
        lead = make_lead(
            email=f"m{Message.objects.count()}@x.es", first_name="Ana", marketing_consent="given"
        )
        return messaging.make_message(lead, **columns)


def again(workspace: Workspace, message: Message) -> Message:
    with workspace_scope(workspace.pk):
        return Message.objects.get(pk=message.pk)


def test_the_list_shows_states_reasons_and_counts(
    client_for: ClientFor, marketer: Membership, workspace: Workspace
) -> None:
    make(workspace, subject="First letter")
    make(workspace, subject="Held letter", state="withheld", reason="unsubscribed", sent_at=None)
    make(workspace, subject="Odd letter", state="ambiguous", sent_at=None)
    client = client_for(marketer)

    every = client.get("/w/acme/outbox/").content.decode()
    odd = client.get("/w/acme/outbox/?state=ambiguous").content.decode()

    assert all(text in every for text in ("First letter", "Held letter", "Odd letter", "Unsubscribed"))
    assert "Odd letter" in odd
    assert "First letter" not in odd
    assert "may or may not have arrived" in odd


@pytest.mark.parametrize("kind", ["address", "id", "name"])
def test_a_message_is_found_by_address_id_and_name(
    client_for: ClientFor, marketer: Membership, workspace: Workspace, kind: str
) -> None:
    wanted = make(workspace, subject="Wanted")
    with workspace_scope(workspace.pk):
        messaging.make_message(
            make_lead(email="z@x.es", first_name="Zoe"), subject="Other", key="other", to="z@x.es"
        )
    text = {"address": wanted.to.upper(), "id": f"<{wanted.public_id}@host>", "name": "ana"}[kind]

    page = client_for(marketer).get("/w/acme/outbox/", {"search": text}).content.decode()

    assert "Wanted" in page
    assert "Other" not in page


def test_the_page_of_one_shows_the_mail_in_a_frame_that_can_do_nothing(
    client_for: ClientFor, marketer: Membership, workspace: Workspace
) -> None:
    message = make(workspace)
    client = client_for(marketer)

    page = client.get(f"/w/acme/outbox/{message.pk}/")
    preview = client.get(f"/w/acme/outbox/{message.pk}/preview/")

    assert "sandbox" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "script-src" not in preview["Content-Security-Policy"]
    assert preview["Content-Security-Policy"].startswith("default-src 'none'")
    assert "the guide" in preview.content.decode()
    assert "/c/" not in preview.content.decode()


def test_marking_as_sent_is_done_once_and_written_down(
    client_for: ClientFor, marketer: Membership, workspace: Workspace
) -> None:
    message = make(workspace, state="ambiguous", sent_at=None)
    client = client_for(marketer)

    for _ in range(2):
        assert client.post(f"/w/acme/outbox/{message.pk}/sent/").status_code == 303

    assert again(workspace, message).state == "sent"
    with workspace_scope(workspace.pk):
        assert AuditEntry.objects.filter(action="message.marked_as_sent").count() == 1


@pytest.mark.parametrize("state", ["ambiguous", "failed"])
def test_sending_again_queues_it_once(
    client_for: ClientFor, marketer: Membership, workspace: Workspace, state: str
) -> None:
    message = make(workspace, state=state, sent_at=None)
    client = client_for(marketer)

    for _ in range(2):
        client.post(f"/w/acme/outbox/{message.pk}/again/")

    assert again(workspace, message).state == "queued"
    assert WorkItem.objects.filter(queue="mailing", key=message.pk).count() == 1
    with workspace_scope(workspace.pk):
        assert AuditEntry.objects.filter(action="message.sent_again").count() == 1


@pytest.mark.parametrize("verb", ["sent", "again"])
def test_a_sent_mail_offers_nothing_to_decide(
    client_for: ClientFor, marketer: Membership, workspace: Workspace, verb: str
) -> None:
    message = make(workspace)

    client_for(marketer).post(f"/w/acme/outbox/{message.pk}/{verb}/")

    assert again(workspace, message).state == "sent"
    assert not WorkItem.objects.filter(queue="mailing").exists()


def test_the_policy_is_kept_and_bad_hours_are_refused(
    client_for: ClientFor, admin: Membership, workspace: Workspace
) -> None:
    values = {
        "from_name": "Acme", "postal_address": "Calle Mayor 1", "cap_count": 2, "cap_days": 5,
        "from_hour": 9, "until_hour": 18, "pause_at_permille": 30,
    }  # fmt: skip
    client = client_for(admin)

    assert client.post("/w/acme/settings/sending/", values).status_code == 303
    refused = client.post("/w/acme/settings/sending/", values | {"from_hour": 19})

    assert refused.status_code == 422
    with workspace_scope(workspace.pk):
        policy = SendingPolicy.objects.get()
    assert (policy.postal_address, policy.cap_count, policy.from_hour) == ("Calle Mayor 1", 2, 9)


def test_a_test_mail_goes_to_whoever_asks(
    client_for: ClientFor, admin: Membership, workspace: Workspace
) -> None:
    client_for(admin).post("/w/acme/settings/sending/test/")

    with workspace_scope(workspace.pk):
        assert Message.objects.get().to == admin.user.email


def test_an_address_is_closed_found_and_opened_again(
    client_for: ClientFor, admin: Membership, workspace: Workspace
) -> None:
    client = client_for(admin)

    client.post("/w/acme/settings/sending/closed/", {"email": "Eva@X.es", "note": "asked by phone"})
    page = client.get("/w/acme/settings/sending/closed/", {"search": "eva@x.es"}).content.decode()
    with workspace_scope(workspace.pk):
        row = Recipient.objects.get()
    client.post(f"/w/acme/settings/sending/closed/{row.pk}/reopen/")

    assert "asked by phone" in page
    assert row.state == "blocked"
    with workspace_scope(workspace.pk):
        assert Recipient.objects.get().state == "open"
        assert AuditEntry.objects.filter(action__startswith="recipient.").count() == 2


def test_an_erased_address_stays_closed(
    client_for: ClientFor, admin: Membership, workspace: Workspace
) -> None:
    with workspace_scope(workspace.pk):
        row = messaging.make_recipient("e@x.es", state="erased")
        Recipient.objects.update(email="")

    client_for(admin).post(f"/w/acme/settings/sending/closed/{row.pk}/reopen/")

    with workspace_scope(workspace.pk):
        assert Recipient.objects.get().state == "erased"
        ids = outbox.enqueue_plain(key="k", to="e@x.es", subject="s", text="t", at=timezone.now())
        assert Message.objects.get(pk=ids).recipient_id == row.pk


def test_the_api_lists_messages_with_their_tries(
    api: Callable[..., JsonClient], workspace: Workspace
) -> None:
    message = make(workspace, state="failed", reason="refused", sent_at=None)
    with workspace_scope(workspace.pk):
        message.tries.create(number=1, started_at=timezone.now(), outcome="failed", phase="rcpt", code=554)

    listed = api("messages:read").get("/api/v1/messages/?state=failed").json()
    one = api("messages:read").get(f"/api/v1/messages/{message.public_id}/").json()
    refused = api("messages:read").get("/api/v1/messages/?state=nonsense")

    assert [row["id"] for row in listed["results"]] == [str(message.public_id)]
    assert one["attempts"][0]["code"] == 554
    assert one["reason"] == "refused"
    assert refused.status_code == 400
