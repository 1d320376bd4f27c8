"""Address books: vCard of three versions, LDIF."""

import pytest

from capture.parsers.files.cards import HEADER


def told(table):
    """Return each card's columns that are not empty."""
    return [{name: cell for name, cell in zip(HEADER, row.cells, strict=True) if cell} for row in table]


def card(*lines):
    return "BEGIN:VCARD\r\n" + "\r\n".join(lines) + "\r\nEND:VCARD\r\n"


def test_version_2_1_printable_folded_and_of_an_old_charset(opened):
    raw = card(
        "VERSION:2.1",
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:N=FA=F1ez;I=F1=\r\nigo",
        "TEL;WORK;FAX:911111111",
        "TEL;HOME:922222222",
        "TEL;CELL:+34 600 000 001",
        "EMAIL;INTERNET:home@x.es",
        "EMAIL;PREF;INTERNET:work@sol.es",
        "PHOTO;ENCODING=BASE64;JPEG:\r\n /9j/4AAQ\r\n\r\n",
        "ORG:Sol, S.L.;Compras;Norte",
        "TITLE:Director",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo",
    )

    assert told(opened(raw)) == [
        {
            "First name": "Iñigo",
            "Last name": "Núñez",
            "E-mail": "work@sol.es",
            "E-mail 2": "home@x.es",
            "Phone": "+34 600 000 001",
            "Phone 2": "922222222",
            "Company": "Sol, S.L.",
            "Department": "Compras, Norte",
            "Job title": "Director",
            "Note": "one\r\ntwo",
        }
    ]


def test_version_3_types_escapes_groups_and_addresses(opened):
    raw = card(
        "VERSION:3.0",
        "FN:Ana Ruiz",
        "N:Ruiz;Ana;María;;",
        "item1.EMAIL;type=INTERNET;type=HOME:ana@casa.es",
        'item2.EMAIL;TYPE="WORK,INTERNET":ana@sol.es',
        "ADR;TYPE=HOME:;;Calle 1;Vigo;;36201;España",
        "ADR;TYPE=WORK:;Planta 3;Gran Vía 2;Ma",
        " drid;Madrid;28013;España",
        "NOTE:a\\, b\\; c\\nd",
        "CATEGORIES:fair,vip",
        "URL:https://sol.es",
    )

    found = told(opened(raw))[0]

    assert (found["First name"], found["Last name"]) == ("Ana María", "Ruiz")
    assert (found["E-mail"], found["E-mail 2"]) == ("ana@sol.es", "ana@casa.es")
    assert (found["Street"], found["City"], found["Country"]) == ("Gran Vía 2, Planta 3", "Madrid", "España")
    assert found["Note"] == "a, b; c\nd"


def test_version_4_preferences_and_addresses_of_phones(opened):
    raw = card(
        "VERSION:4.0",
        "FN:Bo Gil",
        "TEL;VALUE=uri;TYPE=cell:tel:+34-600-000-002",
        'TEL;PREF=1;VALUE=uri;TYPE="voice,work":tel:+34-911-000-002;ext=12',
        "EMAIL:mailto:bo@luna.es",
        "LANG:es",
    )

    found = told(opened(raw))[0]

    assert (found["Phone"], found["Phone 2"]) == ("+34-911-000-002", "+34-600-000-002")
    assert (found["E-mail"], found["Language"]) == ("bo@luna.es", "es")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_many_cards_in_any_encoding(opened, encoding):
    raw = "\r\n\r\n" + "\r\n".join(card("VERSION:3.0", f"FN:Iñigo Peña {n}", "ORG:Añil") for n in range(3))

    table = opened(raw.encode(encoding))

    assert (table.kind, [row.number for row in table]) == ("vcard", [2, 3, 4])
    assert [one["Full name"] for one in told(table)] == [f"Iñigo Peña {n}" for n in range(3)]


def test_agents_and_ends_that_are_missing(opened):
    agent = "AGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nFN:The Agent\r\nEND:VCARD"
    raw = (
        card("VERSION:2.1", "FN:Ann", agent, "TITLE:Boss") + "BEGIN:VCARD\r\nFN:Bo\r\n" + card("FN:Eva")[:-12]
    )

    assert [one["Full name"] for one in told(opened(raw))] == ["Ann", "Bo", "Eva"]


def test_a_company_is_no_person_and_an_empty_card_fails(opened):
    raw = card("VERSION:3.0", "FN:Sol S.L.", "N:;;;;", "ORG:Sol S.L.;") + card("VERSION:3.0", "X-ID:1")

    rows = list(opened(raw))

    assert told(rows)[0] == {"Company": "Sol S.L."}
    assert [bool(row.fault) for row in rows] == [False, True]


def test_ldif(opened):
    raw = (
        "dn: cn=Ann Ruiz,mail=ann@sol.es\nobjectclass: person\ngivenName: Ann\nsn:: UnXDrXo=\ncn: Ann Ruiz\n"
        "mail: ann@sol.es\nmobile: 600 000 001\no: Sol;\n  y mar\nl: Vigo\n\ndn: cn=Bo\ncn: Bo\n"
    )

    table = opened(raw)

    assert table.kind == "ldif"
    assert told(table)[0] == {
        "Full name": "Ann Ruiz",
        "First name": "Ann",
        "Last name": "Ruíz",
        "E-mail": "ann@sol.es",
        "Phone": "600 000 001",
        "Company": "Sol; y mar",
        "City": "Vigo",
    }
    assert told(table)[1] == {"Full name": "Bo"}
