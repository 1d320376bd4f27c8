"""The command ingest_email: mails of who is a lead already, and mails about ours."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.choices import ActivityKind, Consent, Stage
from leads.models import Activity, Lead, LeadRank
from messaging.choices import RecipientState
from messaging.models import Message, Recipient
from messaging.services import recipients
from tests.capture.commands.letters import letter
from work.models import WorkItem


pytestmark = pytest.mark.django_db


def test_an_answer_of_a_known_lead_goes_on_its_timeline_once(workspace, ingest, known):
    lead, ours = known
    text = "Sí, llámenme mañana.\n\nEl lun, 3 nov 2025 a las 10:00, Acme <hola@acme.test> escribió:\n\n> ¿Llamamos?\n"
    mail = letter(text, Subject="Re: Hola", In_Reply_To=f"<{ours.public_id}@acme.test>")

    told, again = ingest(mail), ingest(mail)

    assert told == again
    assert (told["state"], told["kind"], told["lead"]) == ("accepted", "reply", str(lead.public_id))
    assert told["body"] == "Sí, llámenme mañana."
    with workspace_scope(workspace.pk):
        [entry] = Activity.objects.filter(kind=ActivityKind.EMAIL_REPLIED)
        assert entry.lead_id == lead.pk
        assert entry.data["subject"] == "Re: Hola"
        assert entry.data["text"] == "Sí, llámenme mañana."
        assert entry.data["message"] == str(ours.public_id)
        assert Lead.objects.count() == 1
        assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_an_answer_from_another_address_is_known_by_our_mail(workspace, ingest, known):
    lead, ours = known
    mail = letter(
        From="Ana <ana.garcia@gmail.com>", References=f"<{ours.public_id}@acme.test>", Subject="RE: Hola"
    )

    assert ingest(mail)["lead"] == str(lead.public_id)


def test_an_answer_to_a_mail_that_we_do_not_know_is_known_by_the_address(ingest, known):
    told = ingest(letter(Subject="Re: Oferta", In_Reply_To="<somebody@else.example>"))

    assert (told["kind"], told["lead"]) == ("reply", str(known[0].public_id))


def test_a_fresh_mail_of_a_known_lead_is_an_inquiry_of_it(ingest, known):
    told = ingest(letter())

    assert (told["kind"], told["lead"]) == ("inquiry", str(known[0].public_id))


def test_an_answer_of_a_lead_that_was_closed_brings_it_back(workspace, ingest, known):
    with workspace_scope(workspace.pk):
        LeadRank.objects.filter(lead=known[0]).update(stage=Stage.DISQUALIFIED)
        Lead.objects.filter(pk=known[0].pk).update(is_open=False)

    told = ingest(letter(Subject="Re: Hola", In_Reply_To="<x@y.example>"))

    assert (told["kind"], told["lead"]) == ("inquiry", str(known[0].public_id))
    with workspace_scope(workspace.pk):
        assert LeadRank.objects.get(lead=known[0]).stage == Stage.MARKETING


def test_our_own_mail_that_comes_back_to_us_is_set_aside(ingest, known):
    told = ingest(letter(X_Send_Id=str(known[1].public_id)))

    assert (told["state"], told["lead"]) == ("quarantined", None)
    assert told["reason"].startswith("loop")


def test_who_writes_only_unsubscribe_gets_no_more_mail(workspace, ingest, known):
    told = ingest(letter("baja\n", Subject="BAJA"))

    assert (told["kind"], told["lead"]) == ("complaint", None)
    with workspace_scope(workspace.pk):
        assert Recipient.objects.get(email="ana@muebles-sol.es").state == RecipientState.UNSUBSCRIBED
        assert Lead.objects.get(pk=known[0].pk).marketing_consent == Consent.WITHDRAWN


def test_a_returned_mail_of_ours_closes_the_address(workspace, ingest, known):
    lead, ours = known
    with workspace_scope(workspace.pk):
        made = recipients.ensure([lead.email_norm], at=timezone.now())
        Message.objects.filter(pk=ours.pk).update(recipient_id=made[lead.email_norm])
    raw = (
        b"From: MAILER-DAEMON@mx.example\r\nMessage-ID: <b1@mx.example>\r\nSubject: Returned\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
        b"--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        b"Final-Recipient: rfc822; ana@muebles-sol.es\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nX-Send-Id: %s\r\n\r\n--x--\r\n"
    ) % str(ours.public_id).encode()

    assert ingest(raw)["kind"] == "bounce"
    with workspace_scope(workspace.pk):
        assert Recipient.objects.get(email=lead.email_norm).state == RecipientState.BOUNCED


def test_that_a_lead_works_there_no_longer_is_kept_as_a_note(workspace, ingest, known):
    text = "Ya no trabajo en Reformas Sol. Escriba a Pedro, pedro@reformassol.es."
    mail = letter(text, Subject="Re: Hola", Auto_Submitted="auto-replied")

    told, again = ingest(mail), ingest(mail)

    assert told == again
    assert (told["kind"], told["lead"]) == ("auto_reply", None)
    assert "no longer works there" in told["reason"]
    with workspace_scope(workspace.pk):
        [note] = Activity.objects.filter(kind=ActivityKind.NOTE)
        assert (note.lead_id, note.data["text"]) == (known[0].pk, f"Re: Hola\n\n{text}")
        assert not Activity.objects.filter(kind=ActivityKind.EMAIL_REPLIED).exists()
