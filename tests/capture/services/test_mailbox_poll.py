"""Mailboxes read from a real IMAP server: each mail once, marked after it is stored, whatever goes wrong between."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from capture.mailbox_choices import Fault
from capture.models import Inquiry, Mailbox
from capture.services import imap, mailbox_poll, mailboxes, mails
from capture.services.mailboxes import Settings
from leadcrm.tasks import HANDLERS
from tests.capture.imap_server import PASSWORD, USER, MailServer, mail_server
from work import claim
from work.models import WorkItem


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]


def letter(subject: str, *, text: str = "Quiero una cocina.") -> bytes:
    name = subject.replace(" ", "")
    return (
        f"From: Ana <ana.{name}@muebles-sol.es>\r\nTo: {USER}\r\nSubject: {subject}\r\n"
        f"Message-ID: <{name}@muebles-sol.es>\r\n\r\n{text}\r\n"
    ).encode()


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.OUTBOUND_EXCEPTIONS = [f"127.0.0.1:{running.port}"]
        yield running


@pytest.fixture
def box(server) -> Callable[..., Mailbox]:
    def make(**values) -> Mailbox:
        return make_box(**({"port": server.port} | values))

    return make


def make_box(*, port: int, is_on: bool = True, host: str = "127.0.0.1", **values) -> Mailbox:
    wanted = {
        "host": host,
        "port": port,
        "security": "plain",
        "username": USER,
        "password": PASSWORD,
        "folder": "INBOX",
        "after": "seen",
    }
    made = mailboxes.create(settings=Settings(**(wanted | values)), by=None, at=timezone.now())
    if is_on:
        mailboxes.switch(mailbox=made, is_active=True, by=None, at=timezone.now())
    return made


def poll(mailbox: Mailbox) -> Mailbox:
    """Let a worker do what is due, and a reading is."""
    mailboxes.ask(mailbox=mailbox)
    HANDLERS["mailbox"].drain("mailbox")
    mailbox.refresh_from_db()
    return mailbox


def subjects() -> list[str]:
    return sorted(one.payload["mail"]["subject"] for one in Inquiry.objects.all())


def test_new_mails_become_inquiries_and_are_marked_as_read(server, box) -> None:
    server.deliver(letter("from before"))
    mailbox = poll(box())
    server.deliver(letter("first"), letter("second"))

    poll(mailbox)
    poll(mailbox)

    assert subjects() == ["first", "second"]
    assert server.read() == {"from before": False, "first": True, "second": True}
    assert (mailbox.taken, mailbox.fault, mailbox.failures, mailbox.found) == (2, "", 0, 3)
    assert mailbox.latest.payload["mail"]["subject"] == "second"
    assert mailbox.next_poll_at - mailbox.polled_at == mailbox_poll.EVERY
    assert WorkItem.objects.filter(queue="inquiry").count() == 2


def test_mails_from_before_are_taken_where_wanted_and_moved_to_a_folder_of_any_name(server, box) -> None:
    server.make("Leídos")
    server.deliver(letter("from before"))

    mailbox = poll(box(takes_old=True, after="move", move_to="Leídos"))

    assert subjects() == ["from before"]
    assert (server.read(), server.read("Leídos")) == ({}, {"from before": False})
    assert mailbox.taken == 1


def test_many_mails_are_taken_a_few_at_a_time_until_none_is_left(server, box, monkeypatch) -> None:
    monkeypatch.setattr(mailbox_poll, "MOST_MAILS", 2)
    monkeypatch.setattr(imap, "RANGE", 3)
    server.deliver(*[letter(f"mail {number}") for number in range(5)])

    mailbox = poll(box(takes_old=True))

    assert mailbox.taken == 5
    assert all(server.read().values())


def test_a_worker_that_dies_before_it_marks_leaves_no_mail_unmarked_and_makes_none_twice(
    server, box, settings, tmp_path
) -> None:
    mailbox = poll(box())
    server.deliver(letter("news"))
    settings.TEST_RIG, settings.DATA_DIR = True, tmp_path
    (tmp_path / "failpoints").mkdir()
    (tmp_path / "failpoints" / "mailbox_before_mark").write_text("raise")

    poll(mailbox)
    assert (subjects(), server.read()) == (["news"], {"news": False})
    poll(mailbox)

    assert (subjects(), server.read()) == (["news"], {"news": True})


def test_a_server_that_counts_anew_brings_no_mail_twice(server, box) -> None:
    server.make("Ventas")
    mailbox = poll(box(folder="Ventas"))
    server.deliver(letter("known"), folder="Ventas")
    former = poll(mailbox).uidvalidity
    server.remove("Ventas")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    server.deliver(letter("from before"), folder="Ventas", at=long_ago)
    server.deliver(letter("known"), letter("news"), folder="Ventas")

    poll(mailbox)

    assert mailbox.uidvalidity != former
    assert subjects() == ["known", "news"]
    assert mailbox.taken == 2


def test_a_mail_that_is_too_large_stays_unmarked_and_is_counted(server, box, monkeypatch) -> None:
    monkeypatch.setattr(mails, "MOST_BYTES", 2000)
    mailbox = poll(box())
    server.deliver(letter("huge", text="x" * 3000), letter("small"))

    poll(mailbox)

    assert subjects() == ["small"]
    assert server.read() == {"huge": False, "small": True}
    assert (mailbox.too_large, mailbox.taken) == (1, 1)


def test_a_mailbox_that_is_off_is_tested_and_nothing_is_taken(server, box) -> None:
    mailbox = box(is_on=False, takes_old=True)
    server.deliver(letter("news"))

    HANDLERS["mailbox"].drain("mailbox")

    mailbox.refresh_from_db()
    assert (mailbox.found, mailbox.fault, mailbox.wants_test) == (1, "", False)
    assert not Inquiry.objects.exists()
    assert server.read() == {"news": False}
    assert not WorkItem.objects.filter(queue="mailbox").exists()


def test_a_claim_that_was_taken_over_stores_nothing(server, box) -> None:
    mailbox = box(takes_old=True)
    server.deliver(letter("news"))
    batch = claim.claim("mailbox", lease=mailbox_poll.LEASE)
    mailboxes.ask(mailbox=mailbox)  # meanwhile a person asks anew

    mailbox_poll.run(batch)

    assert not Inquiry.objects.exists()
    assert server.read() == {"news": False}


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"password": "wrong"}, Fault.BAD_LOGIN),
        ({"password": "contraseña"}, Fault.BAD_LOGIN),
        ({"folder": "Nowhere"}, Fault.NO_FOLDER),
        ({"after": "move", "move_to": "Nowhere"}, Fault.NO_TARGET),
        ({"security": "starttls"}, Fault.NO_TLS),
        ({"security": "tls"}, Fault.NO_TLS),
        ({"host": "localhost"}, Fault.REFUSED),
        ({"host": "169.254.169.254"}, Fault.REFUSED),
        ({"host": "no-such-host.invalid", "port": 993}, Fault.UNKNOWN_HOST),
    ],
)
def test_what_is_wrong_is_named_and_tried_again_later(server, box, values, fault) -> None:
    mailbox = poll(box(**values))

    assert mailbox.fault == fault
    assert (mailbox.failures, mailbox.wants_test) == (1, False)
    waited = mailbox.next_poll_at - mailbox.polled_at
    assert waited == (mailbox_poll.AFTER_BAD_LOGIN if fault == Fault.BAD_LOGIN else mailbox_poll.PATIENCE)
    assert WorkItem.objects.filter(queue="mailbox", dead_at=None).count() == 1


def test_the_more_failures_the_longer_the_pause_up_to_an_hour() -> None:
    waits = [mailbox_poll.pause(Mailbox(failures=count, fault=Fault.UNREACHABLE)) for count in range(1, 9)]

    assert waits == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 60, 60)]


def test_a_password_that_the_servers_key_no_longer_opens_is_asked_for_again(box, settings) -> None:
    mailbox = box()
    settings.SECRET_KEY = "another"

    assert poll(mailbox).fault == Fault.KEY_LOST


@contextmanager
def odd_server(greeting: bytes) -> Iterator[int]:
    """Say something to whoever comes, and no more."""
    listening = socket.create_server(("127.0.0.1", 0))
    lines = []

    def serve() -> None:
        while True:
            try:
                line, _address = listening.accept()
            except OSError:
                return
            lines.append(line)
            line.sendall(greeting)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)
        for line in lines:
            line.close()


@pytest.mark.parametrize(
    ("greeting", "fault"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Fault.PROTOCOL),
        (b"* OK ready\r\n* CAPABILITY {99999999999}\r\n", Fault.PROTOCOL),
        (b"* OK read", Fault.TOO_SLOW),
    ],
)
def test_a_server_that_is_none_is_left(settings, monkeypatch, greeting, fault) -> None:
    monkeypatch.setattr(imap, "READ_SECONDS", 0.3)
    monkeypatch.setattr(imap, "CONNECT_SECONDS", 0.3)
    with odd_server(greeting) as port:
        settings.OUTBOUND_EXCEPTIONS = [f"127.0.0.1:{port}"]
        assert poll(make_box(port=port)).fault == fault


def test_nobody_answers(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.OUTBOUND_EXCEPTIONS = [f"127.0.0.1:{port}"]

    assert poll(make_box(port=port)).fault == Fault.UNREACHABLE


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate for localhost that nobody signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    closed = serialization.NoEncryption()
    encoding, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file.write_bytes(key.private_bytes(encoding, private, closed) + made.public_bytes(encoding))
    return file


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize(
    ("host", "is_trusted", "fault"),
    [
        ("localhost", True, ""),
        ("localhost", False, Fault.BAD_CERTIFICATE),
        ("127.0.0.1", True, Fault.BAD_CERTIFICATE),
    ],
)
def test_the_line_is_closed_by_tls_and_the_certificate_is_checked(
    settings, monkeypatch, certificate, security, host, is_trusted, fault
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(context, from_the_start=security == "tls") as server:
        settings.OUTBOUND_EXCEPTIONS = [f"{host}:{server.port}"]
        mailbox = poll(make_box(port=server.port, host=host, security=security))

    assert (mailbox.fault, mailbox.found) == (fault, None if fault else 0)
