"""The command ingest_email: each mail is kept once, and the mail server is told what became of it."""

import io
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from capture.models import Inquiry
from capture.services import mails
from core.scope import workspace_scope
from leads.choices import ActivityKind
from leads.models import Activity, Lead
from tests.capture.commands.letters import letter
from work.models import WorkItem


pytestmark = pytest.mark.django_db


def test_the_same_mail_twice_is_one_inquiry_whatever_way_it_came(workspace, ingest):
    first = ingest(letter())
    again = ingest(b"Received: from another.example by ours.example\n" + letter().as_bytes())

    assert again == first
    with workspace_scope(workspace.pk):
        assert Inquiry.objects.count() == 1
        assert Activity.objects.filter(kind=ActivityKind.INQUIRY).count() == 1


def test_another_mail_under_the_same_id_is_not_lost(workspace, ingest):
    ingest(letter())
    ingest(letter("Y también el baño."))

    with workspace_scope(workspace.pk):
        assert Inquiry.objects.count() == 2
        assert Lead.objects.count() == 1


def test_a_mail_without_an_id_is_known_by_its_source(workspace, ingest):
    mail = letter(Message_ID=None)
    assert ingest(mail) == ingest(mail)
    with workspace_scope(workspace.pk):
        assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"no header at all",
        b"From: \xff\xfe\x00\r\n\r\n\x00\x01",
        b"Subject: nobody\r\n\r\nwithout a sender",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 3000,
    ],
)
def test_what_is_broken_waits_in_quarantine_with_its_source(workspace, ingest, raw):
    told = ingest(raw)

    assert (told["state"], told["lead"]) == ("quarantined", None)
    with workspace_scope(workspace.pk):
        assert bytes(Inquiry.objects.get().raw) == raw


def test_what_no_parser_can_read_is_kept(workspace, ingest, monkeypatch):
    def broken(raw, house):
        raise RecursionError

    monkeypatch.setattr(mails.reading, "read", broken)

    told = ingest(letter())

    assert (told["state"], told["reason"]) == ("quarantined", "unreadable")


def test_a_mail_over_the_limit_is_refused_and_says_so(workspace, ingest, monkeypatch):
    monkeypatch.setattr(mails, "MOST_BYTES", 1024 * 1024)
    with pytest.raises(CommandError, match="larger than 1 MB") as refused:
        ingest(b"From: a@b.example\n\n" + b"x" * 1024 * 1024)
    assert refused.value.returncode == 2
    with workspace_scope(workspace.pk):
        assert not Inquiry.objects.exists()


def test_an_unknown_workspace_and_a_missing_file_are_refused(workspace, tmp_path):
    for slug, file in (("nobody", __file__), ("acme", str(tmp_path / "none.eml"))):
        with pytest.raises(CommandError) as refused:
            call_command("ingest_email", slug, file)
        assert refused.value.returncode == 2


def test_without_a_database_the_mail_server_is_asked_to_try_again(ingest, monkeypatch):
    def down(**_):
        raise OperationalError("down")

    monkeypatch.setattr(mails, "receive", down)
    with pytest.raises(CommandError) as refused:
        ingest(letter())
    assert refused.value.returncode == 75


def test_what_cannot_be_processed_now_is_stored_and_tried_again(workspace, ingest, monkeypatch):
    def broken(**_):
        raise ValueError

    monkeypatch.setattr("capture.services.process.run", broken)

    assert ingest(letter())["state"] == "received"
    with workspace_scope(workspace.pk):
        assert WorkItem.objects.filter(queue="inquiry", key=Inquiry.objects.get().pk).exists()


def test_a_pipe_hands_it_over(workspace, monkeypatch):
    class Pipe:
        buffer = io.BytesIO(letter().as_bytes())

    monkeypatch.setattr("sys.stdin", Pipe)
    out = StringIO()
    call_command("ingest_email", "acme", "-", stdout=out)
    assert "state: accepted" in out.getvalue()
