"""Mails in the inbox: subject, newest text and files; the page that says how mails are handed over."""

from email.message import EmailMessage

import pytest
from django.utils import timezone

from capture.services import mails, process
from core.scope import workspace_scope
from tests.factories.leads import make_lead


pytestmark = pytest.mark.django_db
INBOX = "/w/acme/inbox/"


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


def letter(**fields):
    mail = EmailMessage()
    mail["From"] = "Ana García <ana@muebles-sol.es>"
    mail["Subject"] = "Presupuesto <b>"
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Una cocina.\n\nOn 1 May 2026, Acme <hola@acme.test> wrote:\n> Buenos días\n")
    return mail


def with_files():
    mail = letter(X_Spam_Flag="YES")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plano ñ.pdf")
    mail.add_attachment(b"MZ\x90", maintype="image", subtype="png", filename="foto.png")
    return mail


@pytest.fixture
def take(workspace):
    def run(mail):
        at = timezone.now()
        with workspace_scope(workspace.pk):
            inquiry, _is_new = mails.receive(raw=mail.as_bytes(), at=at)
            process.run(keys=[inquiry.pk], at=at)
            inquiry.refresh_from_db()
        return inquiry

    return run


def test_the_inbox_shows_subject_newest_text_and_files(person, take):
    inquiry = take(with_files())

    html = person.get(INBOX).content.decode()

    assert "Presupuesto &lt;b&gt;" in html
    assert "<blockquote>Una cocina.</blockquote>" in html
    assert f'href="/w/acme/inbox/{inquiry.pk}/files/0/"' in html
    assert f"/inbox/{inquiry.pk}/files/1/" not in html
    assert "A program, whatever its name says" in html


def test_a_file_is_handed_out_and_never_opened_here(person, take):
    inquiry = take(with_files())

    answer = person.get(f"{INBOX}{inquiry.pk}/files/0/")

    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''plano%20%C3%B1.pdf"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_may_do_harm_is_not_handed_out(person, take):
    inquiry = take(with_files())

    assert person.get(f"{INBOX}{inquiry.pk}/files/1/").status_code == 404
    assert person.get(f"{INBOX}{inquiry.pk}/files/2/").status_code == 404


def test_who_may_not_judge_inquiries_gets_no_file(client_for, viewer, take):
    inquiry = take(with_files())

    assert client_for(viewer).get(f"{INBOX}{inquiry.pk}/files/0/").status_code == 403


def test_what_machines_write_stands_aside(person, take):
    take(letter(Auto_Submitted="auto-replied"))

    assert "ana@muebles-sol.es" not in person.get(INBOX).content.decode()
    html = person.get(f"{INBOX}?state=aside").content.decode()
    assert "A program answered" in html


def test_an_answer_stands_on_the_leads_page_with_its_words(person, workspace, take):
    with workspace_scope(workspace.pk):
        lead = make_lead(email="ana@muebles-sol.es")
    take(letter(In_Reply_To="<x@y.example>"))

    html = person.get(f"/w/acme/leads/{lead.pk}/").content.decode()

    assert "E-mail answered" in html
    assert "An answer of a lead · <code>" in html
    assert "<blockquote>Una cocina.</blockquote>" in html
    assert "Presupuesto &lt;b&gt;" in html


def test_the_settings_say_which_command_takes_mails(client_for, admin):
    html = client_for(admin).get("/w/acme/settings/email-in/").content.decode()

    assert "manage.py ingest_email acme -" in html
