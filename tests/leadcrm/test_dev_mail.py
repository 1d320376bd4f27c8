"""Reading kept mails: on this machine, where nothing leaves, and nowhere else."""

from pathlib import Path

import pytest
from django.test import Client

from leadcrm.runtime.sink import Sink


LETTER = (
    b"X-Send-Id: 1\r\nFrom: a@x.es\r\nTo: ana@x.es\r\nSubject: =?utf-8?q?Hola_=C3=B1?=\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    b'<p onclick="x()">Hi</p><script>alert(1)</script><a href="https://x.es/1">go</a>\r\n'
)
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def kept(tmp_path: Path, settings: pytest.FixtureRequest) -> str:
    settings.DATA_DIR, settings.KEEPS_MAIL = tmp_path, True

    class Envelope:
        mail_from, rcpt_tos = "a@x.es", ["ana@x.es"]

    Sink(tmp_path / "mail")._keep(LETTER, Envelope())  # type: ignore[arg-type]
    return next((tmp_path / "mail").glob("*.eml")).stem


def test_a_kept_mail_is_listed_opened_and_framed(client: Client, kept: str) -> None:
    page = client.get("/dev/mail/").content.decode()
    frame = client.get(f"/dev/mail/{kept}/html/")

    assert "Hola ñ" in page
    assert "https://x.es/1" in page
    assert "sandbox" in page
    assert "<script>alert" not in page
    assert frame["Content-Security-Policy"].startswith("default-src 'none'")


def test_it_is_found_by_recipient(client: Client, kept: str) -> None:
    assert "Hola" in client.get("/dev/mail/?to=ANA@").content.decode()
    assert "Hola" not in client.get("/dev/mail/?to=eva").content.decode()


@pytest.mark.parametrize(
    "options", [{"REMOTE_ADDR": "10.0.0.9"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}], ids=["far", "proxied"]
)
def test_nobody_from_elsewhere_sees_anything(client: Client, kept: str, options: dict[str, str]) -> None:
    assert client.get("/dev/mail/", **options).status_code == 404
    assert client.get(f"/dev/mail/{kept}/", **options).status_code == 404


def test_where_mail_is_sent_there_is_no_such_page(
    client: Client, kept: str, settings: pytest.FixtureRequest
) -> None:
    settings.KEEPS_MAIL = False

    assert client.get("/dev/mail/").status_code == 404


def test_a_name_leads_to_no_other_file(client: Client, kept: str, tmp_path: Path) -> None:
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nx")

    assert client.get("/dev/mail/..%2Fsecret/").status_code == 404
    assert client.get("/dev/mail/secret/").status_code == 404
