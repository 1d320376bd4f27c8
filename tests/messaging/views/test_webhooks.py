import pytest
from django.utils import timezone

from core import seal
from core.scope import workspace_scope
from messaging.models import Message, WebhookEndpoint
from messaging.services import webhooks
from tenants.models import AuditEntry
from tests.factories.webhooks import SECRET, make_endpoint


FORM = {"name": "ERP", "url": "https://93.184.215.14/hooks", "events": ["lead.handed_off"]}


@pytest.fixture
def client(client_for, admin):
    return client_for(admin)


@pytest.fixture
def at(workspace):
    return f"/w/{workspace.slug}/settings/webhooks/"


@pytest.fixture
def endpoint(workspace):
    with workspace_scope(workspace.pk):
        return make_endpoint()


def test_the_secret_is_shown_once_and_kept_sealed(client, at, workspace) -> None:
    page = client.post(f"{at}new/", FORM).content.decode()

    with workspace_scope(workspace.pk):
        made = WebhookEndpoint.objects.get()
        assert seal.open_seal(made.secret) in page
        assert "whsec_" not in made.secret
        assert AuditEntry.objects.filter(action="webhook.created").exists()
    assert "whsec_" not in client.get(f"{at}{made.pk}/").content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"url": "http://127.0.0.1/"}, "private network"),
        ({"url": "http://169.254.169.254/"}, "private network"),
        ({"url": "gopher://x"}, "cannot be used"),
        ({"events": []}, "field is required"),
        ({"events": ["lead.exploded"]}, "not one of the available choices"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused_with_a_reason(client, at, workspace, values, said) -> None:
    answer = client.post(f"{at}new/", FORM | values)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    with workspace_scope(workspace.pk):
        assert not WebhookEndpoint.objects.exists()


def test_a_test_event_waits_in_the_log(client, at, endpoint, workspace) -> None:
    client.post(f"{at}{endpoint.pk}/test/")

    page = client.get(f"{at}{endpoint.pk}/").content.decode()
    assert "webhook.test" in page
    with workspace_scope(workspace.pk):
        assert Message.objects.get().state == "queued"


def test_an_endpoint_is_changed_switched_off_and_deleted(client, at, endpoint, workspace) -> None:
    client.post(f"{at}{endpoint.pk}/edit/", FORM | {"name": "Chat"})
    client.post(f"{at}{endpoint.pk}/switch/", {"to": "off"})
    with workspace_scope(workspace.pk):
        endpoint.refresh_from_db()
        assert (endpoint.name, endpoint.is_active) == ("Chat", False)

    client.post(f"{at}{endpoint.pk}/delete/")
    with workspace_scope(workspace.pk):
        assert not WebhookEndpoint.objects.exists()


def test_a_second_click_on_switch_off_does_not_switch_on(client, at, endpoint, workspace) -> None:
    for _ in range(2):
        client.post(f"{at}{endpoint.pk}/switch/", {"to": "off"})

    with workspace_scope(workspace.pk):
        assert not WebhookEndpoint.objects.get().is_active


def test_a_delivery_that_is_none_sends_nothing_again(client, at, endpoint, workspace) -> None:
    with workspace_scope(workspace.pk):
        message = webhooks.test(endpoint=endpoint, by=None, at=timezone.now())
        Message.objects.filter(pk=message.pk).update(state="failed")

    for wrong in ("²", "x", "9" * 30):
        assert client.post(f"{at}{endpoint.pk}/resend/", {"message": wrong}).status_code == 303
    with workspace_scope(workspace.pk):
        assert Message.objects.get().state == "failed"


def test_turning_the_secret_shows_the_new_one_and_keeps_the_former_for_a_day(
    client, at, endpoint, workspace
) -> None:
    page = client.post(f"{at}{endpoint.pk}/rotate/").content.decode()

    with workspace_scope(workspace.pk):
        endpoint.refresh_from_db()
        assert seal.open_seal(endpoint.secret) in page
        assert seal.open_seal(endpoint.former_secret) == SECRET


def test_the_list_says_how_deliveries_go(client, at, endpoint) -> None:
    page = client.get(at).content.decode()

    assert "ERP" in page
    assert "https://93.184.215.14/hooks" in page
