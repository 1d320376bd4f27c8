"""A call written down: who has the number, and what becomes of what was said."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from capture.models import Inquiry
from capture.services import process
from core.scope import workspace_scope
from leads.models import Activity, ConsentRecord, Lead, Source, Task
from leads.services import merging
from tests.factories.conversion import make_account, make_contact
from tests.factories.leads import make_lead


pytestmark = pytest.mark.django_db
CALL, LOOK = "/w/acme/calls/create/", "/w/acme/calls/lookup/"
SAID = {"phone": "600 123 456", "direction": "inbound", "outcome": "interested", "key": "k1"}


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def ana(in_scope):
    return make_lead(first_name="Ana", last_name="Ruiz", company="Reformas Sol", phone="600123456")


def kinds(lead):
    return sorted(Activity.objects.filter(lead_id=lead.pk).values_list("kind", flat=True))


@pytest.mark.parametrize(
    "typed", ["600123456", "600 12 34 56", "+34 600 123 456", "0034600123456", "600-123-456"]
)
def test_the_caller_is_found_however_the_number_is_written(person, ana, typed):
    html = person.post(LOOK, {"phone": typed}).content.decode()

    assert "Ana Ruiz" in html
    assert f'value="{ana.pk}" checked' in html


def test_half_a_number_finds_who_it_may_be_and_chooses_nobody(person, ana):
    html = person.post(LOOK, {"phone": "60012"}).content.decode()

    assert "Ana Ruiz" in html
    assert "Numbers that begin so" in html
    assert "checked" not in html


def test_four_digits_ask_nothing(person, ana):
    answer = person.post(LOOK, {"phone": "6001"})

    assert "Ana" not in answer.content.decode()
    assert answer["X-Announce"] == ""


def test_a_number_given_up_in_a_merge_and_one_of_a_contact_are_known(person, ana):
    other = make_lead(first_name="Ana", last_name="Ruiz", phone="911000000")
    merging.merge(winner=ana, loser=other, by=None, at=timezone.now())
    make_contact(make_account("Obras Luna"), first_name="Luz", phone="+34911000000")

    html = person.post(LOOK, {"phone": "911 000 000"}).content.decode()

    assert "Ana Ruiz" in html
    assert "Luz" in html
    assert "Obras Luna" in html


def test_a_rep_is_told_nothing_of_leads_of_others(client_for, rep, ana):
    html = client_for(rep).post(LOOK, {"phone": "600123456"}).content.decode()

    assert "Ana" not in html
    assert "Nobody you can see" in html


def test_a_new_caller_becomes_a_lead_by_the_one_road(person, in_scope):
    Source.objects.get_or_create(slug="phone", defaults={"name": "Phone", "channel": "phone"})

    answer = person.post(CALL, SAID | {"full_name": "Eva Mora", "need": "Bathroom", "note": "In a hurry"})

    inquiry = Inquiry.objects.get()
    lead = Lead.objects.get()
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"/leads/{lead.pk}/")
    assert (inquiry.channel, inquiry.state, inquiry.lead_id) == ("phone", "accepted", lead.pk)
    assert b"Bathroom" in bytes(inquiry.raw)
    assert (lead.first_name, lead.phone_e164, lead.need) == ("Eva", "+34600123456", "Bathroom")
    assert lead.last_source.slug == "phone"
    assert kinds(lead) == ["call", "created", "inquiry"]
    call = Activity.objects.get(kind="call")
    assert call.data == {"outcome": "interested", "note": "In a hurry", "direction": "inbound"}
    assert call.by_id is not None


def test_the_chosen_lead_gets_the_call_whatever_name_and_number_were_written(person, ana):
    person.post(CALL, SAID | {"lead": ana.pk, "phone": "699 999 999", "full_name": "Her brother"})

    assert Lead.objects.count() == 1
    assert Inquiry.objects.get().lead_id == ana.pk
    assert "call" in kinds(ana)


def test_a_call_of_ours_is_no_inquiry_of_theirs(person, ana):
    person.post(CALL, SAID | {"lead": ana.pk, "direction": "outbound"})

    ana.refresh_from_db()
    assert Inquiry.objects.get().reason == "outbound"
    assert kinds(ana) == ["call"]
    assert ana.last_inquiry_at is None


def test_a_consent_said_on_the_phone_is_in_the_ledger_with_who_heard_it(person, marketer, ana):
    person.post(CALL, SAID | {"lead": ana.pk, "consent": "on", "consent_text": "You may write to me."})

    record = ConsentRecord.objects.get()
    assert (record.is_given, record.basis, record.source, record.channel) == (
        True,
        "consent",
        "phone",
        "phone",
    )
    assert (record.text, record.by) == ("You may write to me.", marketer.user_id)


def test_calling_back_is_a_task_of_who_took_the_call(person, marketer, workspace, ana):
    zone = ZoneInfo(workspace.time_zone)
    when = (timezone.now() + timedelta(days=1)).astimezone(zone).strftime("%Y-%m-%dT%H:%M")

    person.post(CALL, SAID | {"lead": ana.pk, "outcome": "call_back", "call_back_at": when})

    task = Task.objects.get()
    assert (task.lead_id, task.assignee_id) == (ana.pk, marketer.user_id)
    assert task.due_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") == when


def test_the_same_form_sent_twice_is_one_call(person, in_scope):
    first, second = person.post(CALL, SAID), person.post(CALL, SAID)

    assert first["Location"] == second["Location"]
    assert Inquiry.objects.count() == 1
    assert Activity.objects.filter(kind="call").count() == 1


def test_the_same_form_with_other_words_is_refused_and_keeps_them(person, in_scope):
    person.post(CALL, SAID)

    answer = person.post(CALL, SAID | {"note": "One thing more"})

    assert answer.status_code == 409
    assert "One thing more" in answer.content.decode()
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phone": "12"}, "Enter a phone number such as"),
        ({"phone": ""}, "Give a phone number, an e-mail address or a company."),
        ({"outcome": ""}, "This field is required"),
        ({"outcome": "call_back"}, "Say when to call back."),
        ({"call_back_at": "2020-01-01T10:00"}, "This moment is over."),
        ({"email": "nope"}, "Enter an e-mail address such as"),
        ({"consent": "on", "consent_text": " "}, "Write the words they agreed to."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(person, in_scope, wrong, said):
    answer = person.post(CALL, SAID | {"need": "A new kitchen"} | wrong)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "A new kitchen" in html
    assert not Inquiry.objects.exists()


def test_what_the_filter_holds_back_waits_in_the_inbox_and_is_a_call_once_accepted(person, in_scope):
    answer = person.post(CALL, SAID | {"email": "eva@mailinator.com"})
    inquiry = Inquiry.objects.get()
    assert inquiry.state == "quarantined"
    assert f"open={inquiry.pk}" in answer["Location"]

    person.post(f"/w/acme/inbox/{inquiry.pk}/accept/", {"email": "eva@mailinator.com"})

    assert kinds(Lead.objects.get()) == ["call", "created", "inquiry"]


def test_without_scripts_a_button_looks_the_number_up_and_keeps_what_was_written(person, ana):
    html = person.post(CALL, SAID | {"look": "1", "note": "Half a sentence"}).content.decode()

    assert "Ana Ruiz" in html
    assert "Half a sentence" in html
    assert not Inquiry.objects.exists()


def test_a_rep_who_may_not_see_the_lead_goes_on_with_the_next_call(client_for, rep, workspace):
    answer = client_for(rep).post(CALL, SAID)

    assert answer["Location"] == CALL
    with workspace_scope(workspace.pk):
        assert Lead.objects.count() == 1


def test_a_rep_cannot_name_a_lead_of_others(client_for, rep, ana):
    client_for(rep).post(CALL, SAID | {"lead": ana.pk, "phone": "699 999 999"})

    assert kinds(ana) == []


def test_a_worker_that_comes_later_finds_nothing_to_do(person, in_scope):
    person.post(CALL, SAID)

    process.run(keys=[Inquiry.objects.get().pk], at=timezone.now())

    assert Activity.objects.filter(kind="call").count() == 1
