"""The hand-off verbs on the lead page, as pages, dialogs and POSTs."""

import pytest

from distribution.models import HandOff
from leads.models import Lead, LeadRank
from tests.clients import HTMX
from tests.factories.distribution import make_hand_off, make_pool, make_reason, make_route
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member


@pytest.fixture
def offered(in_scope, rep) -> Lead:
    lead = make_lead(stage="mql", owner=rep.user, light="green")
    make_hand_off(lead, rep)
    make_reason()
    return lead


def url(lead: Lead, tail: str = "") -> str:
    return f"/w/acme/leads/{lead.pk}/{tail}"


def test_the_lead_page_shows_clock_and_verbs(offered, rep, client_for):
    page = client_for(rep).get(url(offered)).content.decode()

    assert "to answer" in page
    assert url(offered, "accept/") in page
    assert url(offered, "return/") in page


def test_the_lead_page_offers_the_hand_off_by_hand_to_marketers(in_scope, marketer, client_for):
    lead = make_lead()

    assert url(lead, "hand-off/") in client_for(marketer).get(url(lead)).content.decode()


def test_the_lead_page_offers_nothing_to_viewers(offered, viewer, client_for):
    page = client_for(viewer).get(url(offered)).content.decode()

    assert url(offered, "accept/") not in page
    assert url(offered, "hand-off/") not in page


def test_accept(offered, rep, client_for):
    answer = client_for(rep).post(url(offered, "accept/"))

    assert (answer.status_code, LeadRank.objects.get().stage) == (303, "sal")


def test_accept_twice_is_a_conflict(offered, rep, client_for):
    client = client_for(rep)
    client.post(url(offered, "accept/"))

    assert client.post(url(offered, "accept/")).status_code == 409


def test_return_as_a_page_and_as_a_dialog(offered, rep, client_for):
    client = client_for(rep)

    page, dialog = client.get(url(offered, "return/")), client.get(url(offered, "return/"), headers=HTMX)

    assert "<html" in page.content.decode()
    assert "<html" not in dialog.content.decode()
    assert "No-Need" in dialog.content.decode()


def test_return_leaves_a_rep_on_today(offered, rep, client_for):
    answer = client_for(rep).post(url(offered, "return/"), {"reason": "no-need"})

    assert (answer.status_code, answer["Location"]) == (303, "/w/acme/today/")
    assert HandOff.objects.get().state == "rejected"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "Choose a reason."),
        ({"reason": "nonsense"}, "Select a valid choice"),
        ({"reason": "no-need", "resume_on": "2001-01-01"}, "Choose a day after today."),
        ({"reason": "no-need", "resume_on": "tomorrow"}, "Enter a valid date."),
    ],
)
def test_return_says_what_is_wrong(offered, rep, client_for, values, message):
    answer = client_for(rep).post(url(offered, "return/"), values)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert HandOff.objects.get().state == "offered"


def test_recycle_from_the_lead_page(in_scope, rep, client_for):
    make_reason()
    lead = make_lead(stage="sal", owner=rep.user)

    client_for(rep).post(url(lead, "return/"), {"reason": "no-need"})

    assert LeadRank.objects.get().stage == "marketing"


def test_by_hand_asks_a_reason_for_a_lead_that_is_not_green(in_scope, rep, marketer, client_for):
    make_route(make_pool(members=[rep]))
    lead, client = make_lead(light="amber"), client_for(marketer)

    without, given = (
        client.post(url(lead, "hand-off/")),
        client.post(url(lead, "hand-off/"), {"reason": "Asked for it"}),
    )

    assert (without.status_code, given.status_code) == (422, 303)
    assert HandOff.objects.get().offered_reason == "Asked for it"


def test_by_hand_passes_a_waiting_lead_on(offered, workspace, manager, client_for):
    other = make_member(workspace, "rep")

    client_for(manager).post(url(offered, "hand-off/"), {"owner_id": other.user_id})

    assert LeadRank.objects.get().owner_id == other.user_id


def test_by_hand_in_the_dialog_follows_to_the_lead(in_scope, rep, manager, client_for):
    lead = make_lead(light="green")

    answer = client_for(manager).post(url(lead, "hand-off/"), {"owner_id": rep.user_id}, headers=HTMX)

    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith(url(lead))


def test_by_hand_of_a_lead_in_sales_is_a_conflict(in_scope, rep, manager, client_for):
    lead = make_lead(stage="sql", owner=rep.user, light="green")

    answer = client_for(manager).post(url(lead, "hand-off/"))

    assert answer.status_code == 409
    assert "Sales has this lead already" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "verb"),
    [("viewer", "accept/"), ("marketer", "return/"), ("viewer", "hand-off/"), ("rep", "hand-off/")],
)
def test_who_may_not_is_told(offered, workspace, client_for, role, verb):
    member = make_member(workspace, role)

    assert client_for(member).post(url(offered, verb)).status_code == 403


@pytest.mark.parametrize("verb", ["accept/", "return/"])
def test_another_reps_lead_is_not_there(offered, workspace, client_for, verb):
    stranger = make_member(workspace, "rep")

    assert client_for(stranger).post(url(offered, verb)).status_code == 404


def test_accept_takes_a_post(offered, rep, client_for):
    assert client_for(rep).get(url(offered, "accept/")).status_code == 405
