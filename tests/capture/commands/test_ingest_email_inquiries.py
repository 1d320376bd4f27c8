"""The command ingest_email: who wrote and what about, read from the mail; and which mails are no inquiries."""

import pytest

from capture.models import Inquiry
from core.scope import workspace_scope
from leads.models import ClassificationRule, Lead, Topic
from messaging.models import SendingPolicy
from tests.capture.commands.letters import letter
from tests.factories import leads


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
def test_what_machines_write_makes_no_lead_and_is_kept(workspace, ingest, fields, kind, reason):
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
