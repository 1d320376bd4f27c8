"""The command ingest_email: what becomes of each kind of mail."""

import io
import json
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils import timezone

from capture.models import Inquiry
from capture.services import mails
from core.scope import workspace_scope
from leads.choices import ActivityKind, Consent, Stage
from leads.models import Activity, ClassificationRule, Lead, LeadRank, Topic
from messaging.choices import RecipientState
from messaging.models import Message, Recipient, SendingPolicy
from tests.factories import leads
from work.models import WorkItem


pytestmark = pytest.mark.django_db
KEYS = [
    "state",
    "kind",
    "from_name",
    "from_email",
    "company",
    "phone",
    "subject",
    "body",
    "topics",
    "lead",
    "reason",
]


@pytest.fixture
def ingest(workspace, tmp_path):
    def run(mail):
        raw = mail.as_bytes() if isinstance(mail, EmailMessage) else mail
        file = tmp_path / "mail.eml"
        file.write_bytes(raw)
        out = StringIO()
        call_command("ingest_email", "acme", str(file), "--json", stdout=out)
        return json.loads(out.getvalue())

    return run


def letter(text="Queremos reformar la cocina.", **fields):
    mail = EmailMessage()
    values = {
        "From": "Ana García <ana@muebles-sol.es>",
        "To": "hola@acme.test",
        "Subject": "Presupuesto",
        "Message-ID": "<first@muebles-sol.es>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    for name, value in values.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail


def kinds(workspace, lead_id=None):
    with workspace_scope(workspace.pk):
        return list(Activity.objects.order_by("pk").values_list("kind", flat=True))


def test_a_stranger_becomes_a_lead_with_what_the_mail_tells(workspace, ingest):
    with workspace_scope(workspace.pk):
        Topic.objects.create(slug="kitchens", name="Cocinas")
        Topic.objects.create(slug="baths", name="Baños")
    text = (
        "Queremos reformar la cocina.\n\nUn saludo,\nAna García\nDirectora de compras\n"
        "Muebles Sol S.L.\nTel. +34 600 00 01 47\n"
    )

    told = ingest(letter(text))

    assert list(told) == KEYS
    assert (told["state"], told["kind"], told["reason"]) == ("accepted", "inquiry", "")
    assert (told["from_name"], told["from_email"]) == ("Ana García", "ana@muebles-sol.es")
    assert (told["company"], told["phone"]) == ("Muebles Sol S.L.", "+34 600 00 01 47")
    assert (told["subject"], told["topics"]) == ("Presupuesto", ["kitchens"])
    assert told["body"].startswith("Queremos reformar la cocina.")
    with workspace_scope(workspace.pk):
        lead = Lead.objects.get(public_id=told["lead"])
        assert (lead.first_name, lead.last_name, lead.email_norm) == ("Ana", "García", "ana@muebles-sol.es")
        assert (lead.phone_e164, lead.domain, lead.job_title) == (
            "+34600000147",
            "muebles-sol.es",
            "Directora de compras",
        )
        assert lead.topics == ["kitchens"]


def test_a_keyword_of_the_classification_names_the_topic(workspace, ingest):
    with workspace_scope(workspace.pk):
        Topic.objects.create(slug="kitchens", name="Cocinas")
        condition = {"field": "need", "op": "contains_any", "value": ["encimera"]}
        ClassificationRule.objects.create(kind="topic", condition=condition, value="kitchens")

    assert ingest(letter("Busco una encimera de cuarzo."))["topics"] == ["kitchens"]


def test_the_company_is_named_by_its_domain_and_free_mail_names_none(ingest):
    assert ingest(letter())["company"] == "Muebles Sol"
    free = letter(From="Bo <bo@gmail.com>", Message_ID="<b@gmail.com>")
    assert ingest(free)["company"] == ""


def test_the_company_is_named_as_the_leads_of_its_domain_name_it(workspace, ingest):
    with workspace_scope(workspace.pk):
        leads.make_lead(email="luis@muebles-sol.es", company="Muebles del Sol, S.A.")

    assert ingest(letter())["company"] == "Muebles del Sol, S.A."


def test_the_same_mail_twice_is_one_inquiry_whatever_way_it_came(workspace, ingest):
    first = ingest(letter())
    again = ingest(b"Received: from another.example by ours.example\n" + letter().as_bytes())

    assert again == first
    with workspace_scope(workspace.pk):
        assert Inquiry.objects.count() == 1
    assert kinds(workspace).count(ActivityKind.INQUIRY) == 1


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
    ("fields", "kind", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply", "auto_reply"),
        ({"Subject": "Respuesta automática: Presupuesto"}, "auto_reply", "auto_reply"),
        ({"X_Autoreply": "yes"}, "auto_reply", "auto_reply"),
        ({"Return_Path": "<>"}, "auto_reply", "auto_reply"),
        ({"From": "MAILER-DAEMON@mx.example", "Return_Path": "<>"}, "bounce", "bounce"),
        ({"List_Id": "<news.shop.example>", "Precedence": "bulk"}, "ignored", "bulk"),
        ({"X_Loop": "hola@acme.test"}, "ignored", "loop"),
    ],
)
def test_what_machines_write_makes_no_lead_and_is_kept(workspace, admin, ingest, fields, kind, reason):
    with workspace_scope(workspace.pk):
        SendingPolicy.objects.create(from_email="hola@acme.test")

    told = ingest(letter(**fields))

    assert (told["state"], told["kind"], told["lead"]) == ("quarantined", kind, None)
    assert told["reason"].startswith(reason)
    with workspace_scope(workspace.pk):
        assert Lead.objects.count() == 0
        assert Inquiry.objects.set_aside().count() == 1


def test_the_houses_own_group_address_is_no_list(workspace, ingest):
    with workspace_scope(workspace.pk):
        SendingPolicy.objects.create(from_email="hola@acme.test")

    told = ingest(letter(List_Id="<ventas.acme.test>", Precedence="list"))

    assert (told["kind"], told["state"]) == ("inquiry", "accepted")


@pytest.fixture
def known(workspace):
    """A lead, and a mail of ours to it."""
    with workspace_scope(workspace.pk):
        lead = leads.make_lead(email="ana@muebles-sol.es")
        mail = Message.objects.create(
            key="m1", lead=lead, to=lead.email, subject="Hola", due_at=timezone.now()
        )
    return lead, mail


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
        from messaging.services import recipients

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


def test_what_a_colleague_hands_on_is_the_first_writers(ingest, admin):
    text = (
        "Mirad esto.\n\n---------- Forwarded message ---------\nDe: Luis Pérez <luis@talleres-norte.es>\n"
        "Date: lun, 3 nov 2025 a las 10:00\nSubject: Presupuesto de naves\nTo: <alice@acme.test>\n\n"
        "Necesitamos dos naves.\n\nLuis\n"
    )

    told = ingest(letter(text, From=f"Alice <{admin.user.email}>", Subject="Fwd: Presupuesto de naves"))

    assert (told["kind"], told["state"]) == ("inquiry", "accepted")
    assert (told["from_name"], told["from_email"]) == ("Luis Pérez", "luis@talleres-norte.es")
    assert (told["subject"], told["company"]) == ("Presupuesto de naves", "Talleres Norte")
    assert told["body"] == "Necesitamos dos naves.\n\nLuis"


def test_what_a_colleague_writes_waits_for_a_person(ingest, admin):
    told = ingest(letter(From=admin.user.email))

    assert (told["state"], told["lead"]) == ("quarantined", None)
    assert told["reason"].startswith("colleague")


def test_a_websites_form_is_read_field_by_field(ingest):
    text = (
        "Nombre: Luis Pérez\nE-mail: luis@talleres-norte.es\nTeléfono: 600 000 147\n"
        "Mensaje: Dos naves,\npor favor.\n\n--\nEnviado desde la web\n"
    )

    told = ingest(letter(text, From="WordPress <wordpress@acme.test>", Reply_To="luis@talleres-norte.es"))

    assert (told["from_name"], told["from_email"]) == ("Luis Pérez", "luis@talleres-norte.es")
    assert (told["phone"], told["body"]) == ("600 000 147", "Dos naves,\npor favor.")
    assert told["state"] == "accepted"


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


def test_attachments_are_listed_with_type_size_and_a_verdict(workspace, ingest):
    mail = letter()
    mail.add_attachment(b"%PDF-1.7 plan", maintype="application", subtype="pdf", filename="plano.pdf")
    mail.add_attachment(b"MZ\x90\x00", maintype="image", subtype="png", filename="foto.png")

    ingest(mail)

    with workspace_scope(workspace.pk):
        about = Inquiry.objects.get().payload["mail"]
        files = [(one["name"], one["size"], one["verdict"]) for one in about["attachments"]]
        assert files == [("plano.pdf", 13, "ok"), ("foto.png", 4, "program")]


def test_what_the_mail_server_takes_for_spam_waits(ingest):
    told = ingest(letter(X_Spam_Flag="YES"))

    assert (told["state"], told["reason"]) == ("quarantined", "spam_marked")
