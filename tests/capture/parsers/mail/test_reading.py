"""A mail read from end to end: headers, text, quotes, signature, forms, forwards, files."""

from email.message import EmailMessage

import pytest

from capture.parsers.mail import company, html, newest, reading, topics
from capture.parsers.mail.reading import House


OWN = "Nos interesa. ¿Cuándo pueden venir?"


def read(raw, **house):
    return reading.read(raw if isinstance(raw, bytes) else raw.encode(), House(**house))


def page(body, **fields):
    mail = EmailMessage()
    for name, value in {"From": "Ana <ana@sol.example>", "Subject": "x", **fields}.items():
        mail[name] = value
    mail.set_content(body, subtype="html")
    return mail.as_bytes()


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
    "body",
    [
        (
            '<div dir="ltr">Nos interesa.</div><br><div class="gmail_quote"><div>El lun, 3 nov 2025 a '
            'las 10:00, Acme (&lt;<a href="mailto:a@b.example">a@b.example</a>&gt;) escribió:<br></div>'
            '<blockquote class="gmail_quote">Hola</blockquote></div>'
        ),
        (
            "<p>Nos interesa.</p><hr><div id=divRplyFwdMsg><b>De:</b> Acme &lt;a@b.example&gt;<br><b>Fecha:</b> hoy<br>"
            "<b>Para:</b> Ana<br><b>Asunto:</b> Oferta</div><div>Hola</div>"
        ),
        (
            "<html><head><style>p{}</style></head><body>Nos interesa.<br>Enviado desde mi iPhone<div><br>"
            '<blockquote type="cite">El 3 nov 2025, a las 10:00 Acme &lt;a@b.example&gt; escribió:<br><br></blockquote>'
            '</div><blockquote type="cite">Hola</blockquote></body></html>'
        ),
    ],
)
def test_a_page_is_read_as_its_reader_sees_it(body):
    assert read(page(body)).body == "Nos interesa."


def test_scripts_and_comments_are_no_text():
    assert html.to_text("<!--[if mso]>no<![endif]--><script>no</script><p>sí<br>claro</p>") == "sí\nclaro"


@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        ("=?utf-8?Q?Garc=C3=ADa=2C_Ana?= <ana@sol.example>", "García, Ana", "ana@sol.example"),
        ("=?utf-8?B?QW5hIDxhbmFAc29sLmV4YW1wbGU+?=", "Ana", "ana@sol.example"),
        ('"Ana \\"la jefa\\"" <ana@sol.example>', 'Ana "la jefa"', "ana@sol.example"),
        ("ana@sol.example (Ana García)", "Ana García", "ana@sol.example"),
        ("Ana García ana@sol.example", "Ana García", "ana@sol.example"),
        ("=?iso-8859-1?Q?Pe=F1a?= =?iso-8859-1?Q?_Ruiz?= <p@sol.example>", "Peña Ruiz", "p@sol.example"),
    ],
)
def test_the_sender_is_read_however_it_is_written(field, name, address):
    sender = read(f"From: {field}\n\nHola").sender
    assert (sender.name, sender.email) == (name, address)


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("señal".encode("cp1252"), "utf-8", "señal"),
        ("señal".encode(), "iso-8859-1", "señal"),
        ("“señal” €".encode("cp1252"), "iso-8859-1", "“señal” €"),
        ("señal".encode(), "x-nobody-knows", "señal"),
        ("日本".encode("iso-2022-jp"), "us-ascii", "日本"),
        ("中文测试".encode("gb18030"), "gb2312", "中文测试"),
    ],
)
def test_a_wrong_charset_is_seen_through(raw, charset, text):
    source = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n".encode() + raw
    assert read(source).body == text


def test_the_signature_tells_phone_title_company_and_site():
    text = (
        "Queremos dos.\n\nUn saludo,\nLuis Pérez\nJefe de compras\nTalleres Norte, S.A.\nFax: 912 000 000\n"
        "Tel.: 910 00 01 47 | www.talleres-norte.example\n"
    )
    hints = read(f"From: Luis <luis@gmail.com>\n\n{text}", country="ES").hints
    assert (hints.phone, hints.job_title) == ("910 00 01 47", "Jefe de compras")
    assert (hints.company, hints.website) == ("Talleres Norte, S.A.", "www.talleres-norte.example")


def test_a_form_whose_fields_have_no_address_is_answered_by_reply_to():
    text = "Name: Luis Pérez\nPhone: 600 000 147\nMessage:\nTwo, please.\n"
    mail = read(f"From: web@acme.example\nReply-To: Luis <luis@norte.example>\n\n{text}")
    assert (mail.person.name, mail.person.email, mail.body) == (
        "Luis Pérez",
        "luis@norte.example",
        "Two, please.",
    )


def test_a_person_with_labels_in_the_signature_is_no_form():
    text = "Hola,\n\nqueremos dos\nde las grandes\ny una pequeña\npara mayo\no junio.\n\nAna\n"
    text += "Tel: 600 000 147\nE-mail: a@b.example\n"
    assert read(f"From: Ana <ana@sol.example>\n\n{text}").form is None


@pytest.mark.parametrize(
    "above",
    [
        (
            "---------- Forwarded message ---------\nDe: Luis <luis@norte.example>\nDate: lun, 3 nov 2025\n"
            "Subject: Naves\nTo: x\n\n"
        ),
        (
            "Inicio del mensaje reenviado:\n\n> De: Luis <luis@norte.example>\n> Asunto: Naves\n"
            "> Fecha: 3 de noviembre de 2025\n> Para: x\n>\n"
        ),
        "De: Luis <luis@norte.example>\nEnviado el: lunes\nPara: x\nAsunto: Naves\n\n",
    ],
)
def test_a_forward_of_a_member_is_the_first_writers(above):
    source = f"From: Jefe <jefe@acme.example>\nSubject: RV: Naves\n\nMirad:\n\n{above}Dos naves."
    mail = read(source, people={"jefe@acme.example"})
    assert (mail.person.name, mail.person.email) == ("Luis", "luis@norte.example")
    assert (mail.subject, mail.body.strip("> \n"), mail.note) == ("Naves", "Dos naves.", "Mirad:")


def test_a_strangers_forward_is_the_strangers_own():
    source = (
        "From: Bo <bo@x.example>\nSubject: Fwd: x\n\nMirad:\n\nDe: L <l@y.example>\nPara: x\nAsunto: y\n\nz"
    )
    assert read(source, people={"jefe@acme.example"}).person.email == "bo@x.example"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("a@acme-foods.es", "Acme Foods"),
        ("a@mail.acme.co.uk", "Acme"),
        ("a@bbc.example", "BBC"),
        ("a@gmail.com", ""),
        ("nobody", ""),
    ],
)
def test_a_domain_names_a_company(address, name):
    assert company.of_address(address) == name


def test_topics_are_found_in_singular_and_plural_in_the_order_of_the_text():
    words = {"kitchens": ["Cocinas", "kitchens"], "baths": ["Baños"], "roofs": ["Tejados"]}
    assert topics.find("Un baño y dos COCINAS, sin tejadillo", words) == ["baths", "kitchens"]


def test_a_conditions_words_are_keywords():
    condition = {
        "any": [
            {"field": "need", "op": "contains", "value": "encimera"},
            {"activity": ["inquiry"], "where": {"message": {"contains_any": ["isla", "horno"]}}},
            {"field": "country", "op": "in", "value": ["ES"]},
        ]
    }
    assert sorted(topics.keywords(condition)) == ["encimera", "horno", "isla"]


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


def test_what_a_page_hides_is_not_read():
    assert read(page(f'<div style="display:none">Vista <div>previa</div></div><p>{OWN}</p>')).body == OWN
    assert read(page(f'<div style="display:none"><p>{OWN}</p>')).body == OWN


def mail(body, **fields):
    head = {"From": "Ana <ana@sol.example>", "Subject": "Oferta", **fields}
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in head.items())
    return f"{lines}Content-Type: text/plain; charset=utf-8\n\n{body}\n"


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


@pytest.mark.parametrize(
    "said", ["No me interesa.", "El precio me parece bien", "Am liebsten bald", "Soy ana@sol.example"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_answer_that_begins_as_a_quote_would_is_kept(said, gap):
    below = "El lun, 3 nov 2025 a las 10:00, Acme (<hola@acme.example>)\nescribió:\n> Oferta"
    assert newest.read(f"{said}{gap}{below}").text == said


@pytest.mark.parametrize(
    "text",
    [
        f"De: Ana Ruiz <ana@luz.example>\nAsunto: Oferta\n\nCuerpo del mensaje:\n{OWN}\n\n-- \nEnviado",
        f"Name\nAna Ruiz\n\nEmail\nana@luz.example\n\nPhone\n600112233\n\nComment or Message\n{OWN}",
        f"Nom: Ruiz\nPrénom: Ana\nE-mail: ana@luz.example\nMessage: {OWN}",
    ],
)
def test_forms_of_other_makers_are_read(text):
    found = read(mail(text, From="Web <web@sol.example>"))
    assert (found.person.name, found.person.email, found.body) == ("Ana Ruiz", "ana@luz.example", OWN)


@pytest.mark.parametrize(
    ("subject", "block"),
    [
        ("Fwd: Oferta", "---- Forwarded Message ----\nSubject: Oferta\nDate: 3/11/2025\nFrom: {}\nTo: x\n"),
        ("PD: Oferta", "Od: {}\nWysłano: poniedziałek\nDo: x\nTemat: Oferta\n"),
        ("VB: Oferta", "Från: {}\nSkickat: den 3 november 2025\nTill: x\nÄmne: Oferta\n"),
    ],
)
def test_a_colleague_hands_on_with_more_programs(subject, block):
    text = block.format("Ana Ruiz <ana@luz.example>") + f"\n{OWN}"
    found = read(mail(text, Subject=subject), people={"ana@sol.example"})
    assert (found.person.email, found.subject, found.body) == ("ana@luz.example", "Oferta", OWN)


def test_a_mail_around_nothing_but_another_says_what_that_one_does():
    inner = f"Content-Type: message/rfc822\n\nFrom: x@y.example\nContent-Type: text/plain; charset=utf-8\n\n{OWN}\n"
    found = read(f"From: ana@sol.example\nSubject: Oferta\n{inner}")
    assert (found.person.email, found.body) == ("ana@sol.example", OWN)
