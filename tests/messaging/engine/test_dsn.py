"""Mails that tell what became of mails (RFC 3464, RFC 5965)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from messaging.choices import EventKind
from messaging.engine import dsn
from messaging.models import Message, Recipient
from tests.factories.messaging import make_message


AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SEND_ID = "0197a1b2-0000-7000-8000-000000000001"
REPORT = """\
From: MAILER-DAEMON@mx.example.net
Message-ID: <20260302.report@mx.example.net>
Date: Mon, 02 Mar 2026 09:00:00 +0100
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={report}; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/{report}

{fields}

--b
Content-Type: {kind}

X-Send-Id: {send_id}
Message-ID: <{send_id}@crm.example>
To: ana@reformassol.es

Hello
--b--
"""
FAILED = """\
Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ana@reformassol.es
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <ana@reformassol.es>: no such
 user"""


def report(
    *, action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822", send_id: str = SEND_ID
) -> bytes:
    fields = FAILED.format(action=action, status=status)
    return REPORT.format(report="delivery-status", fields=fields, kind=kind, send_id=send_id).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_returned_mail_names_the_mail_the_address_and_the_reason(kind: str) -> None:
    [told] = dsn.read(report(kind=kind), at=AT)

    assert (told.kind, told.address, str(told.send_id)) == (EventKind.BOUNCED, "ana@reformassol.es", SEND_ID)
    assert told.reason == "550 5.1.1 <ana@reformassol.es>: no such user"
    assert told.occurred_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert told.event_id == "<20260302.report@mx.example.net>#0"


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.2.2", EventKind.SOFT),
        ("failed", "5.7.1", EventKind.SOFT),
        ("failed", "4.4.7", EventKind.SOFT),
        ("delayed", "4.4.1", EventKind.OTHER),
        ("delivered", "2.0.0", EventKind.DELIVERED),
    ],
)
def test_only_codes_of_the_address_say_that_it_is_dead(action: str, status: str, kind: EventKind) -> None:
    assert [told.kind for told in dsn.read(report(action=action, status=status), at=AT)] == [kind]


def test_a_complaint_of_a_feedback_loop() -> None:
    fields = "Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: ana@reformassol.es"
    raw = REPORT.format(
        report="feedback-report", fields=fields, kind="message/rfc822", send_id=SEND_ID
    ).encode()

    [told] = dsn.read(raw, at=AT)

    assert (told.kind, told.address, str(told.send_id)) == (
        EventKind.COMPLAINED,
        "ana@reformassol.es",
        SEND_ID,
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00",
        b"Subject: I am away\n\nUntil Monday",
        b"Content-Type: message/delivery-status\n\n\x00",
        b'Content-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: message/rfc822\n\n',
    ],
)
def test_whatever_is_no_report_tells_nothing(raw: bytes) -> None:
    assert dsn.read(raw, at=AT) == []


@pytest.mark.parametrize(
    ("line", "odd", "kind"),
    [
        (b"Date: Mon", b"Date: Xyz", EventKind.BOUNCED),
        (b"Action: failed", b"Action: =?utf-8?q?=00?=", EventKind.OTHER),
    ],
)
def test_an_odd_line_of_a_report_costs_no_other(line: bytes, odd: bytes, kind: EventKind) -> None:
    [told] = dsn.read(report().replace(line, odd), at=AT)

    assert (told.kind, told.address, str(told.send_id)) == (kind, "ana@reformassol.es", SEND_ID)


@pytest.mark.slow
@pytest.mark.usefixtures("in_scope")
def test_the_command_closes_the_address(tmp_path: Path) -> None:
    mail = make_message()
    file = tmp_path / "returned.eml"
    file.write_bytes(report(send_id=str(mail.public_id)))

    call_command("ingest_bounce", "acme", str(file), "--json")
    call_command("ingest_bounce", "acme", str(file), "--json")

    assert Recipient.objects.get().state == "bounced"
    assert Message.objects.get().reason == "returned"


QMAIL = """\
From: MAILER-DAEMON@mx.example.net
Subject: {subject}

Hi. This is the qmail-send program at mx.example.net.

<ana@reformassol.es>:
{said}

--- Below this line is a copy of the message.

Message-ID: <{send_id}@crm.example>
Subject: 5.1.1
"""


@pytest.mark.parametrize(
    ("subject", "said", "kind"),
    [
        ("failure notice", "Sorry, no mailbox here by that name. (#5.1.1)", EventKind.BOUNCED),
        ("Mail delivery failed", "550 No such user here", EventKind.BOUNCED),
        ("failure notice", "552 5.2.2 mailbox full", EventKind.SOFT),
        ("Warning: message delayed 24 hours", "Connection timed out", EventKind.OTHER),
    ],
)
def test_a_server_that_reports_in_words_is_understood(subject, said, kind):
    found = dsn.read(QMAIL.format(subject=subject, said=said, send_id=SEND_ID).encode(), at=AT)
    assert [(one.kind, str(one.send_id)) for one in found] == [(kind, SEND_ID)]


def test_words_without_a_mail_of_ours_or_from_a_person_report_nothing():
    text = QMAIL.format(subject="failure notice", said="(#5.1.1)", send_id=SEND_ID)
    assert dsn.read(text.replace(SEND_ID, "x").encode(), at=AT) == []
    assert dsn.read(text.replace("MAILER-DAEMON", "ana").encode(), at=AT) == []
