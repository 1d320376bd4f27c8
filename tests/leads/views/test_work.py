"""The verbs of the lead page: write, plan, edit, assign, qualify, close, consent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Activity, ConsentRecord, Lead, LeadRank, Task
from tests.clients import HTMX
from tests.factories.leads import make_activity, make_lead
from tests.factories.tenants import make_member
from work.models import WorkItem


def test_note(client_for, rep, lead, url):
    response = client_for(rep).post(url("note/"), {"text": "Wants a visit on Monday."})

    assert response.status_code == 303
    assert response["Location"] == url("?changed=1")
    assert Activity.objects.get(kind="note").data["text"] == "Wants a visit on Monday."
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_note_by_htmx_comes_back_empty(client_for, rep, lead, url):
    response = client_for(rep).post(url("note/"), {"text": "Hello"}, headers=HTMX)

    assert response.status_code == 200
    assert response["HX-Trigger"] == "lead-changed"
    assert "Hello" not in response.content.decode()
    assert "Note saved." in response.content.decode()


def test_empty_note_is_refused(client_for, rep, lead, url):
    response = client_for(rep).post(url("note/"), {"text": " "}, headers=HTMX)

    assert response.status_code == 422
    assert "data-focus" in response.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize("part", ["note", "call", "task"])
def test_composer_as_page_and_as_fragment(client_for, rep, lead, url, part):
    client = client_for(rep)

    assert "<html" in client.get(url(f"{part}/")).content.decode()
    assert "<html" not in client.get(url(f"{part}/"), headers=HTMX).content.decode()


def test_call(client_for, rep, lead, url):
    client_for(rep).post(url("call/"), {"outcome": "interested", "note": "Asks for a quote"})

    assert Activity.objects.get(kind="call").data["outcome"] == "interested"
    assert LeadRank.objects.get(pk=lead.pk).contact_status == "connected"


def test_call_without_outcome_is_refused(client_for, rep, lead, url):
    assert client_for(rep).post(url("call/"), {"note": "x"}).status_code == 422


def test_task_done_and_undone(client_for, rep, lead, url):
    client = client_for(rep)
    client.post(url("task/"), {"title": "Visit", "due_at": "2026-11-30T09:00", "assignee_id": rep.user_id})
    task = Task.objects.get()

    client.post(url(f"tasks/{task.pk}/finish/"))
    done = Task.objects.get().done_at
    client.post(url(f"tasks/{task.pk}/reopen/"))

    # nine o'clock in Madrid
    assert task.due_at.isoformat() == "2026-11-30T08:00:00+00:00"
    assert done is not None
    assert Task.objects.get().done_at is None


def test_finishing_twice_is_a_conflict(client_for, rep, lead, url):
    task = Task.objects.create(lead=lead, title="Visit", due_at=timezone.now(), done_at=timezone.now())

    assert client_for(rep).post(url(f"tasks/{task.pk}/finish/")).status_code == 409


def test_task_of_another_lead_is_not_found(client_for, rep, lead, url):
    other = make_lead(first_name="Luis", email="l@x.es")
    task = Task.objects.create(lead=other, title="Visit", due_at=timezone.now() + timedelta(days=1))

    assert client_for(rep).post(url(f"tasks/{task.pk}/finish/")).status_code == 404


def test_assign(client_for, manager, rep, lead, url):
    other = make_member(manager.workspace, "rep", name="Pau Ferrer")

    response = client_for(manager).post(url("assign/"), {"owner_id": other.user_id})

    assert response.status_code == 303
    assert LeadRank.objects.get(pk=lead.pk).owner_id == other.user_id


def test_assign_in_a_dialog_redirects_the_page(client_for, manager, rep, lead, url):
    client = client_for(manager)

    dialog = client.get(url("assign/"), headers=HTMX).content.decode()
    response = client.post(url("assign/"), {"owner_id": manager.user_id}, headers=HTMX)

    assert 'id="dialog-title"' in dialog
    assert response.status_code == 204
    assert response["HX-Redirect"] == url("?changed=1")
    assert LeadRank.objects.get(pk=lead.pk).owner_id == manager.user_id


def test_sales_is_never_left_with_a_lead_of_nobody(client_for, manager, rep, lead, url):
    client = client_for(manager)

    one = client.post(url("assign/"), {"owner_id": ""})
    many = client.post("/w/acme/leads/bulk/assign/", {"lead": [lead.pk], "owner_id": "", "go": "1"})

    assert (one.status_code, many.status_code) == (409, 303)
    assert LeadRank.objects.get(pk=lead.pk).owner_id == rep.user_id


def test_qualify_names_everything_that_is_missing(client_for, rep, lead, url):
    values = {"need": "Kitchen", "budget": "45000", "authority": "decides", "timeline": "now"}

    response = client_for(rep).post(url("qualify/"), values)

    assert response.status_code == 409
    assert "Talk to the person first." in response.content.decode()
    assert LeadRank.objects.get(pk=lead.pk).stage == "sal"


def test_qualify(client_for, rep, lead, url):
    LeadRank.objects.filter(pk=lead.pk).update(contact_status="connected")
    values = {"need": "Kitchen", "budget": "45000", "authority": "decides", "timeline": "now"}

    response = client_for(rep).post(url("qualify/"), values)

    assert response.status_code == 303
    assert LeadRank.objects.get(pk=lead.pk).stage == "sql"
    assert Lead.objects.get(pk=lead.pk).budget == 45000


def test_qualify_without_answers_is_refused_by_field(client_for, rep, lead, url):
    response = client_for(rep).post(url("qualify/"), {"need": ""})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"need", "budget", "authority", "timeline"}


def test_close_and_reopen(client_for, rep, marketer, lead, url):
    client_for(rep).post(url("close/"), {"to_stage": "disqualified", "reason": "no_budget"})
    closed = Lead.objects.get(pk=lead.pk)

    response = client_for(marketer).post(url("reopen/"))

    assert (closed.is_open, closed.closed_reason) == (False, "no_budget")
    assert response.status_code == 303
    assert LeadRank.objects.get(pk=lead.pk).stage == "marketing"


def test_close_needs_a_reason(client_for, rep, lead, url):
    response = client_for(rep).post(url("close/"), {"to_stage": "disqualified", "reason": ""})

    assert response.status_code == 422
    assert LeadRank.objects.get(pk=lead.pk).stage == "sal"


def test_reopening_an_open_lead_is_a_conflict(client_for, rep, lead, url):
    assert client_for(rep).post(url("reopen/")).status_code == 409


def test_consent(client_for, marketer, lead, url):
    values = {"is_given": "yes", "channel": "phone", "text": "May we write to you?", "evidence": "call"}

    response = client_for(marketer).post(url("consent/"), values)

    assert response.status_code == 303
    assert ConsentRecord.objects.get().text == "May we write to you?"
    assert Lead.objects.get(pk=lead.pk).marketing_consent == "given"


def test_consent_needs_the_words(client_for, marketer, lead, url):
    response = client_for(marketer).post(url("consent/"), {"is_given": "yes", "channel": "phone"})

    assert response.status_code == 422
    assert not ConsentRecord.objects.exists()


def test_history(client_for, marketer, rep, lead, url):
    client_for(rep).post(url("facts/budget/"), {"value": "45000", "version": lead.version})

    html = client_for(marketer).get(url("history/")).content.decode()

    assert "€45,000" in html
    assert "Rita Rep" in html


def test_create(client_for, marketer, in_scope):
    response = client_for(marketer).post(
        "/w/acme/leads/new/", {"first_name": "Ana", "email": "ana@sol.es", "need": "A kitchen"}
    )

    lead = Lead.objects.get()
    assert response["Location"] == f"/w/acme/leads/{lead.pk}/?changed=1"
    assert (lead.first_name, lead.email, lead.need) == ("Ana", "ana@sol.es", "A kitchen")


def test_create_finds_the_lead_that_is_here_already(client_for, marketer, lead, url):
    response = client_for(marketer).post(
        "/w/acme/leads/new/", {"company": "Peñalúa", "email": "TOMAS@asador.es"}
    )

    assert response["Location"] == url("?changed=1")
    assert Lead.objects.count() == 1


def test_a_rep_who_creates_a_lead_is_not_sent_to_a_page_they_may_not_see(client_for, rep, in_scope):
    response = client_for(rep).post("/w/acme/leads/new/", {"email": "ana@sol.es"})

    assert response["Location"] == "/w/acme/leads/"


@pytest.mark.parametrize(
    "values", [{}, {"email": "nonsense"}, {"phone": "1"}, {"email": "a@b.es", "source": "999"}]
)
def test_create_refuses(client_for, marketer, in_scope, values):
    response = client_for(marketer).post("/w/acme/leads/new/", values)

    assert response.status_code == 422
    assert not Lead.objects.exists()


READS = ["", "timeline/", "watch/", "history/"]
WRITES = ["note/", "call/", "task/", "facts/city/", "close/", "consent/"]


@pytest.mark.parametrize("tail", [*READS, *WRITES, "assign/", "qualify/"])
def test_another_teams_lead_is_not_found(client_for, workspace, lead, url, tail):
    stranger = make_member(workspace, "rep", name="Other Rep")
    allowed = 403 if tail == "assign/" else 404

    assert client_for(stranger).get(url(tail)).status_code == allowed


@pytest.mark.parametrize("tail", [*WRITES, "assign/", "qualify/"])
def test_a_viewer_may_not_write(client_for, viewer, lead, url, tail):
    assert client_for(viewer).get(url(tail)).status_code == 403
    assert client_for(viewer).post(url(tail)).status_code == 403


def test_unknown_kind_of_activity_does_not_break_the_page(client_for, marketer, lead, url):
    make_activity(lead, "call", outcome=None, seconds="x")
    for seconds in (10**400, -5, 1e308, True):
        make_activity(lead, "page_view", seconds=seconds, url="https://[")
    make_activity(lead, "score_changed", to=None)
    make_activity(lead, "assigned", owner="nobody")

    assert client_for(marketer).get(url()).status_code == 200
