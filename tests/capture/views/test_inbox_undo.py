"""Taking back that an inquiry was accepted: exactly, or not at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from capture.models import Inquiry
from leads.models import Activity, Lead
from leads.services import notes
from tests.factories.capture import make_inquiry
from tests.factories.leads import make_lead
from tests.leads.inferring import infer, rule, told


pytestmark = pytest.mark.django_db
INBOX = "/w/acme/inbox/"
FACTS = {"email": "eva@mora", "full_name": "Eva Mora", "consent": True}


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def held(in_scope):
    return make_inquiry(FACTS, state="quarantined")


def accept(person, inquiry, email="eva@mora.es"):
    return person.post(f"{INBOX}{inquiry.pk}/accept/", {"email": email}, follow=True)


def undo(person, inquiry):
    return person.post(f"{INBOX}{inquiry.pk}/undo-accept/")


def test_the_inquiry_is_where_it_was_and_the_lead_it_made_is_gone(person, held):
    page = accept(person, held)
    assert "undo-accept" in page.content.decode()

    assert undo(person, held).status_code == 303

    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.reason, inquiry.lead_id) == ("quarantined", "bad_email", None)
    assert (inquiry.corrections, inquiry.values["email"], inquiry.findings["email"]) == (
        {},
        "eva@mora",
        "eva@mora",
    )
    assert not Lead.objects.exists()
    assert not Activity.objects.exists()


def test_it_can_be_accepted_again(person, held):
    accept(person, held)
    undo(person, held)

    accept(person, held)

    assert Lead.objects.get().email == "eva@mora.es"


def test_what_was_added_to_a_known_lead_stays_and_the_page_says_why(person, held):
    lead = make_lead(email="eva@mora.es", created_at=timezone.now() - timedelta(days=9))

    page = accept(person, held).content.decode()

    assert "added to a lead that was there before" in page
    answer = undo(person, held)
    assert answer.status_code == 409
    assert "added to a lead that was there before" in answer.content.decode()
    assert Lead.objects.get().pk == lead.pk


def test_a_note_on_the_lead_means_that_somebody_works_with_it(person, held):
    accept(person, held)
    notes.add(lead=Lead.objects.get(), text="Called", by=None, at=timezone.now())

    answer = undo(person, held)

    assert answer.status_code == 409
    assert "Something has happened with its lead since." in answer.content.decode()
    assert Inquiry.objects.get().state == "accepted"


def test_what_an_inference_says_of_the_lead_is_nobodys_work(person, held):
    rule({"field": "person.name", "op": "contains", "value": "mora"})
    accept(person, held)
    lead = Lead.objects.get()
    infer(lead, at=timezone.now())
    assert told(lead)

    assert undo(person, held).status_code == 303
    assert not Lead.objects.exists()


def test_a_second_inquiry_of_the_person_holds_the_lead(person, held):
    accept(person, held)
    other = make_inquiry({"email": "eva@mora.es", "full_name": "Eva Mora", "x": 1}, state="quarantined")
    accept(person, other)

    assert undo(person, held).status_code == 409
    assert Lead.objects.count() == 1


def test_a_day_later_it_stands(person, held):
    accept(person, held)
    Inquiry.objects.update(processed_at=timezone.now() - timedelta(days=2))

    assert undo(person, held).status_code == 409


def test_twice_is_once(person, held):
    accept(person, held)

    assert [undo(person, held).status_code, undo(person, held).status_code] == [303, 409]
