"""The hand-off page and its forms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from distribution.models import Absence, Pool, PoolMember, RejectReason, Route
from tenants.models import AuditEntry, Workspace
from tests.factories.distribution import make_hand_off, make_pool, make_reason, make_route
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member


HOME = "/w/acme/handoff/"
BIG = {"all": [{"field": "company.employees", "op": "gte", "value": 50}]}


@pytest.fixture
def filled(in_scope, rep):
    """A workspace with something of everything."""
    pool = make_pool("North", [rep])
    make_route(pool, "Big ones", condition=BIG)
    make_route(pool, "Broken", condition={"all": [{"field": "custom.gone", "op": "eq", "value": "x"}]})
    make_route(pool, "Everybody else")
    make_reason()
    Absence.objects.create(user=rep.user, until_on=timezone.localdate() + timedelta(days=3))
    make_hand_off(make_lead(stage="mql", owner=rep.user), rep)


def test_the_page_says_everything_in_words(filled, manager, client_for):
    page = client_for(manager).get(HOME).content.decode()

    assert "Employees is at least" in page
    assert "every lead" in page
    assert "names something that is gone" in page
    assert "Rita Rep" in page
    assert "Ana Ruiz" in page
    assert "/handoff/routes/new/" in page


def test_a_marketer_reads_the_page_but_cannot_edit(filled, marketer, client_for):
    page = client_for(marketer).get(HOME)

    assert page.status_code == 200
    assert "/handoff/routes/new/" not in page.content.decode()


def test_an_empty_workspace_has_a_page_too(in_scope, manager, client_for):
    assert "Without a route" in client_for(manager).get(HOME).content.decode()


PAGES = ["routes/new/", "pools/new/", "absences/new/", "reasons/new/", "clock/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_forms_open_for_a_manager(in_scope, manager, client_for, page):
    assert client_for(manager).get(HOME + page).status_code == 200


@pytest.mark.parametrize("role", ["marketer", "rep", "viewer"])
@pytest.mark.parametrize("page", PAGES)
def test_the_forms_are_closed_to_others(in_scope, workspace, client_for, page, role):
    assert client_for(make_member(workspace, role)).get(HOME + page).status_code == 403


def test_a_route_is_made_with_its_condition(in_scope, rep, manager, client_for):
    pool = make_pool(members=[rep])

    answer = client_for(manager).post(
        f"{HOME}routes/new/",
        {
            "name": "Big ones",
            "pool_id": pool.pk,
            "is_active": "on",
            "cond-mode": "all",
            "cond-0-field": "company.employees",
            "cond-0-op": "gte",
            "cond-0-value": "50",
        },
    )

    assert answer.status_code == 303
    assert Route.objects.get().condition == BIG
    assert AuditEntry.objects.get().action == "route.created"


def test_the_editors_buttons_save_nothing(in_scope, rep, manager, client_for):
    make_pool(members=[rep])
    sent = {"name": "Kept", "cond-mode": "all", "cond-new": "company.employees", "cond-add": "1"}
    client = client_for(manager)

    page = client.post(f"{HOME}routes/new/", sent)
    part = client.post(f"{HOME}routes/new/", sent, headers={"HX-Request": "true"})

    assert "cond-0-field" in page.content.decode()
    assert "Kept" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert not Route.objects.exists()


def test_a_route_says_whom_it_holds_for_while_it_is_edited(in_scope, manager, client_for):
    for employees in (10, 60, 70):
        make_lead(company=f"C{employees}", employees=employees)
    client = client_for(manager)

    page = client.get(f"{HOME}routes/new/").content.decode()
    answer = client.post(
        "/w/acme/segments/preview/",
        {
            "name": "Big ones",
            "cond-mode": "all",
            "cond-0-field": "company.employees",
            "cond-0-op": "gte",
            "cond-0-value": "50",
        },
    )

    assert 'hx-post="/w/acme/segments/preview/" hx-include="#route-form"' in page
    shown = answer.content.decode()
    assert ("C60" in shown, "C70" in shown, "C10" in shown) == (True, True, False)
    assert not Route.objects.exists()


def test_a_route_with_a_bad_condition_is_refused(in_scope, rep, manager, client_for):
    pool = make_pool(members=[rep])

    answer = client_for(manager).post(
        f"{HOME}routes/new/", {"name": "X", "pool_id": pool.pk, "cond-json": '{"field": "nope"}'}
    )

    assert answer.status_code == 422
    assert not Route.objects.exists()


def test_routes_change_places(filled, manager, client_for):
    first, second, _third = Route.objects.order_by("position")

    client_for(manager).post(f"{HOME}routes/{second.pk}/move/", {"move": "up"})

    assert list(Route.objects.order_by("position")[:2]) == [second, first]


def test_a_pool_is_changed(filled, workspace, rep, manager, client_for):
    pool, other = Pool.objects.get(), make_member(workspace, "rep")

    answer = client_for(manager).post(
        f"{HOME}pools/{pool.pk}/", {"name": "South", f"weight_{other.user_id}": "2"}
    )

    assert answer.status_code == 303
    assert list(PoolMember.objects.values_list("user_id", "weight")) == [(other.user_id, 2)]


@pytest.mark.parametrize("values", [{"name": "Nobody"}, {"name": "", "takes_all_reps": "on"}])
def test_a_pool_without_people_or_name_is_refused(in_scope, rep, manager, client_for, values):
    assert client_for(manager).post(f"{HOME}pools/new/", values).status_code == 422
    assert not Pool.objects.exists()


def test_two_pools_of_one_name_are_refused(filled, rep, manager, client_for):
    answer = client_for(manager).post(f"{HOME}pools/new/", {"name": "North", "takes_all_reps": "on"})

    assert answer.status_code == 400
    assert "Another pool has this name." in answer.content.decode()


def test_a_pool_in_use_stays(filled, manager, client_for):
    pool = Pool.objects.get()

    assert client_for(manager).post(f"{HOME}pools/{pool.pk}/delete/").status_code == 409
    assert Pool.objects.exists()


def test_a_pool_not_in_use_goes(in_scope, rep, manager, client_for):
    pool = make_pool(members=[rep])

    assert client_for(manager).post(f"{HOME}pools/{pool.pk}/delete/").status_code == 303
    assert not Pool.objects.exists()


def test_an_absence_begins_and_ends(in_scope, rep, manager, client_for):
    client, day = client_for(manager), timezone.localdate() + timedelta(days=5)

    client.post(f"{HOME}absences/new/", {"user_id": rep.user_id, "until_on": day.isoformat()})
    begun = Absence.objects.get().until_on
    client.post(f"{HOME}absences/{rep.user_id}/end/")

    assert begun == day
    assert not Absence.objects.exists()


def test_a_reason_is_made_and_changed(in_scope, manager, client_for):
    client = client_for(manager)

    client.post(f"{HOME}reasons/new/", {"label": "Too far away", "resume_days": "30", "is_active": "on"})
    reason = RejectReason.objects.get()
    client.post(f"{HOME}reasons/{reason.pk}/", {"label": "Too far", "resume_days": "60"})

    reason.refresh_from_db()
    assert (reason.slug, reason.label, reason.resume_days, reason.is_active) == (
        "too-far-away",
        "Too far",
        60,
        False,
    )


def test_the_clock_is_set(in_scope, workspace, rep, manager, client_for):
    answer = client_for(manager).post(
        f"{HOME}clock/",
        {
            "accept_minutes": "30",
            "contact_minutes": "60",
            "fallback_owner": manager.user_id,
            "day_0": "9:00-14:00, 16:00–19:00",
            "day_1": "",
        },
    )

    now = Workspace.objects.get(pk=workspace.pk)
    assert answer.status_code == 303
    assert (now.accept_minutes, now.contact_minutes) == (30, 60)
    assert now.working_hours == {"0": [["9:00", "14:00"], ["16:00", "19:00"]]}
    assert now.settings["hand_off"] == {"fallback_owner": manager.user_id, "skips_holidays": False}


@pytest.mark.parametrize("hours", ["9-14", "14:00-09:00", "25:00-26:00", "all day", "9:00-10:00-11:00"])
def test_hours_that_cannot_be_read_are_refused(in_scope, workspace, manager, client_for, hours):
    answer = client_for(manager).post(
        f"{HOME}clock/", {"accept_minutes": "30", "contact_minutes": "60", "day_0": hours}
    )

    assert answer.status_code == 422
    assert "Write hours like" in answer.content.decode()
    assert Workspace.objects.get(pk=workspace.pk).accept_minutes == 120


def test_another_workspaces_rows_are_not_there(in_scope, other_workspace, manager, client_for):
    from core.scope import workspace_scope

    with workspace_scope(other_workspace.pk):
        theirs = make_route(make_pool())
        reason = make_reason()

    client = client_for(manager)
    assert client.get(f"{HOME}routes/{theirs.pk}/").status_code == 404
    assert client.get(f"{HOME}pools/{theirs.pool_id}/").status_code == 404
    assert client.get(f"{HOME}reasons/{reason.pk}/").status_code == 404
