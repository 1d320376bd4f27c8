"""Which column is which fact, by names and by values."""

import pytest

from capture.parsers import mapping
from capture.parsers.mapping import BadMapping


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            [
                "Nombre",
                "Apellidos",
                "Correo electrónico",
                "Teléfono móvil",
                "Razón social",
                "Provincia",
                "Puesto",
            ],
            ["first_name", "last_name", "email", "phone", "company", "region", "job_title"],
        ),
        (
            [
                "First Name",
                "Last Name",
                "E-mail Address",
                "Business Phone",
                "Company",
                "Business Country/Region",
            ],
            ["first_name", "last_name", "email", "phone", "company", "country"],
        ),
        (
            ["Nom", "Courriel", "Téléphone", "Société", "Ville"],
            ["full_name", "email", "phone", "company", "city"],
        ),
        (["Full name", "E-mail", "E-mail 2", "Note"], ["full_name", "email"]),
        (
            ["Person - Name", "Person - Email - Work", "Person - Organization", "Person - Owner"],
            ["full_name", "email", "company"],
        ),
        (
            ["Prénom", "Nom", "Adresse de messagerie", "Pays/Région (bureau)"],
            ["first_name", "last_name", "email", "country"],
        ),
        (
            ["Vorname", "Nachname", "E-Mail-Adresse", "Ort geschäftlich", "Mobiltelefon"],
            ["first_name", "last_name", "email", "city", "phone"],
        ),
        (
            ["firstName", "lastName", "emailAddress", "companyName", "createdAt"],
            ["first_name", "last_name", "email", "company", "created_at"],
        ),
        (
            ["Nombre (facturación)", "Correo electrónico (facturación)", "País (facturación)"],
            ["full_name", "email", "country"],
        ),
    ],
)
def test_names_of_columns(header, found):
    assert list(mapping.guess(header).columns.values()) == found


def test_values_say_what_names_do_not():
    header = ["الاسم", "البريد", "الهاتف", "web del cliente?", "doc", "x"]
    samples = [
        ["محمد أحمد", "m@sol.ae", "+971 50 123 4567", "https://sol.ae", "B12345678", "28001"],
        ["ليلى حسن", "l@luna.ae", "+971 50 765 4321", "www.luna.ae", "A1234567J", "36201"],
    ]

    assert list(mapping.guess(header, samples).columns.items()) == [
        ("الاسم", "full_name"),
        ("البريد", "email"),
        ("الهاتف", "phone"),
        ("web del cliente?", "website"),
        ("doc", "tax_id"),
    ]


def test_values_overrule_a_name_they_contradict():
    samples = [["600 123 123", "ann@sol.es", "si"], ["600 123 124", "bo@sol.es", "no"]]

    assert mapping.guess(["Contact", "Name", "Mail"], samples).columns == {
        "Contact": "phone",
        "Name": "email",
    }


def test_of_two_columns_of_one_fact_the_fuller_one_is_taken():
    samples = [["", "600123123", "Ann"], ["", "600123124", "Bo"], ["911", "", "Eva"]]

    assert mapping.guess(["Work phone", "Mobile", "Name"], samples).columns["Mobile"] == "phone"


def test_addresses_of_our_own_people_are_nobodys():
    samples = [["Ann", "rep@ours.es"], ["Bo", "rep@ours.es"]]

    assert mapping.guess(["Name", "Owner e-mail"], samples).columns == {"Name": "full_name"}


def test_firms_and_countries_of_a_table_without_names():
    samples = [["Sol y Mar S.L.", "España", "ana@sol.es"], ["Acme Inc", "Germany", "bo@acme.com"]]

    assert mapping.guess(["A", "B", "C"], samples).columns == {"A": "company", "B": "country", "C": "email"}


def test_a_table_that_names_nobody_is_refused():
    with pytest.raises(BadMapping):
        mapping.guess(["a", "b"], [["1", "2"], ["3", "4"]])


def test_questions_of_a_form_are_guessed_where_the_answers_fit():
    header = ["¿Cómo te llamas?", "¿En qué empresa trabajas?", "¿Cuántas personas trabajan en tu empresa?",
              "¿En qué empresa trabajas hoy?"]  # fmt: skip
    samples = [["Ana Gil", "Sol", "11-50", "sí"], ["Bo Li", "Luna", "1-10", "no"]]

    assert list(mapping.guess(header, samples).columns.items()) == [
        ("¿Cómo te llamas?", "full_name"),
        ("¿En qué empresa trabajas?", "company"),
        ("¿Cuántas personas trabajan en tu empresa?", "employees"),
    ]


def test_forms_of_address_are_no_job_and_a_profile_is_no_website():
    header = ["Title", "Name", "URL"]
    samples = [["Mrs.", "Ana Gil", "https://www.linkedin.com/in/ana"], ["", "Bo Li", ""]]

    assert mapping.guess(header, samples).columns == {"Name": "full_name"}


def test_several_addresses_in_a_cell_are_addresses():
    samples = [["ana@sol.es, a@sol.es"], ["Bo Li <bo@sol.es>"], ["cy@sol.es di@sol.es"]]

    assert mapping.guess(["Emailing"], samples).columns == {"Emailing": "email"}
