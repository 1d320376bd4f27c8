"""A fresh workspace hands its first green lead to somebody, in its own language; and no invariant is broken."""

import pytest
from django.db import connection
from django.utils import timezone

from distribution import defaults
from distribution.invariants import CHECKS
from distribution.models import HandOff, RejectReason, Route
from distribution.services import hand_off
from tests.factories.distribution import make_hand_off
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "route", "reason"),
    [("en", "All leads", "No budget"), ("es", "Todos los leads", "Sin presupuesto")],
)
def test_defaults_speak_the_workspaces_language(in_scope, language, route, reason):
    defaults.create(language=language, by=None, at=timezone.now())

    assert Route.objects.get().name == route
    assert RejectReason.objects.get(slug="no-budget").label == reason


def test_the_first_lead_goes_to_the_admin_while_there_is_no_rep(in_scope, admin):
    defaults.create(language="en", by=admin.user_id, at=timezone.now())
    lead = make_lead(light="green")

    hand_off.offer(lead_ids=[lead.pk], at=timezone.now(), known_owners={})

    assert HandOff.objects.get().owner_id == admin.user_id


def broken(workspace_id: int) -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for name, statement in CHECKS.items():
            cursor.execute(statement, {"workspace": workspace_id})
            if rows := cursor.fetchall():
                found[name] = len(rows)
    return found


def test_invariants_hold_after_an_offer(in_scope, rep):
    defaults.create(language="en", by=None, at=timezone.now())
    lead = make_lead(light="green")

    hand_off.offer(lead_ids=[lead.pk], at=timezone.now(), known_owners={})

    assert broken(in_scope.pk) == {}


def test_each_invariant_sees_its_fault(in_scope, rep):
    other = make_member(in_scope, "rep")
    make_lead(company="No owner", stage="sal")
    make_lead(company="No hand-off", stage="mql", owner=rep.user)
    make_hand_off(make_lead(company="Left", stage="converted", owner=rep.user), rep)
    make_hand_off(make_lead(company="Elsewhere", stage="mql", owner=other.user), rep)

    # both of the last two were made without a clock
    assert broken(in_scope.pk) == dict.fromkeys(CHECKS, 1) | {"hand_off_without_clock": 2}
