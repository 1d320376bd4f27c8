"""Pages about mail providers: an address to paste, a password shown once or a key that is never shown."""

import pytest

from capture.models import MailDoor
from capture.services import mail_doors
from core.scope import workspace_scope
from tests.capture import provider_posts as posts


pytestmark = pytest.mark.django_db
PAGE = "/w/acme/settings/email-in/"


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def add(person, workspace):
    """Add a provider as a person does, and return its page's address."""

    def make(provider):
        return person.post(f"{PAGE}providers/create/", {"provider": provider})["Location"]

    return make


def door(workspace):
    with workspace_scope(workspace.pk):
        return MailDoor.objects.get()


def test_a_password_is_in_the_address_once_and_what_is_posted_with_it_is_taken(
    person, add, workspace, client
):
    page = add("postmark")
    assert "the secret is missing" in person.get(page).content.decode()

    html = person.post(f"{page}password/").content.decode()

    secret = mail_doors.secret_of(door(workspace))
    token = door(workspace).token
    assert f"//leadcrm:{secret}@127.0.0.1:8000/hooks/mail/{token}/postmark" in html
    assert secret not in person.get(page).content.decode()
    assert "Waiting for the first mail…" in person.get(page).content.decode()
    sent = posts.postmark("")
    answer = client.post(
        f"/hooks/mail/{token}/postmark",
        sent.body,
        content_type=sent.content_type,
        headers={"Authorization": "Basic " + posts.base64.b64encode(f"leadcrm:{secret}".encode()).decode()},
    )
    assert answer.json() == {"received": 1, "new": 1}
    shown = person.get(page).content.decode()
    assert "Mails arrive here." in shown
    assert "Ana Ruiz" in shown
    assert "Postmark" in person.get(PAGE).content.decode()


def test_a_providers_key_is_kept_and_never_shown(person, add, workspace):
    page = add("mailgun")
    assert "/mailgun-mime" in person.get(page).content.decode()

    person.post(f"{page}key/", {"key": " key-\n1 "})

    assert mail_doors.secret_of(door(workspace)) == "key-1"
    html = person.get(page).content.decode()
    assert "A key is stored." in html
    assert "key-1" not in html
    refused = person.post(f"{page}key/", {"key": "ñ"})
    assert (refused.status_code, "no key has" in refused.content.decode()) == (422, True)
    # It has no password, so none is made in its place.
    person.post(f"{page}password/")
    assert mail_doors.secret_of(door(workspace)) == "key-1"


def test_a_provider_has_one_address(add, workspace):
    assert add("sendgrid") == add("sendgrid")
    assert door(workspace).provider == "sendgrid"


def test_amazon_is_confirmed_by_a_person(person, add, workspace):
    page = add("amazon_ses")
    with workspace_scope(workspace.pk):
        MailDoor.objects.update(confirm_url="https://sns.eu-west-1.amazonaws.com/?a=1&b=2")

    assert 'href="https://sns.eu-west-1.amazonaws.com/?a=1&amp;b=2"' in person.get(page).content.decode()


def test_switched_off_and_on(person, add, workspace):
    page = add("sparkpost")

    person.post(f"{page}switch/", {"to": "off"})
    assert not door(workspace).is_active
    assert "Switched off: what is posted is refused." in person.get(page).content.decode()
    person.post(f"{page}switch/", {"to": "on"})
    assert door(workspace).is_active


def test_only_known_providers(person):
    assert person.post(f"{PAGE}providers/create/", {"provider": "carrier-pigeon"}).status_code == 422


def test_a_rep_sees_none_of_it(client_for, rep, add):
    page = add("mailgun")

    assert client_for(rep).get(page).status_code == 403
