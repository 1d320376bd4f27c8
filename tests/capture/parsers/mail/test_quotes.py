"""What the writer added is kept, what is quoted below, between or around it is cut."""

import pytest

from capture.parsers.mail import newest
from tests.capture.parsers.mail.mails import OWN, page, read


@pytest.mark.parametrize(
    "below",
    [
        "El lun, 3 nov 2025 a las 10:00, Acme (<hola@acme.example>) escribió:\n> Hola",
        "El 3 de noviembre de 2025, 10:00, Acme <hola@acme.example> escribió:\n\nHola",
        "El lun., 3 nov. 2025 10:00, Acme S.L. <\nhola@acme.example> escribió:\n\n> Hola",
        (
            "________________________________\nDe: Acme <hola@acme.example>\nEnviado: lunes, 3 de noviembre de 2025\n"
            "Para: Ana\nAsunto: Oferta\n\nHola"
        ),
        (
            "De: Acme [mailto:hola@acme.example]\nEnviado el: lunes, 3 de noviembre de 2025 10:00\nPara: Ana\n"
            "Asunto: Oferta\n\nHola"
        ),
        "-----Mensaje original-----\nDe: Acme\nHola",
        "On Mon, Nov 3, 2025 at 10:00 AM Acme <hola@acme.example> wrote:\n> Hola",
        "On 3 Nov 2025, at 10:00, Acme <hola@acme.example> wrote:\n\n> Hola",
        "Am 03.11.25 um 10:00 schrieb Acme:\n> Hola",
        "Le lun. 3 nov. 2025 à 10:00, Acme <hola@acme.example> a écrit :\n> Hola",
        "Il giorno lun 3 nov 2025 alle ore 10:00 Acme <hola@acme.example> ha scritto:\n> Hola",
        "Em seg., 3 de nov. de 2025 às 10:00, Acme <hola@acme.example> escreveu:\n> Hola",
        "Op ma 3 nov 2025 om 10:00 schreef Acme <hola@acme.example>:\n> Hola",
        "Enviado desde mi iPhone\n\nEl 3 nov 2025, a las 10:00, Acme <hola@acme.example> escribió:\n\n> Hola",
        (
            "Enviado desde Outlook para Android<https://aka.ms/x>\n________________________________\n"
            "From: Acme <hola@acme.example>\nSent: Monday, November 3, 2025 10:00\nTo: Ana\nSubject: Oferta\n\nHola"
        ),
        "-- \nAna García\nMuebles Sol",
    ],
)
def test_only_what_the_writer_added_is_left(below):
    assert newest.read(f"{OWN}\n\n{below}\n").text == OWN


def test_what_is_answered_between_the_quotes_stays():
    text = (
        "El lun, 3 nov 2025, Acme <a@b.example> escribió:\n> ¿Cuándo?\n\nEl martes.\n\n> ¿Dónde?\n\nEn casa."
    )
    assert newest.read(text).text == "El martes.\n\n> ¿Dónde?\n\nEn casa."


@pytest.mark.parametrize(
    "text",
    [
        "El lunes escribió:\nmi jefe que sí",
        "De: mi parte, gracias por todo",
        "On the one hand, we want it.",
        "Reunión el 3/11/2025 a las 10:00:\n- precio\n- plazo",
    ],
)
def test_what_only_looks_like_a_quote_stays(text):
    assert newest.read(text).text == text


@pytest.mark.parametrize(
    "line",
    [
        "Acme wrote on 3/11/25 10:00:",
        "Quoting Acme <hola@acme.example>:",
        "W dniu 3.11.2025 o 10:00, Acme pisze:",
        "mån 3 nov. 2025 kl. 10:00 skrev Acme <\nhola@acme.example>:",
        "Acme <hola@acme.example> 于2025年11月3日周一 10:00写道：",
        "2025. 11. 3. 오전 10:00에 Acme <hola@acme.example>님이 작성함:",
        "Понедельник, 3 ноября 2025, 10:00 +03:00 от Acme <hola@acme.example>:",
        "Missatge de Acme <hola@acme.example> del dia dl., 3 de nov. 2025 a les\n10:00:",
        "Από: Acme\nΣτάλθηκε: Δευτέρα\nΠρος: Ana\nΘέμα: Oferta",
        "De la: Acme\nTrimis: luni\nCătre: Ana\nSubiect: Oferta",
        "-----Özgün İleti-----\nKimden: Acme",
        "Acme---03/11/2025 10:00:00---Hola Ana",
        "Verstuurd vanaf mijn iPhone",
        "iPhone'umdan gönderildi",
        "Outlook für iOS beziehen",
        "Libre de virus. www.avast.com",
    ],
)
def test_less_common_programs_and_languages_are_cut_too(line):
    assert newest.read(f"{OWN}\n\n{line}\n\nHola, le envío la oferta.\n").text == OWN


@pytest.mark.parametrize(
    "text",
    [
        "El lunes 3 de noviembre de 2025 a las 10:00 les llamé.\nQuedo a la espera:\n\nAna",
        "Mi jefe escribió:\n\nqueremos 20 lámparas para el 12/11/2025.",
        "Our spec sheet says 12/10/2025 14:30:\n20 lamps.",
        "Necesitamos lámparas.\n\nDe: 3W a 5W\nPara: pasillos del hotel\n\n¿Precio?",
        "Sent from the hotel we want lamps at three sites.",
        "Enviado por correo ayer el plano, ¿lo recibieron?",
    ],
)
def test_dates_hours_and_fields_alone_are_no_quote(text):
    assert newest.read(text).text == text


@pytest.mark.parametrize(
    "below",
    [
        '<div class="gmail_quote"><div class="gmail_attr">Xyz Acme qqq</div><blockquote>Oferta</blockquote></div>',
        '<hr><div id="divRplyFwdMsg"><b>Xde:</b> Acme</div><div>Oferta</div>',
        '<div id="appendonsend"></div><hr><div>Xde: Acme</div><div>Oferta</div>',
        '<div id="yahoo_quoted_1" class="yahoo_quoted"><div>Xyz Acme qqq</div><div>Oferta</div></div>',
        '<div class="moz-cite-prefix">Xyz Acme qqq<br></div><blockquote type="cite">Oferta</blockquote>',
    ],
)
def test_a_page_says_what_it_quotes_in_any_language(below):
    assert read(page(f"<div>{OWN}</div>{below}")).body == OWN


@pytest.mark.parametrize(
    "said", ["No me interesa.", "El precio me parece bien", "Am liebsten bald", "Soy ana@sol.example"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_answer_that_begins_as_a_quote_would_is_kept(said, gap):
    below = "El lun, 3 nov 2025 a las 10:00, Acme (<hola@acme.example>)\nescribió:\n> Oferta"
    assert newest.read(f"{said}{gap}{below}").text == said
