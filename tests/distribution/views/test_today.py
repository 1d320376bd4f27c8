"""Today's page: the next lead, and one POST per answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from distribution.models import HandOff
from leads.models import Activity, LeadRank, Task
from tests.clients import HTMX
from tests.factories.distribution import make_hand_off, make_reason
from tests.factories.leads import make_activity, make_lead
from tests.factories.tenants import make_member


TODAY = "/w/acme/today/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def offered(in_scope, rep, now):
    """A lead that waits for Rita's answer."""
    lead = make_lead(
        first_name="Ana",
        last_name="Ruiz",
        phone="+34600000112",
        stage="mql",
        owner=rep.user,
        light="green",
        grade="A",
        score=91,
    )
    make_activity(lead, "inquiry", now, message="We want to renovate the shop.")
    make_hand_off(lead, rep, now)
    return lead


@pytest.fixture
def accepted(in_scope, rep, now):
    """A lead that Rita accepted and has not called yet."""
    lead = make_lead(company="Hotel Sotoverde", stage="sal", owner=rep.user, light="green", grade="B")
    make_hand_off(lead, rep, now, state="accepted", answered_at=now)
    return lead


def test_today_shows_a_rep_the_next_lead(offered, rep, client_for):
    page = client_for(rep).get(TODAY).content.decode()

    assert "Ana Ruiz" in page
    assert "We want to renovate the shop." in page
    assert "Accept" in page
    assert f'action="/w/acme/today/{offered.pk}/accept/"' in page


def test_today_without_leads_says_so(rep, client_for):
    assert "All done for today" in client_for(rep).get(TODAY).content.decode()


def test_today_is_a_fragment_for_htmx(offered, rep, client_for):
    page = client_for(rep).get(TODAY, headers=HTMX).content.decode()

    assert page.lstrip().startswith('<div id="work"')


def test_today_puts_the_late_first_then_clocks_then_steps_then_leads_without_one(
    in_scope, rep, client_for, now
):
    idle = make_lead(company="Idle", stage="sal", owner=rep.user, contact_status="connected")
    step = make_lead(company="Step", stage="sql", owner=rep.user, contact_status="connected")
    Task.objects.create(lead=step, title="Call", due_at=now + timedelta(seconds=5), assignee=rep.user)
    clock = make_lead(company="Clock", stage="mql", owner=rep.user)
    make_hand_off(clock, rep, now)
    late = make_lead(company="Late", stage="sal", owner=rep.user, contact_status="connected")
    Task.objects.create(lead=late, title="Call", due_at=now - timedelta(hours=1), assignee=rep.user)
    far = make_lead(company="Far", stage="sal", owner=rep.user, contact_status="connected")
    Task.objects.create(lead=far, title="Call", due_at=now + timedelta(days=9), assignee=rep.user)

    page = client_for(rep).get(TODAY).content.decode()

    order = [page.index(f"/leads/{late.pk}/")] + [
        page.index(f"lead={lead.pk}") for lead in (clock, step, idle)
    ]
    assert order == sorted(order)
    assert f"lead={far.pk}" not in page


def test_leave_for_later_puts_the_lead_at_the_end(offered, accepted, rep, client_for):
    page = client_for(rep).get(f"{TODAY}?later={offered.pk}").content.decode()

    assert page.index(f"/leads/{accepted.pk}/") < page.index(f"lead={offered.pk}")


@pytest.mark.parametrize("query", ["?later=x,%00,999999999999999999999", "?lead=abc", "?later=1,,2"])
def test_today_survives_any_query(offered, rep, client_for, query):
    assert client_for(rep).get(TODAY + query).status_code == 200


def test_accept_shows_the_card_for_the_first_call(offered, rep, client_for):
    answer = client_for(rep).post(f"{TODAY}{offered.pk}/accept/", headers=HTMX)

    assert answer.status_code == 200
    assert LeadRank.objects.get().stage == "sal"
    assert f'action="/w/acme/today/{offered.pk}/call/"' in answer.content.decode()


def test_accept_without_htmx_goes_back_to_today(offered, rep, client_for):
    answer = client_for(rep).post(f"{TODAY}{offered.pk}/accept/")

    assert (answer.status_code, answer["Location"]) == (303, f"{TODAY}?lead={offered.pk}")


def test_accept_of_a_lead_that_somebody_answered_says_so(accepted, rep, client_for):
    answer = client_for(rep).post(f"{TODAY}{accepted.pk}/accept/", headers=HTMX)

    assert answer.status_code == 409
    assert "does not wait for an answer" in answer.content.decode()


def test_return_needs_a_reason(offered, rep, client_for):
    answer = client_for(rep).post(f"{TODAY}{offered.pk}/return/", {"note": "No"})

    assert answer.status_code == 422
    assert "Choose a reason." in answer.content.decode()
    assert HandOff.objects.get().state == "offered"


def test_return_sends_the_lead_to_marketing(offered, rep, client_for):
    make_reason()

    answer = client_for(rep).post(f"{TODAY}{offered.pk}/return/", {"reason": "no-need"})

    assert answer.status_code == 303
    assert LeadRank.objects.get().stage == "marketing"


def test_call_saves_outcome_note_and_the_suggested_step(accepted, rep, client_for):
    answer = client_for(rep).post(
        f"{TODAY}{accepted.pk}/call/", {"outcome": "no_answer", "note": "Voice mail"}, headers=HTMX
    )

    assert answer.status_code == 200
    assert Activity.objects.get(kind="call").data == {"outcome": "no_answer", "note": "Voice mail"}
    assert LeadRank.objects.get().contact_status == "attempting"
    assert (Task.objects.get().title, Task.objects.get().assignee_id) == ("Call again", rep.user_id)
    assert "/today/undo/" in answer.content.decode()


def test_call_finishes_the_step_it_was(accepted, rep, client_for, now):
    task = Task.objects.create(lead=accepted, title="Call", due_at=now, assignee=rep.user)

    client_for(rep).post(
        f"{TODAY}{accepted.pk}/call/", {"outcome": "connected", "task_id": task.pk, "step": "none"}
    )

    task.refresh_from_db()
    assert task.done_at is not None
    assert Task.objects.count() == 1


def test_call_without_an_outcome_keeps_what_was_typed(accepted, rep, client_for):
    answer = client_for(rep).post(f"{TODAY}{accepted.pk}/call/", {"note": "Kept words"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose how the call went." in page
    assert "Kept words" in page
    assert not Activity.objects.filter(kind="call").exists()


def test_a_call_that_shows_no_fit_leads_to_the_return(accepted, rep, client_for):
    answer = client_for(rep).post(f"{TODAY}{accepted.pk}/call/", {"outcome": "not_a_fit"}, headers=HTMX)

    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/w/acme/leads/{accepted.pk}/return/")


def test_news_come_once(offered, workspace, rep, client_for, now):
    client = client_for(rep)
    seen = str(HandOff.objects.get().pk)
    quiet = client.get(f"{TODAY}news/?seen={seen}", headers=HTMX)
    make_hand_off(make_lead(company="New", stage="mql", owner=rep.user), rep, now)

    told = client.get(f"{TODAY}news/?seen={seen}", headers=HTMX)

    assert quiet.status_code == 204
    assert "Another lead waits for you." in told.content.decode()
    assert "HX-Refresh" not in told.headers


def test_news_redraw_an_empty_list(offered, rep, client_for):
    answer = client_for(rep).get(f"{TODAY}news/?seen=0", headers=HTMX)

    assert answer.headers["HX-Refresh"] == "true"


def undo_url(page: str) -> str:
    start = page.index("/w/acme/today/undo/")
    return page[start : page.index('"', start)]


def test_undo_takes_the_call_back_once(accepted, rep, client_for):
    client = client_for(rep)
    page = client.post(f"{TODAY}{accepted.pk}/call/", {"outcome": "connected"}, headers=HTMX).content.decode()

    first, second = client.post(undo_url(page)), client.post(undo_url(page))

    assert (first.status_code, second.status_code) == (303, 409)
    assert not Activity.objects.filter(kind="call").exists()
    assert not Task.objects.exists()
    assert LeadRank.objects.get().contact_status == "not_contacted"


def test_undo_of_a_damaged_link_is_refused(accepted, rep, client_for):
    assert client_for(rep).post("/w/acme/today/undo/nonsense/").status_code == 409


def test_undo_by_somebody_else_is_refused(accepted, rep, manager, client_for):
    page = (
        client_for(rep)
        .post(f"{TODAY}{accepted.pk}/call/", {"outcome": "connected"}, headers=HTMX)
        .content.decode()
    )

    assert client_for(manager).post(undo_url(page)).status_code == 409
    assert Activity.objects.filter(kind="call").exists()


@pytest.mark.parametrize("verb", ["accept", "return", "call"])
def test_another_reps_lead_is_not_there(offered, workspace, client_for, verb):
    stranger = make_member(workspace, "rep")

    assert client_for(stranger).post(f"{TODAY}{offered.pk}/{verb}/").status_code == 404


@pytest.mark.parametrize("role", ["marketer", "viewer"])
@pytest.mark.parametrize("verb", ["accept", "return", "call"])
def test_who_does_not_work_leads_may_not_answer(offered, workspace, client_for, role, verb):
    member = make_member(workspace, role)

    assert client_for(member).post(f"{TODAY}{offered.pk}/{verb}/").status_code == 403


@pytest.mark.parametrize("role", ["marketer", "manager", "admin", "viewer"])
def test_today_shows_others_what_waits(offered, workspace, client_for, role):
    page = client_for(make_member(workspace, role)).get(TODAY).content.decode()

    assert "Waiting for Sales" in page
    assert "Ana Ruiz" in page


def test_a_manager_has_a_list_of_their_own(in_scope, manager, client_for, now):
    lead = make_lead(stage="mql", owner=manager.user)
    make_hand_off(lead, manager, now)

    assert f"/today/{lead.pk}/accept/" in client_for(manager).get(f"{TODAY}mine/").content.decode()


def asked(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    # What opens and closes the request's scope asks nothing.
    return sum(query["sql"].startswith(("SELECT", "WITH", "\nWITH")) for query in captured.captured_queries)


@pytest.mark.parametrize("role", ["rep", "manager"])
def test_today_asks_no_more_for_many_leads(in_scope, workspace, rep, client_for, now, role):
    client = client_for(rep if role == "rep" else make_member(workspace, role))

    def fill(count: int) -> None:
        for number in range(count):
            lead = make_lead(company=f"{count}-{number}", stage="mql", owner=rep.user)
            make_hand_off(lead, rep, now + timedelta(minutes=number))

    fill(3)
    asked(client, TODAY)  # the first request of a client also reads its session's language
    few = asked(client, TODAY)
    fill(30)

    assert asked(client, TODAY) == few <= 12
