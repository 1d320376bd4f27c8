"""Pages about mailboxes: what is typed is checked, the password is never shown, a worker answers the test."""

import pytest

from capture.models import Mailbox
from core import seal
from core.scope import workspace_scope
from tenants.models import AuditEntry
from work.models import WorkItem


pytestmark = pytest.mark.django_db
PAGE = "/w/acme/settings/email-in/"
GOOD = {
    "host": "IMAP.Muebles-Sol.es",
    "security": "tls",
    "port": "993",
    "username": "ventas@muebles-sol.es",
    "password": " secreto ",
    "folder": "INBOX",
    "after": "seen",
}


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def mailbox(person, workspace):
    person.post(f"{PAGE}mailboxes/create/", GOOD)
    with workspace_scope(workspace.pk):
        return Mailbox.objects.get()


def now(mailbox):
    with workspace_scope(mailbox.workspace_id):
        mailbox.refresh_from_db()
    return mailbox


def queued(mailbox):
    return WorkItem.objects.filter(queue="mailbox", key=mailbox.pk).exists()


def test_a_mailbox_is_kept_switched_off_and_is_tested_at_once(person, mailbox):
    html = person.get(f"{PAGE}mailboxes/{mailbox.pk}/").content.decode()

    assert (mailbox.host, mailbox.is_active, mailbox.wants_test) == ("imap.muebles-sol.es", False, True)
    assert seal.open_seal(mailbox.password) == " secreto "
    assert queued(mailbox)
    assert "Connecting…" in html
    assert f'hx-get="{PAGE}mailboxes/{mailbox.pk}/status/"' in html
    assert "secreto" not in html
    assert "secreto" not in person.get(f"{PAGE}mailboxes/{mailbox.pk}/settings/").content.decode()
    assert "ventas@muebles-sol.es" in person.get(PAGE).content.decode()


def test_what_the_server_said_is_shown_as_text(person, mailbox):
    with workspace_scope(mailbox.workspace_id):
        Mailbox.objects.update(wants_test=False, fault="bad_login", detail="<b>no</b>", is_active=True)

    html = person.get(f"{PAGE}mailboxes/{mailbox.pk}/status/").content.decode()

    assert "The server refuses user and password." in html
    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert "hx-get" not in html
    assert "The server refuses user and password." in person.get(PAGE).content.decode()


def test_switched_on_asked_and_switched_off(person, mailbox):
    person.post(f"{PAGE}mailboxes/{mailbox.pk}/switch/", {"to": "on"})
    assert now(mailbox).is_active
    person.post(f"{PAGE}mailboxes/{mailbox.pk}/test/")
    assert queued(mailbox)

    person.post(f"{PAGE}mailboxes/{mailbox.pk}/switch/", {"to": "off"})

    assert not now(mailbox).is_active
    assert not queued(mailbox)


def test_a_change_keeps_the_password_and_another_folder_is_read_from_its_beginning(person, mailbox):
    with workspace_scope(mailbox.workspace_id):
        Mailbox.objects.update(uidvalidity=7, last_uid=50, marked_uid=50, wants_test=False)

    person.post(f"{PAGE}mailboxes/{mailbox.pk}/settings/", GOOD | {"password": "", "after": "keep"})
    assert (now(mailbox).last_uid, mailbox.after, mailbox.wants_test) == (50, "keep", True)
    person.post(f"{PAGE}mailboxes/{mailbox.pk}/settings/", GOOD | {"password": "", "folder": "Ventas"})

    assert (now(mailbox).uidvalidity, mailbox.last_uid) == (None, 0)
    assert seal.open_seal(mailbox.password) == " secreto "


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("host", "https://imap.example.com", "without https://"),
        ("host", "a..b", "without https://"),
        ("port", "70000", "65535"),
        ("username", "", "required"),
        ("password", "a\rb", "cannot be typed"),
        ("security", "none", "valid choice"),
    ],
)
def test_what_no_mailbox_has_is_refused(person, workspace, field, value, said):
    answer = person.post(f"{PAGE}mailboxes/create/", GOOD | {field: value})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    with workspace_scope(workspace.pk):
        assert not Mailbox.objects.exists()


@pytest.mark.parametrize(
    ("target", "said"),
    [("", "Name the folder."), ("inbox", "Name another folder than the one that is read.")],
)
def test_mails_are_moved_to_another_folder_only(person, target, said):
    answer = person.post(f"{PAGE}mailboxes/create/", GOOD | {"after": "move", "move_to": target})

    assert said in answer.content.decode()


def test_the_same_folder_is_read_once(person, mailbox):
    answer = person.post(f"{PAGE}mailboxes/create/", GOOD)

    assert answer.status_code == 422
    assert "This folder of this mailbox is read already." in answer.content.decode()


def test_a_plain_line_is_offered_on_ones_own_machine_only(person, settings):
    settings.LOCAL = False

    assert 'value="plain"' not in person.get(f"{PAGE}mailboxes/create/").content.decode()


def test_a_removed_mailbox_is_gone_with_its_password(person, mailbox):
    person.post(f"{PAGE}mailboxes/{mailbox.pk}/remove/")

    with workspace_scope(mailbox.workspace_id):
        assert not Mailbox.objects.exists()
        assert [*AuditEntry.objects.order_by("pk").values_list("action", flat=True)][-2:] == [
            "mailbox.made",
            "mailbox.removed",
        ]
    assert not queued(mailbox)


def test_a_rep_sees_none_of_it(client_for, rep, mailbox):
    other = client_for(rep)

    assert other.get(PAGE).status_code == 403
    assert other.get(f"{PAGE}mailboxes/{mailbox.pk}/").status_code == 403
