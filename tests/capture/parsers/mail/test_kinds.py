"""What a mail is: an answer of a machine, a mail that came back, a wish for no more, or a person's."""

import pytest

from tests.capture.parsers.mail.mails import mail, read


@pytest.mark.parametrize(
    "subject",
    [
        "Auto: Re: Oferta",
        "AUTO: Ana Ruiz is out of the office (returning 11/10/2025)",
        "[Automatic reply] Oferta",
        "De vacaciones",
        "Ausente: Re: Oferta",
        "Je suis absente",
        "Assente dall'ufficio",
        "Automatiskt svar: Oferta",
        "자동 회신: Oferta",
        "Vacaciones hasta el 10 de noviembre",
    ],
)
def test_a_subject_alone_tells_an_automatic_answer(subject):
    assert read(mail("Vuelvo el lunes.", Subject=subject)).kind.name == "auto_reply"


@pytest.mark.parametrize(
    "subject",
    [
        "Vacaciones en su hotel: presupuesto",
        "Férias: orçamento para hotel",
        "Absence of lights in our kitchen",
        "Away team lamps",
        "RE: Respuesta automática: Oferta",
    ],
)
def test_a_subject_that_only_speaks_of_it_does_not(subject):
    assert read(mail("Queremos 20 lámparas. ¿Precio?", Subject=subject)).kind.name == "inquiry"


@pytest.mark.parametrize(
    ("text", "fields", "kind"),
    [
        ("Este es un mensaje automático. Hemos recibido su consulta.", {}, "auto_reply"),
        ("Ich bin bis zum 10.11. nicht im Büro.", {"Subject": "Re: Oferta"}, "auto_reply"),
        ("Estoy de vacaciones hasta el lunes, ¿hablamos luego?", {"Subject": "Re: Oferta"}, "inquiry"),
        ("Ya no trabajo en Sol. Escriba a Pedro.", {"Subject": "Re: Oferta"}, "inquiry"),
    ],
)
def test_a_text_tells_it_where_no_person_would_write_so(text, fields, kind):
    assert read(mail(text, **fields)).kind.name == kind


def test_that_somebody_works_there_no_longer_is_said_with_the_sign():
    found = read(mail("Ya no trabajo en Sol. Escriba a Pedro.", Auto_Submitted="auto-replied")).kind
    assert (found.name, found.sign) == ("auto_reply", "Auto-Submitted: auto-replied; no longer works there")


@pytest.mark.parametrize(
    "fields",
    [
        {"From": "postmaster@sol.example", "Subject": "No se puede entregar: Oferta"},
        {"From": "postmaster@sol.example", "Subject": "Nie można dostarczyć: Oferta"},
        {"From": f"Outlook <MicrosoftExchange{'0f' * 16}@sol.example>", "Subject": "Undeliverable: Oferta"},
        {"From": "noreply@sol.example", "Subject": "Mail delivery failed: returning message to sender"},
    ],
)
def test_servers_say_in_many_ways_that_a_mail_came_back(fields):
    assert read(mail("550 5.1.1 user unknown", **fields)).kind.name == "bounce"


@pytest.mark.parametrize(
    "text",
    [
        "Baja",
        "Por favor, denme de baja de su lista. Gracias",
        "Please unsubscribe me",
        "No me envíen más correos\n\nEl 3/11/2025 10:00, Acme <hola@acme.example> escribió:\n> Oferta",
    ],
)
def test_who_answers_only_that_they_want_no_more_is_heard(text):
    assert read(mail(text, Subject="Re: Oferta")).kind.is_opt_out


def test_who_says_more_than_that_is_no_opt_out():
    assert not read(mail("Dar de baja la línea 2 y presupuestar 20 lámparas.")).kind.is_opt_out
