"""Reading posts: paths, guesses, moments, and whatever else may come."""

import gzip
import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.parsers import facts
from capture.parsers.hooks import answers, presets, reading, tree
from capture.parsers.hooks.answers import Answer
from capture.parsers.hooks.guess import target
from capture.parsers.hooks.reading import Own


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
NAMES = st.sampled_from(
    ["email", "name", "value", "values", "field", "answers", "entry", "changes", "data", "fields", "form_response",
     "user_column_data", "field_data", "payload", "event", "meta", "current", "properties", "0", "", "a.b", "a[0]"]
) | st.text(max_size=6)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)


def lead(value, preset="generic", **own):
    return reading.read(tree.Tree(value), preset=presets.named(preset), own=Own(**own))[0]


@given(value=TREES, preset=st.sampled_from(sorted(presets.PRESETS)))
def test_no_json_is_a_fault_of_ours(value, preset):
    found = tree.read(json.dumps(value).encode(), content_type="application/json")

    for one in reading.read(found, preset=presets.PRESETS[preset], own=Own()):
        facts.read(one.payload)
        assert "\\u0000" not in json.dumps(one.payload)


@given(
    raw=st.binary(max_size=300),
    kind=st.sampled_from(["", "multipart/form-data; boundary=x", "application/json"]),
)
def test_no_bytes_are_a_fault_of_ours(raw, kind):
    reading.read(tree.read(raw, content_type=kind), preset=presets.GENERIC, own=Own())


def test_values_have_paths():
    found = answers.of(
        {"a": {"b": 1}, "c": [{"x": {"y": 2}}], "d": [{"name": "Email", "value": "e"}], "f": ["g", "h"]}
    )

    assert {answer.path: answer.value for answer in found} == {
        "a.b": 1,
        "c[0].x.y": 2,
        "d[Email]": "e",
        "f": "g, h",
    }


@pytest.mark.parametrize(
    ("path", "items"),
    [("", 1), ("leads[]", 2), ("leads[].people[]", 3), ("nothing[]", 0), ("one", 1), ("one[]", 1)],
)
def test_leads_are_where_the_path_says(path, items):
    post = {"leads": [{"people": [1, 2]}, {"people": [3]}], "one": {"a": 1}}

    assert len(answers.items(post, path)) == items


@pytest.mark.parametrize(
    ("asked", "value", "fact"),
    [
        ("Correo electrónico", "a@b.es", "email"),
        ("¿Cuál es tu correo?", "a@b.es", "email"),
        ("What is your e-mail address?", "a@b.es", "email"),
        ("Do you like e-mail?", "yes", ""),
        ("Teléfono móvil", "600 123 123", "phone"),
        ("¿Cómo te llamas?", "Ana", "full_name"),
        ("firstName", "Ana", "first_name"),
        ("Apellidos", "Ruiz", "last_name"),
        ("Nombre de la empresa", "Sol", "company"),
        ("Company name", "Sol", "company"),
        ("Cargo", "Directora", "job_title"),
        ("Mensaje", "Hola", "message"),
        ("How can we help you?", "Kitchen", "message"),
        ("Which kitchen?", "Oak", ""),
    ],
)
def test_questions_are_understood_in_english_and_spanish(asked, value, fact):
    assert target(Answer("q", asked, value, (answers.words(asked),))) == fact


@pytest.mark.parametrize(
    "written",
    ["2026-11-20T10:00:00Z", "2026-11-20T10:00:00+0000", "2026-11-20 10:00:00", 1795168800, 1795168800000, "1795168800",
     "1795168800000", "2026-11-20T11:00:00+01:00", "2026-11-20 10:00:00 UTC"],
)  # fmt: skip
def test_moments_are_read_as_platforms_write_them(written):
    assert reading.when(written) == datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize("written", [None, True, "", "yesterday", 7, 1e300, -1, [], "9" * 40])
def test_what_is_no_moment_is_none(written):
    assert reading.when(written) is None


def test_questions_of_a_meeting_are_answers():
    asked = [
        {"question": "Phone number", "answer": "+34 600 123 123", "position": 0},
        {"question": "What to prepare?", "answer": "Plans", "position": 1},
    ]
    invitee = {"email": "a@b.es", "uri": "u", "questions_and_answers": asked}

    found = lead({"event": "invitee.created", "payload": invitee}, "calendly")

    assert found.payload["phone"] == "+34 600 123 123"
    assert found.payload["message"] == "What to prepare?: Plans"


def test_one_notice_of_meta_alone_is_one_too():
    assert lead({"field": "leadgen", "value": {"leadgen_id": "7"}}, "meta").reason == "needs_fetch"


def test_a_mapping_by_hand_comes_first():
    found = lead({"email": "a@b.es", "x": "Sol", "name": "Ana"}, fields={"x": "company", "name": ""})

    assert found.payload == {"email": "a@b.es", "company": "Sol"}


def test_consent_is_only_what_was_ticked():
    assert lead({"email": "a@b.es", "newsletter": True}).payload["consent"]["marketing"] is True
    assert "consent" not in lead({"email": "a@b.es", "newsletter": False}).payload
    assert "consent" not in lead({"email": "a@b.es", "newsletter": "no"}).payload


def test_what_protects_against_robots_is_no_answer():
    found = lead(
        {"email": "a@b.es", "g-recaptcha-response": "03AG", "_nonce": "1", "password": "x", "wood": "Oak"}
    )

    assert found.payload["message"] == "wood: Oak"


@pytest.mark.parametrize("name", ["google", "Google Ads", "google-ads", "GOOGLE_ADS", "googleads"])
def test_presets_are_known_by_any_spelling(name):
    assert presets.named(name).name == "google_ads"


def test_an_unknown_preset_says_which_there_are():
    with pytest.raises(presets.NoSuchPreset, match="typeform"):
        presets.named("myspace")


def test_no_two_presets_share_a_name():
    names = [name for preset in presets.EVERY for name in (preset.name, *preset.aliases)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "long", ["a" * 500_000, "a." * 250_000, "@" * 500_000, "a@" * 250_000, "_" * 500_000, "1 " * 250_000]
)
def test_long_names_and_values_are_read_as_fast_as_short_ones(long):
    """Nothing here is timed: what grows with the square of a length does not come back within the test's minute."""
    found = lead({"email": long, "Your e-mail?": long, long: long, "a": {long: {long: long}}, "phone": long})

    assert len(json.dumps(found.payload)) < 100_000


def test_a_post_with_many_leads_is_read_in_full():
    every = reading.read(
        tree.Tree([{"email": f"a{number}@b.es", "wood": "Oak"} for number in range(1000)]),
        preset=presets.GENERIC,
        own=Own(items="[]"),
    )

    assert len({one.payload["email"] for one in every}) == 1000


ANA = {"name": "Ana Ruiz", "email": "ana@sol.example", "phone": "+34600112233", "company": "Sol SL"}
FACTS = {"full_name": "Ana Ruiz", "email": "ana@sol.example", "phone": "+34600112233", "company": "Sol SL"}


def posted(raw, kind="application/json"):
    return reading.read(tree.read(raw, content_type=kind), preset=presets.GENERIC, own=Own())


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (gzip.compress(json.dumps(ANA).encode()), "application/json"),
        (json.dumps(json.dumps(ANA)).encode(), "application/json"),
        (urlencode(ANA).encode(), "application/json"),
        (urlencode(ANA).encode(), "multipart/form-data"),
        (urlencode({"data.json": json.dumps(ANA)}).encode(), "application/x-www-form-urlencoded"),
        (json.dumps(ANA)[:-1].encode() + b', "n": ' + b"9" * 5000 + b"}", "application/json"),
    ],
)
def test_a_body_is_read_by_what_it_is(raw, kind):
    found = posted(raw, kind)[0]
    assert found.reason == ""
    assert FACTS.items() <= found.payload.items()


def test_json_in_windows_1252_keeps_its_letters():
    raw = json.dumps({**ANA, "name": "Ana Núñez"}, ensure_ascii=False).encode("cp1252")
    assert posted(raw)[0].payload["full_name"] == "Ana Núñez"


@pytest.mark.parametrize("glue", [",", "\n"])
def test_several_leads_in_a_list_or_line_by_line_are_one_each(glue):
    raw = glue.join(json.dumps({**ANA, "email": f"{name}@sol.example"}) for name in ("ana", "eva"))
    found = posted((f"[{raw}]" if glue == "," else raw).encode())
    assert [one.payload["email"] for one in found] == ["ana@sol.example", "eva@sol.example"]


def pairs(label, **more):
    return [{label: name, "value": value, **more} for name, value in ANA.items()]


@pytest.mark.parametrize(
    "value",
    [
        {"fields": {str(place): {"key": f"x{place}", **one} for place, one in enumerate(pairs("label"))}},
        {"user_column_data": [{"column_name": one["n"], "string_value": one["value"]} for one in pairs("n")]},
        {"pages": [{"questions": [{"id": place, "heading": one["n"], "answers": [{"text": one["value"]}]}
                                  for place, one in enumerate(pairs("n"))]}]},
        {"fields": [{"id": place, "type": one["name"], **one} for place, one in enumerate(pairs("name"))]},
        {"contact": {**ANA, "id": "5", "company": {"name": "Sol SL"}}, "form": {"name": "Contact"}},
        {"a": {"b": [{"c": {"d": {"results": ANA}}}]}},
    ],
)  # fmt: skip
def test_people_are_found_however_the_fields_are_nested(value):
    assert FACTS.items() <= lead(value).payload.items()


@pytest.mark.parametrize(
    ("first", "last"), [("Voornaam", "Achternaam"), ("Prénom", "Nom"), ("Name (First)", "Name (Last)")]
)
def test_names_of_other_languages_are_known(first, last):
    payload = lead({first: "Ana", last: "Ruiz", "email": "ana@sol.example"}).payload
    assert (payload["first_name"], payload["last_name"]) == ("Ana", "Ruiz")


def test_titles_stand_elsewhere_in_a_form():
    titles = {"Fields": [{"ID": "Field1", "Title": "Empresa"}, {"ID": "Field2", "Title": "Email"}]}
    raw = {"Field1": "Sol SL", "Field2": "ana@sol.example", "FieldStructure": json.dumps(titles)}
    assert (
        posted(urlencode(raw).encode(), "application/x-www-form-urlencoded")[0].payload["company"] == "Sol SL"
    )
    raw = {"fields[x][title]": "Empresa", "fields[x][value]": "Sol SL", "email": "ana@sol.example"}
    assert (
        posted(urlencode(raw).encode(), "application/x-www-form-urlencoded")[0].payload["company"] == "Sol SL"
    )


def test_utm_values_are_known_however_they_are_spelled():
    value = {"email": "a@b.example", "utm": {"source": "g"}, "utmMedium": "cpc"}
    hidden = {"fields": [{"key": "q7", "label": "utm_campaign", "value": "oto"}]}
    assert lead({**value, **hidden}).payload["utm"] == {"source": "g", "medium": "cpc", "campaign": "oto"}


def test_a_question_about_newsletters_is_no_consent():
    assert "consent" not in lead({"email": "a@b.example", "¿Tienes newsletter propia?": "yes"}).payload
    assert lead({"email": "a@b.example", "Subscribe to our news?": True}).payload["consent"]["marketing"]


@pytest.mark.parametrize(
    ("question", "is_consent"),
    [
        ("Quiero recibir un presupuesto", False),
        ("I would like to receive a quote", False),
        ("Keep me logged in", False),
        ("Sign me up for the webinar", False),
        ("Quiero recibir novedades y ofertas", True),
        ("I agree to receive marketing communications", True),
        ("Keep me posted on news", True),
        ("Deseo recibir el boletín", True),
    ],
)
def test_who_asks_to_receive_something_else_agrees_to_no_advertising(question, is_consent):
    assert ("consent" in lead({"email": "a@b.example", question: True}).payload) is is_consent
