"""A mail read from end to end: headers, text, quotes, signature, forms, forwards, files."""

import pytest

from capture.parsers.mail import company, html, topics
from tests.capture.parsers.mail.mails import OWN, mail, page, read


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


def test_what_a_page_hides_is_not_read():
    assert read(page(f'<div style="display:none">Vista <div>previa</div></div><p>{OWN}</p>')).body == OWN
    assert read(page(f'<div style="display:none"><p>{OWN}</p>')).body == OWN


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


def test_what_introduces_a_quote_may_be_empty():
    text = '<p>Nos interesa.</p><div class="moz-cite-prefix"></div>-----Original Message-----<br>De: Acme<br>Hola'
    assert read(page(text)).body == "Nos interesa."
