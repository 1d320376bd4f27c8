"""Where providers report: signed, fresh, once; whatever else arrives is refused and changes nothing (W2)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import Webhook

from core.scope import workspace_scope
from messaging.models import MailEvent, MailHook, Message, Recipient
from messaging.services import mail_hook
from tenants.models import AuditEntry, Membership, Workspace
from tests.clients import PageClient
from tests.factories.messaging import make_message, make_recipient
from tests.messaging.telling import address_of_hook, post, send, signed


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]


@pytest.fixture
def program() -> Client:
    return PageClient(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def secret(now: datetime) -> str:
    return mail_hook.turn(by=None, at=now)


def bounce(event_id: str = "evt_1", **values: Any) -> dict[str, Any]:
    return {
        "id": event_id,
        "type": "bounced",
        "address": "ana@reformassol.es",
        "reason": "550 5.1.1",
    } | values


def unchanged() -> bool:
    return not MailEvent.objects.exists() and not Recipient.objects.exclude(state="open").exists()


def test_a_signed_bounce_closes_the_address(program: Client, secret: str, now: datetime) -> None:
    mail = make_message()

    event = {
        "id": "e",
        "type": "bounced",
        "message": f"<{mail.public_id}@crm.example>",
        "timestamp": now.isoformat(),
    }
    answer = post(program, event, secret, at=now)

    assert (answer.status_code, answer.json()) == (200, {"received": 1, "new": 1})
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert not answer.cookies
    assert Recipient.objects.get().state == "bounced"
    assert MailEvent.objects.get().message_id == mail.pk


def test_what_the_specifications_package_signs_is_taken(program: Client, secret: str, now: datetime) -> None:
    make_recipient()
    body = '{"type": "complained", "address": "ana@reformassol.es"}'
    headers = {
        "webhook-id": "msg_7",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_7", now, body),
    }

    assert send(program, body.encode(), headers).status_code == 200
    # one event without an id of its own has the delivery's
    assert MailEvent.objects.get().event_id == "msg_7"


@pytest.mark.parametrize("many", [lambda events: events, lambda events: {"events": events}])
def test_many_at_once(program: Client, secret: str, now: datetime, many: Callable[..., Any]) -> None:
    make_recipient()
    events = [bounce("1"), bounce("2"), {"type": "opened"}, "nonsense", 7, None]

    assert post(program, many(events), secret, at=now).json() == {"received": 6, "new": 6}
    ids = list(MailEvent.objects.order_by("pk").values_list("event_id", "kind", "outcome"))
    assert ids[:2] == [("1", "bounced", "applied"), ("2", "bounced", "applied")]
    assert {row[1:] for row in ids[2:]} == {("other", "ignored")}
    assert {row[0] for row in ids[2:]} == {"msg_1#2", "msg_1#3", "msg_1#4", "msg_1#5"}


def test_the_same_post_three_times(program: Client, secret: str, now: datetime) -> None:
    make_recipient()

    answers = [post(program, [bounce()], secret, at=now) for _again in range(3)]
    later = post(program, [bounce()], secret, at=now, delivery="msg_2")

    assert [answer.json()["new"] for answer in answers] == [1, 0, 0]
    assert later.json() == {"received": 1, "new": 0}
    assert MailEvent.objects.count() == 1


@pytest.mark.parametrize(("minutes", "status"), [(-4, 200), (-6, 401), (6, 401), (-60 * 24 * 400, 401)])
def test_only_what_was_signed_within_five_minutes_counts(
    program: Client, secret: str, now: datetime, minutes: int, status: int
) -> None:
    make_recipient()

    answer = post(program, bounce(), secret, at=now + timedelta(minutes=minutes))

    assert answer.status_code == status
    assert unchanged() == (status == 401)
    if status == 401:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "bad_timestamp"


def _forgeries(raw: bytes, headers: dict[str, str]) -> list[tuple[bytes, dict[str, str]]]:
    def changed(**values: str) -> tuple[bytes, dict[str, str]]:
        return raw, headers | {f"webhook-{name}": value for name, value in values.items()}

    signature = headers["webhook-signature"]
    return [
        (raw.replace(b"ana@", b"bob@"), headers),
        (raw + b" ", headers),
        (raw, {}),
        changed(id="msg_other"),
        changed(id=""),
        changed(timestamp=str(int(headers["webhook-timestamp"]) + 1)),
        changed(timestamp="²"),
        changed(timestamp=""),
        changed(timestamp="9" * 400),
        changed(signature=""),
        changed(signature=signature.replace("v1,", "v2,")),
        changed(signature=signature[:-2] + "A="),
        changed(signature="v1,ñ" * 300),
        changed(signature=signature.removeprefix("v1,")),
    ]


def test_what_is_forged_or_changed_on_the_way_is_refused(program: Client, secret: str, now: datetime) -> None:
    make_recipient()
    raw, headers = signed(bounce(), secret, at=now)

    answers = [send(program, *forged) for forged in _forgeries(raw, headers)]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}
    assert {answer.json()["code"] for answer in answers} == {"bad_signature"}
    assert unchanged()
    assert send(program, raw, headers).status_code == 200


def test_one_of_several_signatures_is_enough(program: Client, secret: str, now: datetime) -> None:
    raw, headers = signed(bounce(), secret, at=now)
    headers["webhook-signature"] = f"v1,xxx v1a,yyy {headers['webhook-signature']}"

    assert send(program, raw, headers).status_code == 200


def test_after_a_turn_both_secrets_count_for_a_day(program: Client, secret: str, now: datetime) -> None:
    newer = mail_hook.turn(by=None, at=now)
    assert [post(program, bounce(), one, at=now).status_code for one in (secret, newer)] == [200, 200]

    MailHook.objects.update(former_secret_until=now - timedelta(seconds=1))

    assert [post(program, bounce(), one, at=now).status_code for one in (secret, newer)] == [401, 200]


def test_another_workspaces_address_and_secret_open_nothing(
    program: Client, secret: str, now: datetime, other_workspace: Workspace
) -> None:
    make_recipient()
    with workspace_scope(other_workspace.pk):
        assert post(program, bounce(), secret, at=now).status_code == 404  # nobody made a secret there
        foreign = mail_hook.turn(by=None, at=now)
        assert post(program, bounce(), secret, at=now).status_code == 401
    assert post(program, bounce(), foreign, at=now).status_code == 401
    assert unchanged()


@pytest.mark.parametrize("token", ["x", "1", "1.abc", "%00", "a" * 300, "ñ.ñ"])
def test_an_address_we_did_not_write_leads_nowhere(
    program: Client, secret: str, now: datetime, token: str
) -> None:
    answer = post(program, bounce(), secret, at=now, url=f"/hooks/mail/{token}/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_it_is_posted_to_and_nothing_else(program: Client, secret: str) -> None:
    assert program.get(address_of_hook()).status_code == 405


HOSTILE = [
    (b"", 400),
    (b"null", 400),
    (b"7", 400),
    (b'"text"', 400),
    (b"{", 400),
    (b"[" * 5000, 400),
    (b'{"id": "a\\u0000b", "type": "bounced"}', 400),
    (b'{"id": "\\ud800", "type": "bounced"}', 400),
    (b'{"id": 1e999}', 400),
    (b"\xff\xfe\x00", 400),
    (b'{"events": {"type": "bounced"}}', 200),
    (b'{"events": "x"}', 400),
    (b"[]", 200),
    (b"{}", 200),
    (b'{"id": {}, "type": [], "timestamp": {}, "address": [], "message": 7, "reason": {"a": 1}}', 200),
    (b'{"id": "' + b"x" * 5000 + b'", "type": "bounced", "address": "' + b"y" * 5000 + b'@x.es"}', 200),
    (b'{"type": "bounced", "timestamp": "0001-01-01T00:00:00+23:59", "address": "a@x.es"}', 200),
    (b'{"type": "bounced", "timestamp": "2026-99-99T00:00:00Z", "address": "@"}', 200),
    (b'{"type": "bounced", "timestamp": "9999-12-31T23:59:59-23:59", "message": "<>"}', 200),
    ('{"type": "bounced", "address": "ñandú@españa.es", "reason": "¡no!"}'.encode(), 200),
    (b"[" + b",".join([b"1"] * 1001) + b"]", 413),
]


@pytest.mark.parametrize(("raw", "status"), HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_signed_gets_a_sober_answer(
    program: Client, secret: str, now: datetime, raw: bytes, status: int
) -> None:
    answer = post(program, raw, secret, at=now)

    assert answer.status_code == status, answer.content
    if status >= 400:
        assert answer["Content-Type"] == "application/problem+json"
    for event in MailEvent.objects.all():
        assert datetime(2000, 1, 1, tzinfo=UTC) <= event.occurred_at <= timezone.now()


def test_a_huge_body_is_refused_unread(program: Client, secret: str, now: datetime) -> None:
    answer = post(program, b" " * (2 * 1024 * 1024 + 1), secret, at=now)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_an_uncertain_mail_is_resolved_by_its_delivery(program: Client, secret: str, now: datetime) -> None:
    mail = make_message(state="ambiguous", attempts=1)

    post(program, {"id": "d", "type": "delivered", "message": str(mail.public_id)}, secret, at=now)

    assert Message.objects.get().state == "sent"


# The page -----------------------------------------------------------------------------------------------------


@pytest.fixture
def office(client_for: Callable[[Membership], Client], admin: Membership) -> Client:
    return client_for(admin)


PAGE = "/w/acme/settings/sending/events/"


def test_the_page_shows_the_address_and_the_secret_once(
    office: Client, now: datetime, program: Client
) -> None:
    before = office.get(PAGE).content.decode()
    assert address_of_hook() in before
    assert "whsec_" not in before

    made = office.post(f"{PAGE}secret/").context["secret"]

    assert made.startswith("whsec_")
    assert made not in office.get(PAGE).content.decode()
    assert made not in MailHook.objects.get().secret
    assert post(program, bounce(), made, at=now).status_code == 200
    assert AuditEntry.objects.filter(action="mail_hook.made").exists()


def test_a_long_log_asks_no_more(
    office: Client, program: Client, secret: str, now: datetime, django_assert_num_queries: Any
) -> None:
    mail = make_message()
    post(program, [bounce(message=str(mail.public_id))], secret, at=now)
    office.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        office.get(PAGE)
    asked = len(few)
    post(program, [bounce(str(n), message=str(mail.public_id)) for n in range(40)], secret, at=now)

    with django_assert_num_queries(asked):
        office.get(PAGE)


def test_the_page_lists_what_was_told(office: Client, program: Client, secret: str, now: datetime) -> None:
    mail = make_message()
    post(
        program,
        [bounce(message=str(mail.public_id)), {"type": "opened", "address": "<script>"}],
        secret,
        at=now,
    )

    text = office.get(PAGE).content.decode()

    assert "Came back" in text
    assert "Acted on" in text
    assert f"/w/acme/outbox/{mail.pk}/" in text
    assert "<script>" not in text.replace("<script src", "")
    assert "the address does not exist" in office.get(f"/w/acme/outbox/{mail.pk}/").content.decode()
