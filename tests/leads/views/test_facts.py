"""Facts of a lead, edited in place."""

import pytest

from leads.models import ClassificationRule, FieldChange, Lead
from tests.clients import HTMX
from tests.factories.leads import make_field, make_topic


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("city", "Vigo", "Vigo"),
        ("employees", "14", 14),
        ("country", "ES", "ES"),
        ("budget", "45000", 45000),
        ("timeline", "quarter", "quarter"),
        ("need", "Two\nlines", "Two\nlines"),
        ("language", "es", "es"),
    ],
)
def test_edit_a_fact(client_for, rep, lead, url, name, value, stored):
    response = client_for(rep).post(
        url(f"facts/{name}/"), {"value": value, "version": lead.version}, headers=HTMX
    )

    changed = Lead.objects.get(pk=lead.pk)
    assert response.status_code == 200
    assert response["HX-Trigger"] == "lead-changed"
    assert f'id="fact-{name}"' in response.content.decode()
    assert getattr(changed, name) == stored
    assert FieldChange.objects.get(field=name).new == stored


def test_edit_several_topics_and_own_fields(client_for, rep, lead, url):
    make_topic("kitchens")
    make_topic("baths")
    make_field("rooms", "number")
    make_field("licence", "boolean")
    make_field("visit", "date")
    client = client_for(rep)

    for name, value in [
        ("topics", ["kitchens", "baths"]),
        ("custom.rooms", "3.5"),
        ("custom.licence", "no"),
        ("custom.visit", "2026-12-01"),
    ]:
        version = Lead.objects.get(pk=lead.pk).version
        response = client.post(url(f"facts/{name}/"), {"value": value, "version": version})
        assert response.status_code == 303, name

    changed = Lead.objects.get(pk=lead.pk)
    assert sorted(changed.topics) == ["baths", "kitchens"]
    assert changed.custom == {"rooms": 3.5, "licence": False, "visit": "2026-12-01"}


def test_a_sorted_fact_is_set_by_hand_and_given_back(client_for, rep, lead, url):
    client = client_for(rep)

    client.post(url("facts/phase/"), {"value": "decision", "version": lead.version})
    by_hand = Lead.objects.get(pk=lead.pk)
    client.post(url("facts/phase/"), {"value": "", "version": by_hand.version})

    assert (by_hand.phase, by_hand.by_hand) == ("decision", ["phase"])
    assert Lead.objects.get(pk=lead.pk).by_hand == []


@pytest.mark.parametrize(("name", "value"), [("email", "nonsense"), ("employees", "-1"), ("country", "XX")])
def test_a_bad_fact_is_refused_in_place(client_for, rep, lead, url, name, value):
    response = client_for(rep).post(
        url(f"facts/{name}/"), {"value": value, "version": lead.version}, headers=HTMX
    )

    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert Lead.objects.get(pk=lead.pk).version == lead.version


def test_a_lost_race_shows_both_values(client_for, rep, lead, url):
    client = client_for(rep)
    client.post(url("facts/city/"), {"value": "Vigo", "version": lead.version})

    response = client.post(url("facts/city/"), {"value": "Lugo", "version": lead.version}, headers=HTMX)
    html = response.content.decode()

    assert response.status_code == 409
    assert "Vigo" in html
    assert 'value="Lugo"' in html
    version = Lead.objects.get(pk=lead.pk).version
    assert f'name="version" value="{version}"' in html
    # what the form now says can be saved
    assert client.post(url("facts/city/"), {"value": "Lugo", "version": version}).status_code == 303


def test_fact_form_as_page_fragment_and_back(client_for, rep, lead, url):
    client = client_for(rep)

    assert "<html" in client.get(url("facts/city/")).content.decode()
    assert 'class="editing"' in client.get(url("facts/city/"), headers=HTMX).content.decode()
    assert 'class="editing"' not in client.get(url("facts/city/?cancel=1"), headers=HTMX).content.decode()


@pytest.mark.parametrize("name", ["stage", "score", "owner_id", "custom.nothing", "email_norm"])
def test_no_other_column_can_be_edited(client_for, rep, lead, url, name):
    assert client_for(rep).post(url(f"facts/{name}/"), {"value": "x", "version": 1}).status_code == 404


def test_what_a_rule_gave_says_which_and_why(client_for, rep, lead, url):
    condition = {"field": "company.city", "op": "eq", "value": "Villaloma"}
    ClassificationRule.objects.create(kind="phase", name="Near us", condition=condition, value="decision")

    shown = client_for(rep).get(url("facts/phase/"), headers=HTMX).content.decode()

    assert "By the rule “Near us”: City is “Villaloma”" in shown
