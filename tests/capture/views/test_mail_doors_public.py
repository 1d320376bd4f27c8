"""What each mail provider posts becomes an inquiry, once; what does not prove who it is leaves no trace."""

import base64
import json

import pytest
from django.test import Client
from django.utils import timezone

from capture import mail_providers
from capture.models import Inquiry, MailDoor
from capture.services import mail_doors, mails, process
from capture.views import mail_door_public
from core.scope import workspace_scope
from tests.capture import provider_posts as posts
from tests.capture.provider_posts import Post


pytestmark = pytest.mark.django_db
SOURCES = {posts.amazon_ses, posts.mailgun, posts.postal, posts.sendgrid, posts.sparkpost}
WITH_FILE = {posts.brevo, posts.mailgun_fields, posts.mailjet, posts.postmark_fields, posts.sendgrid_fields}


@pytest.fixture
def door(workspace):
    """Make a provider's address, with what proves it."""

    def make(provider):
        with workspace_scope(workspace.pk):
            made = mail_doors.create(provider=provider, by=None, at=timezone.now())
            wanted = mail_providers.BY_NAME[provider].proof
            secret = posts.public_key() if provider == "postal" else posts.KEY
            if wanted == mail_providers.PASSWORD:
                mail_doors.turn(door=made, by=None, at=timezone.now())
            else:
                mail_doors.keep(door=made, secret=secret, by=None, at=timezone.now())
            return MailDoor.objects.get(pk=made.pk)

    return make


def send(door, post: Post, *, password=None, url=None):
    headers = dict(post.headers)
    if mail_providers.BY_NAME[door.provider].proof == mail_providers.PASSWORD:
        word = mail_doors.secret_of(door) if password is None else password
        headers["Authorization"] = "Basic " + base64.b64encode(f"leadcrm:{word}".encode()).decode()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    path = url or mail_door_public.address(door).partition("://")[2].partition("/")[2]
    return client.post(f"/{path.lstrip('/')}", post.body, content_type=post.content_type, headers=headers)


def stored(door):
    with workspace_scope(door.workspace_id):
        return list(Inquiry.objects.order_by("pk"))


@pytest.mark.parametrize(("provider", "post"), posts.EVERY)
def test_a_mail_becomes_an_inquiry_once_however_often_it_is_posted(door, provider, post) -> None:
    gate = door(provider)
    sent = post(mail_door_public.address(gate))

    answers = [send(gate, sent).json() for _again in range(2)]

    assert answers == [{"received": 1, "new": 1}, {"received": 1, "new": 0}]
    (inquiry,) = stored(gate)
    about = inquiry.payload["mail"]
    assert (about["from_email"], about["from_name"]) == ("ana@muebles-sol.es", "Ana Ruiz")
    assert (about["subject"], about["message_id"]) == (posts.SUBJECT, "m1@muebles-sol.es")
    assert inquiry.payload["message"] == posts.TEXT
    assert (inquiry.channel, inquiry.content_type) == ("email", "message/rfc822")
    if post in SOURCES:
        assert bytes(inquiry.raw) == posts.SOURCE
    files = [(one["name"], one["verdict"]) for one in about["attachments"]]
    assert files == ([("plano.pdf", "ok")] if post in WITH_FILE else [])
    with workspace_scope(gate.workspace_id):
        gate.refresh_from_db()
        assert (gate.taken, gate.latest_id) == (1, inquiry.pk)
        process.run(keys=[inquiry.pk], at=timezone.now())
        assert Inquiry.objects.get().lead.email == "ana@muebles-sol.es"


@pytest.mark.parametrize(("provider", "post"), posts.EVERY)
def test_what_is_not_proven_is_refused_and_not_kept(door, workspace, provider, post) -> None:
    gate = door(provider)
    sent = post(mail_door_public.address(gate))
    with workspace_scope(workspace.pk):
        mail_doors.keep(door=gate, secret="another", by=None, at=timezone.now())

    answer = send(gate, sent, password="wrong")

    assert answer.status_code == 403
    assert answer.json()["code"] == "bad_signature"
    assert stored(gate) == []


@pytest.mark.parametrize("provider", sorted(mail_providers.BY_NAME))
def test_nothing_is_believed_before_there_is_a_secret(workspace, provider) -> None:
    with workspace_scope(workspace.pk):
        gate = mail_doors.create(provider=provider, by=None, at=timezone.now())

    assert send(gate, posts.as_json({}), password="").status_code == 403


def test_a_mail_that_came_by_another_way_before_is_known(door, workspace) -> None:
    gate = door("sparkpost")
    with workspace_scope(workspace.pk):
        mails.receive(raw=b"Received: by mx2\r\n" + posts.SOURCE, at=timezone.now())

    assert send(gate, posts.sparkpost("")).json() == {"received": 1, "new": 0}


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff\xfe", b'{"items": 7}', b"[" * 100_000])
@pytest.mark.parametrize("provider", ["brevo", "mailjet", "postmark", "sparkpost", "sendgrid", "amazon_ses"])
def test_no_body_breaks_an_address(door, provider, body) -> None:
    assert send(door(provider), Post(body)).status_code in {200, 403, 413, 422}


def test_a_post_of_the_provider_that_nobody_can_read_waits_for_a_person(door) -> None:
    gate = door("sparkpost")
    odd = posts.as_json([{"msys": {"relay_message": {"content": {}}}}])

    assert send(gate, odd).json() == {"received": 1, "new": 1}
    (inquiry,) = stored(gate)
    with workspace_scope(gate.workspace_id):
        process.run(keys=[inquiry.pk], at=timezone.now())
        inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.reason) == ("quarantined", "unreadable")
    assert bytes(inquiry.raw) == odd.body


@pytest.mark.parametrize(
    ("provider", "document"),
    [
        ("postmark", {"RecordType": "Bounce", "MessageID": "1"}),
        ("brevo", {"event": "delivered"}),
        ("sparkpost", [{"msys": {"message_event": {"type": "bounce"}}}]),
    ],
)
def test_reports_on_mails_that_left_are_told_to_go_elsewhere(door, provider, document) -> None:
    gate = door(provider)

    assert send(gate, posts.as_json(document)).json()["code"] == "no_mails"
    assert stored(gate) == []


def test_a_large_mail_with_files_is_taken_and_one_over_the_limit_is_not(door, monkeypatch) -> None:
    gate = door("sendgrid")
    large = posts.SOURCE + b"x" * (3 * 1024 * 1024)

    assert send(gate, posts.as_form({"email": large})).json() == {"received": 1, "new": 1}
    monkeypatch.setattr(mails, "MOST_BYTES", 1000)
    refused = send(gate, posts.as_form({"email": posts.SOURCE + b"y" * 2000}))
    assert (refused.status_code, refused.json()["code"]) == (413, "mail_refused")
    monkeypatch.setattr(mail_door_public, "MOST_BYTES", 1000)
    assert send(gate, posts.as_form({"email": large})).json()["code"] == "too_large"
    assert len(stored(gate)) == 1


def test_amazon_asks_for_the_password_and_for_a_person_who_confirms(door) -> None:
    gate = door("amazon_ses")
    wanted = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1"
    unasked = Client().post(mail_door_public.address(gate), b"{}", content_type="application/json")
    assert (unasked.status_code, unasked["WWW-Authenticate"]) == (401, 'Basic realm="Leadcrm"')

    for url in ("https://evil.example/?sns.eu-west-1.amazonaws.com", wanted):
        assert send(gate, posts.sns("SubscriptionConfirmation", SubscribeURL=url)).status_code == 200

    with workspace_scope(gate.workspace_id):
        gate.refresh_from_db()
        assert gate.confirm_url == wanted
    # A mail shows that it was confirmed.
    send(gate, posts.amazon_ses(""))
    with workspace_scope(gate.workspace_id):
        gate.refresh_from_db()
        assert gate.confirm_url == ""


def test_a_notice_of_amazon_without_the_mail_says_what_to_change(door) -> None:
    event = {"notificationType": "Received", "receipt": {"action": {"type": "S3"}}}

    answer = send(door("amazon_ses"), posts.sns("Notification", Message=json.dumps(event)))

    assert (answer.status_code, answer.json()["code"]) == (422, "no_mails")


@pytest.mark.parametrize(
    ("provider", "post", "status"), [("postmark", posts.postmark, 429), ("sendgrid", posts.sendgrid, 503)]
)
def test_too_many_posts_of_a_provider_are_asked_to_wait_and_leave_no_trace(
    door, settings, provider, post, status
) -> None:
    settings.MAIL_DOOR_LIMIT = 2
    gate, other = door(provider), door("mailjet")
    # What proves nothing uses no turn up.
    assert [send(gate, post(""), password="wrong").status_code for _each in range(3)] == [403] * 3

    answers = [send(gate, post("")) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, status]
    assert (answers[2]["Retry-After"], answers[2]["Content-Type"]) == ("60", "application/problem+json")
    assert answers[2].json()["code"] == "too_many"
    assert len(stored(gate)) == 1
    assert send(other, posts.mailjet("")).status_code == 200


def test_an_address_that_is_off_or_of_another_provider_takes_nothing(door, workspace) -> None:
    gate = door("postmark")
    other = f"/hooks/mail/{gate.token}/sendgrid"
    assert send(gate, posts.postmark(""), url=other).status_code == 404
    assert Client().head(f"/hooks/mail/{gate.token}/postmark").status_code == 200
    with workspace_scope(workspace.pk):
        mail_doors.switch(door=gate, is_active=False, by=None, at=timezone.now())

    assert send(gate, posts.postmark("")).status_code == 410
    assert send(gate, posts.postmark(""), url="/hooks/mail/nothing/postmark").status_code == 404
    assert stored(gate) == []
