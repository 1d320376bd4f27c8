"""An inquiry beside the lead that it may be of."""

import pytest

from capture.models import Inquiry
from core.scope import workspace_scope
from leads.models import Lead
from leads.services import indexing
from tests.factories.capture import make_inquiry
from tests.factories.leads import make_lead


pytestmark = pytest.mark.django_db
INBOX = "/w/acme/inbox/"


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def ana(workspace):
    """A lead that is found by its keys."""
    with workspace_scope(workspace.pk):
        lead = make_lead(
            first_name="Ana", last_name="Ruiz", company="Reformas Sol", email="ana@reformassol.es", phone="600 11 22 33"
        )  # fmt: skip
        indexing.reindex([lead])
    return lead


def held(workspace, **payload):
    with workspace_scope(workspace.pk):
        return make_inquiry(payload, state="quarantined", reason="spam_words")


def test_the_inbox_offers_to_compare_with_who_it_may_be(person, workspace, ana):
    inquiry = held(workspace, email="ana.ruiz@gmail.com", full_name="Ana Ruiz", company="Reformas Sol S.L.")

    html = person.get(INBOX).content.decode()

    assert 'data-key="d"' in html
    assert "Same name, Same company" in html
    page = person.get(f"{INBOX}{inquiry.pk}/compare/").content.decode()
    assert "<b>ana.ruiz@gmail.com</b>" in page
    assert "<b>ana@reformassol.es</b>" in page
    assert "600 11 22 33" in page
    assert "60 of 100" in page


def test_the_same_is_accepted_and_both_leads_stand_side_by_side_to_be_merged(person, workspace, ana):
    inquiry = held(workspace, email="ana.ruiz@gmail.com", full_name="Ana Ruiz", company="Reformas Sol")

    answer = person.post(f"{INBOX}{inquiry.pk}/compare/{ana.pk}/")

    with workspace_scope(workspace.pk):
        inquiry.refresh_from_db()
        assert Lead.objects.count() == 2
    assert answer["Location"] == f"/w/acme/leads/{ana.pk}/merge/{inquiry.lead_id}/"
    assert person.get(answer["Location"]).status_code == 200


def test_the_very_address_adds_to_the_lead(person, workspace, ana):
    inquiry = held(workspace, email="ANA@reformassol.es", full_name="A. Ruiz")

    page = person.get(f"{INBOX}{inquiry.pk}/compare/?next={INBOX}%3Fstate%3Dspam").content.decode()

    assert "Accept: adds to this lead" in page
    assert f'value="{INBOX}?state=spam"' in page
    person.post(f"{INBOX}{inquiry.pk}/accept/", {})
    with workspace_scope(workspace.pk):
        inquiry.refresh_from_db()
    assert (inquiry.lead_id, inquiry.corrections) == (ana.pk, {})


def test_nobody_like_it_is_no_fault(person, workspace, ana):
    stranger = held(workspace, email="noa@mar.es", full_name="Noa Mar")
    nobody = held(workspace)

    assert 'data-key="d"' not in person.get(f"{INBOX}?open={stranger.pk}").content.decode()
    for inquiry in (stranger, nobody):
        page = person.get(f"{INBOX}{inquiry.pk}/compare/?next=https://evil.test/&lead=x")
        assert "No lead is like this inquiry." in page.content.decode()
        assert 'href="https://evil' not in page.content.decode()


def test_what_was_accepted_meanwhile_is_told(person, workspace, ana):
    inquiry = held(workspace, email="ana@reformassol.es")
    person.post(f"{INBOX}{inquiry.pk}/accept/", {})

    assert person.post(f"{INBOX}{inquiry.pk}/compare/{ana.pk}/").status_code == 409
    assert person.post(f"{INBOX}{inquiry.pk}/compare/999999/").status_code == 404
    with workspace_scope(workspace.pk):
        assert Inquiry.objects.accepted().count() == 1
