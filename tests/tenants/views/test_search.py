"""The search of the top bar: who finds what, in which order, and what it costs."""

import pytest
from django.utils import timezone

from conversion.services import accounts
from leads.models import Segment
from tests.factories.leads import make_lead


URL = "/w/acme/search/"
PART = {"HX-Request": "true"}


def found(client, text, **more):
    return client.get(URL, {"q": text, **more}, headers=PART).content.decode()


def page(client, text):
    return client.get(URL, {"q": text}).content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "lucía",
        "LUCIA",
        "fern",
        "reformas nor",
        "norte luc",
        "lucia@norte.es",
        "600 12",
        "+34 600 123",
        "norte.es",
    ],
)
def test_a_lead_is_found_by_what_one_remembers(client_for, marketer, in_scope, text):
    make_lead(
        first_name="Lucía",
        last_name="Fernández",
        company="Reformas Norte",
        email="lucia@norte.es",
        phone="600 123 456",
    )

    assert "Lucía Fernández" in found(client_for(marketer), text)


def test_what_nobody_wrote_is_not_found(client_for, marketer, in_scope):
    make_lead(first_name="Lucía")

    assert "Nothing found for “zzz”." in found(client_for(marketer), "zzz")
    assert "Nothing found." in page(client_for(marketer), "zzz")


def test_a_rep_finds_only_own_leads_also_among_those_opened_last(client_for, rep, in_scope):
    mine = make_lead(first_name="Berta", last_name="Sanz", stage="sal", owner=rep.user)
    other = make_lead(first_name="Berta", last_name="Paz", email="paz@x.es")
    client = client_for(rep)
    recent = f"leads:{mine.pk},leads:{other.pk}"

    assert "Berta Sanz" in found(client, "berta")
    assert "Berta Paz" not in found(client, "berta")
    assert "Berta Sanz" in found(client, "", recent=recent)
    assert "Berta Paz" not in found(client, "", recent=recent)


def test_another_workspaces_lead_is_not_found(client_for, marketer, in_scope, other_workspace):
    from core.scope import workspace_scope

    with workspace_scope(other_workspace.pk):
        theirs = make_lead(first_name="Zacarías")

    assert "Zacarías" not in found(client_for(marketer), "zacarias")
    assert "Zacarías" not in found(client_for(marketer), "", recent=f"leads:{theirs.pk}")


def test_accounts_contacts_and_segments_are_found_too(client_for, admin, in_scope):
    account = accounts.create_account(values={"name": "Obras del Norte"})
    accounts.create_contact(account=account, values={"first_name": "Luis", "email": "luis@norte.es"})
    Segment.objects.create(name="Northern directors", condition={"all": []})
    client = client_for(admin)

    assert "Obras del Norte" in found(client, "norte")
    assert "luis@norte.es" in found(client, "luis")
    assert "Northern directors" in found(client, "dir nor")


def test_what_was_opened_last_comes_first(client_for, marketer, in_scope):
    best = make_lead(first_name="Ana", last_name="Alba", email="a@x.es", score=90)
    seen = make_lead(first_name="Ana", last_name="Brun", email="b@x.es", score=10)
    client = client_for(marketer)

    plain = found(client, "ana")
    after = found(client, "ana", recent=f"leads:{seen.pk}")
    empty = found(client, "", recent=f"leads:{seen.pk},leads:{best.pk}")

    assert plain.index("Ana Alba") < plain.index("Ana Brun")
    assert after.index("Ana Brun") < after.index("Ana Alba")
    assert empty.index("Ana Brun") < empty.index("Ana Alba")


def test_pages_and_actions_are_those_of_the_role(client_for, admin, rep, in_scope):
    boss, seller = client_for(admin), client_for(rep)

    assert "/w/acme/settings/api/" in found(boss, "api")
    assert "/w/acme/settings/api/" not in found(seller, "api")
    assert "/w/acme/leads/new/" in found(boss, "create lead")
    assert "Sign out" in found(seller, "log")
    assert "Dark theme" in found(seller, "dark")
    assert "Cambiar a español" in found(seller, "espanol")


def test_keys_stand_beside_what_they_do(client_for, admin, in_scope):
    html = found(client_for(admin), "leads")

    assert "<kbd>G</kbd><kbd>L</kbd>" in html


def test_who_types_a_pages_name_gets_the_page_first(client_for, admin, in_scope):
    make_lead(first_name="Setta", last_name="Ruiz")
    client = client_for(admin)

    assert found(client, "sett").index("/w/acme/settings/") < found(client, "sett").index("Setta Ruiz")
    assert found(client, "setta").index("Setta Ruiz")


def test_more_than_a_few_lead_on_to_the_list(client_for, marketer, in_scope):
    for number in range(8):
        make_lead(first_name="Ana", last_name=f"N{number}", email=f"n{number}@x.es")

    assert "/w/acme/leads/?search=ana" in found(client_for(marketer), "ana")


def test_the_page_without_scripts_gives_the_same(client_for, marketer, in_scope):
    make_lead(first_name="Lucía", last_name="Fernández")
    html = page(client_for(marketer), "lucia")

    assert "<h1>Search: lucia</h1>" in html
    assert "Lucía Fernández" in html


@pytest.mark.parametrize("text", ["", "  ", "?", "%", "'", "\x00", "a" * 5000, "🦄", "--", "*"])
def test_whatever_is_typed_it_answers(client_for, marketer, in_scope, text):
    client = client_for(marketer)

    assert client.get(URL, {"q": text, "recent": text}, headers=PART).status_code == 200
    assert client.get(URL, {"q": text}).status_code == 200


def test_a_search_costs_few_statements_however_many_are_found(
    client_for, admin, in_scope, django_assert_max_num_queries
):
    client = client_for(admin)
    for number in range(8):
        make_lead(first_name="Ana", last_name=f"N{number}", email=f"n{number}@x.es")
    found(client, "ana")

    with django_assert_max_num_queries(16):
        found(client, "ana n")


def test_the_number_of_results_is_announced(client_for, marketer, in_scope):
    make_lead(first_name="Zoe", last_name="Ruiz", created_at=timezone.now())

    answer = client_for(marketer).get(URL, {"q": "zoe"}, headers=PART)

    assert answer["X-Announce"] == "1%20result"
