"""The page that converts a lead."""

import pytest

from conversion.models import Account, Contact, Conversion, Opportunity
from leads.models import LeadRank
from tests.clients import HTMX
from tests.factories.conversion import make_account, make_contact, make_qualified
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member


@pytest.fixture
def lead(pipeline, rep):
    return make_qualified(rep)


@pytest.fixture
def url(lead):
    return f"/w/acme/leads/{lead.pk}/convert/"


def filled(response, **changes):
    """Return what a browser would send back of the form."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | changes).items() if value not in (None, False)}


def test_everything_is_filled_in(client_for, rep, lead, url):
    client = client_for(rep)

    response = client.post(url, filled(client.get(url)))

    made = Conversion.objects.get()
    assert (response.status_code, response["Location"]) == (
        303,
        f"/w/acme/opportunities/{made.opportunity_id}/",
    )
    assert (made.opportunity.name, made.opportunity.amount) == ("Reformas Sol", 12_000)
    assert made.by == rep.user_id


def test_a_likely_match_is_chosen_and_says_why(client_for, rep, lead, url):
    account = make_account("Reformas Sol", website="https://reformassol.es")
    contact = make_contact(account)
    client = client_for(rep)

    page = client.get(url)
    client.post(url, filled(page))

    assert "Same e-mail" in page.content.decode()
    assert "Same domain" in page.content.decode()
    made = Conversion.objects.get()
    assert (made.account_id, made.contact_id) == (account.pk, contact.pk)


def test_new_records_instead_of_the_match(client_for, rep, lead, url):
    make_contact(make_account("Reformas Sol", website="https://reformassol.es"))
    client = client_for(rep)

    client.post(url, filled(client.get(url), account="new", contact="new"))

    assert (Account.objects.count(), Contact.objects.count()) == (2, 2)


def test_a_contact_of_another_account_is_refused(client_for, rep, lead, url):
    make_contact(make_account("Reformas Sol", website="https://reformassol.es"))
    client = client_for(rep)

    response = client.post(url, filled(client.get(url), account="new"))

    assert response.status_code == 422
    assert "belongs to another account" in response.content.decode()
    assert not Conversion.objects.exists()


def test_another_account_is_found_by_name(client_for, rep, lead, url):
    account = make_account("Grupo Levante")
    client = client_for(rep)

    page = client.get(f"{url}?search=levante")
    response = client.post(url, filled(page))

    assert response.status_code == 303
    assert Conversion.objects.get().account_id == account.pk


def test_nothing_found(client_for, rep, lead, url):
    assert "No other account" in client_for(rep).get(f"{url}?search=xyz").content.decode()


def test_no_opportunity(client_for, rep, lead, url):
    client = client_for(rep)

    response = client.post(url, filled(client.get(url), with_deal=False))

    made = Conversion.objects.get()
    assert made.opportunity is None
    assert response["Location"] == f"/w/acme/accounts/{made.account_id}/"


@pytest.mark.parametrize(
    "changes",
    [{"amount": "-1"}, {"amount": "much"}, {"close_on": "31-31-31"}, {"account": "77777"}, {"stage_id": "x"}],
)
def test_wrong_values(client_for, rep, lead, url, changes):
    client = client_for(rep)

    response = client.post(url, filled(client.get(url), **changes))

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert LeadRank.objects.get(pk=lead.pk).stage == "sql"


def test_without_a_pipeline_it_says_so(client_for, in_scope, rep):
    lead = make_qualified(rep)
    client = client_for(rep)
    url = f"/w/acme/leads/{lead.pk}/convert/"

    response = client.post(url, filled(client.get(url)))

    assert response.status_code == 422
    assert not Account.objects.exists()


def test_in_the_dialog(client_for, rep, lead, url):
    client = client_for(rep)
    page = client.get(url, headers=HTMX)

    bad = client.post(url, filled(page, amount="x"), headers=HTMX)
    good = client.post(url, filled(page), headers=HTMX)

    assert "<html" not in page.content.decode() + bad.content.decode()
    assert (bad.status_code, good.status_code) == (422, 204)
    assert good["HX-Redirect"].startswith("/w/acme/opportunities/")


def test_a_repeat_leads_to_what_it_became(client_for, rep, lead, url):
    client = client_for(rep)
    values = filled(client.get(url))
    first = client.post(url, values)

    again = client.post(url, values)

    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert client.get(url)["Location"] == first["Location"]
    assert Opportunity.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_too_early(client_for, pipeline, rep, headers):
    lead = make_lead(email="ana@sol.es", stage="sal", owner=rep.user)

    response = client_for(rep).get(f"/w/acme/leads/{lead.pk}/convert/", headers=headers)

    assert response.status_code == 409
    assert "Qualify the lead first." in response.content.decode()


def test_who_may(client_for, workspace, manager, marketer, viewer, lead, url):
    assert client_for(manager).get(url).status_code == 200
    assert client_for(marketer).get(url).status_code == 403
    assert client_for(viewer).post(url).status_code == 403
    assert client_for(make_member(workspace, "rep")).get(url).status_code == 404


def test_undo(client_for, rep, lead, url):
    client = client_for(rep)
    client.post(url, filled(client.get(url)))

    response = client.post(f"{url}undo/", {"next": "/w/acme/opportunities/1/"})

    assert response["Location"] == f"/w/acme/leads/{lead.pk}/?changed=1"
    assert not Conversion.objects.exists()
    assert client.post(f"{url}undo/").status_code == 409


def test_the_lead_page_offers_it_only_when_it_is_time(client_for, rep, viewer, lead, url):
    early = make_lead(email="eva@luna.es", stage="sal", owner=rep.user)

    assert url in client_for(rep).get(f"/w/acme/leads/{lead.pk}/").content.decode()
    assert url not in client_for(viewer).get(f"/w/acme/leads/{lead.pk}/").content.decode()
    assert "/convert/" not in client_for(rep).get(f"/w/acme/leads/{early.pk}/").content.decode()


def test_the_lead_page_shows_whom_we_know_and_what_it_became(client_for, rep, lead, url):
    account = make_account("Reformas Sol", website="https://reformassol.es")
    client = client_for(rep)

    before = client.get(f"/w/acme/leads/{lead.pk}/").content.decode()
    client.post(url, filled(client.get(url)))
    after = client.get(f"/w/acme/leads/{lead.pk}/").content.decode()

    assert "Known already" in before
    assert "Same domain" in before
    assert f"/w/acme/accounts/{account.pk}/" in after
    assert f"/w/acme/opportunities/{Opportunity.objects.get().pk}/" in after
