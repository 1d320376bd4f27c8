"""A cold list: brought in with its basis chosen, and called one by one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from leads.models import Activity, Lead, LeadRank, Task
from tests.capture import importing


pytestmark = pytest.mark.django_db
LIST = """Nombre,Telefono
Eva Mora,600 111 222
Luis Pla,600 333 444
Sin Numero,
"""
MADRID = ZoneInfo("Europe/Madrid")
# A Friday evening where Acme is.
FRIDAY = datetime(2027, 3, 12, 18, tzinfo=UTC)
COLUMNS = {"Nombre": "full_name", "Telefono": "phone"}


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def batch(in_scope, marketer):
    told = {"origin": "cold", "basis": "interest"}
    return importing.imported(LIST, by=marketer.user_id, columns=COLUMNS, **told)


def url(batch):
    return f"/w/acme/imports/{batch.pk}/calls/"


def call(person, batch, name, outcome, **said):
    lead = Lead.objects.get(first_name=name)
    return person.post(url(batch), {"lead": lead.pk, "outcome": outcome, "reason": "no_need", **said})


def test_a_cold_list_begins_with_origin_and_basis_chosen_and_what_it_is_for(person, workspace):
    html = person.get("/w/acme/imports/create/cold/").content.decode()

    assert 'value="cold" selected' in html
    assert 'value="interest" selected' in html
    assert "no marketing mail until they agree" in html


def test_the_page_of_the_import_offers_to_call_it(person, batch):
    assert url(batch) in person.get(f"/w/acme/imports/{batch.pk}/run/").content.decode()


def test_every_outcome_shows_the_next_and_those_without_a_number_are_left_out(person, batch):
    page = person.get(url(batch)).content.decode()
    assert "Eva Mora" in page
    assert "2 to call" in page

    call(person, batch, "Eva", "no_answer")
    page = person.get(url(batch)).content.decode()
    assert "Luis Pla" in page
    assert "1 to call" in page

    call(person, batch, "Luis", "connected")
    assert "Nobody of this list is left" in person.get(url(batch)).content.decode()
    assert LeadRank.objects.get(lead__first_name="Luis").contact_status == "connected"


def test_who_is_no_fit_is_disqualified_with_the_reason(person, batch):
    call(person, batch, "Eva", "not_a_fit", reason="no_budget")

    lead = Lead.objects.get(first_name="Eva")
    assert (lead.closed_reason, lead.is_open) == ("no_budget", False)
    assert Activity.objects.filter(lead=lead, kind="call").count() == 1


@time_machine.travel(FRIDAY, tick=False)
def test_calling_back_without_a_moment_is_a_task_of_the_next_working_morning(batch, client_for, marketer):
    call(client_for(marketer), batch, "Eva", "call_back")

    task = Task.objects.get()
    assert task.assignee_id == marketer.user_id
    assert task.due_at == datetime(2027, 3, 15, 9, tzinfo=MADRID)


@time_machine.travel(FRIDAY, tick=False)
def test_calling_back_is_a_task_of_the_moment_told(batch, client_for, marketer):
    call(client_for(marketer), batch, "Eva", "call_back", call_back_at="2027-03-13T17:30")

    assert Task.objects.get().due_at == datetime(2027, 3, 13, 17, 30, tzinfo=MADRID)


@time_machine.travel(FRIDAY, tick=False)
def test_the_form_offers_the_next_working_morning(batch, client_for, marketer):
    assert 'value="2027-03-15T09:00"' in client_for(marketer).get(url(batch)).content.decode()


def test_two_who_call_the_same_one_write_it_down_once(person, batch):
    assert call(person, batch, "Eva", "no_answer").status_code == 303
    assert call(person, batch, "Eva", "no_answer").status_code == 409
    assert Activity.objects.filter(kind="call").count() == 1


def test_a_moment_that_is_over_is_said_beside_its_field(person, batch):
    answer = call(person, batch, "Eva", "call_back", call_back_at="2020-01-01T09:00", note="Busy")

    assert answer.status_code == 422
    assert "This moment is over" in answer.content.decode()
    assert "Busy" in answer.content.decode()
    assert not Task.objects.exists()


def test_a_list_of_another_kind_is_not_called_here(person, in_scope, marketer):
    batch = importing.imported(by=marketer.user_id)

    assert person.get(url(batch)).status_code == 404
