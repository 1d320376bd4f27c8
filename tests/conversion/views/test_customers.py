"""Lists, pages and forms of accounts and contacts."""

import pytest

from conversion.models import Account, Contact
from tests.factories.conversion import make_account, make_contact


def test_list_finds_and_sorts(client_for, viewer, in_scope):
    for name in ("Sol Norte", "Luna", "Sol"):
        make_account(name)
    client = client_for(viewer)

    found = client.get("/w/acme/accounts/?search=sol").context["rows"]
    down = client.get("/w/acme/accounts/?ordering=-name").context["rows"]

    assert [row.name for row in found] == ["Sol", "Sol Norte"]
    assert [row.name for row in down] == ["Sol Norte", "Sol", "Luna"]


def test_empty_and_nothing_found(client_for, viewer, in_scope):
    client = client_for(viewer)

    assert "Nobody yet" in client.get("/w/acme/contacts/").content.decode()
    assert "Nothing matches" in client.get("/w/acme/contacts/?search=zzz").content.decode()


@pytest.mark.parametrize(("query", "status"), [("cursor=x", 200), (f"search={'x' * 300}", 400)])
def test_damaged_addresses(client_for, viewer, in_scope, query, status):
    response = client_for(viewer).get(f"/w/acme/accounts/?{query}")

    assert response.status_code == status
    assert "means nothing here" in response.content.decode()


def test_account_made_and_changed(client_for, rep, in_scope):
    client = client_for(rep)

    made = client.post("/w/acme/accounts/new/", {"name": "Sol", "country": "ES", "owner_id": rep.user_id})
    account = Account.objects.get()
    page = f"/w/acme/accounts/{account.pk}/"
    saved = client.post(f"{page}edit/", {"name": "Sol", "city": "Sevilla", "version": 1})
    late = client.post(f"{page}edit/", {"name": "Sol", "city": "Cádiz", "version": 1})

    assert (made.status_code, made["Location"]) == (303, page)
    assert (saved.status_code, late.status_code) == (303, 409)
    assert Account.objects.get().city == "Sevilla"


@pytest.mark.parametrize(
    "values", [{"name": ""}, {"name": "X" * 201}, {"name": "X", "employees": "-2"}, {"name": "a\x00b"}]
)
def test_wrong_accounts(client_for, rep, in_scope, values):
    response = client_for(rep).post("/w/acme/accounts/new/", values)

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Account.objects.exists()


def test_contact_made_and_changed(client_for, rep, in_scope):
    account = make_account(country="ES")
    client = client_for(rep)

    client.post(f"/w/acme/accounts/{account.pk}/contacts/new/", {"first_name": "Ana", "phone": "600 111 222"})
    contact = Contact.objects.get()
    saved = client.post(
        f"/w/acme/contacts/{contact.pk}/edit/", {"first_name": "Ana", "email": "ana@sol.es", "version": 1}
    )

    assert contact.phone_e164 == "+34600111222"
    assert saved.status_code == 303
    assert Contact.objects.get().email_norm == "ana@sol.es"


@pytest.mark.parametrize("values", [{}, {"email": "ana@"}, {"job_title": "CEO"}])
def test_wrong_contacts(client_for, rep, in_scope, values):
    page = f"/w/acme/accounts/{make_account().pk}/contacts/new/"

    assert client_for(rep).post(page, values).status_code == 422
    assert not Contact.objects.exists()


def test_names_are_text_not_markup(client_for, viewer, in_scope):
    make_contact(make_account("<b>Sol</b>"), first_name="<script>alert(1)</script>")

    for page in ("accounts/", "contacts/"):
        html = client_for(viewer).get(f"/w/acme/{page}").content.decode()
        assert "<b>Sol" not in html
        assert "<script>alert" not in html
