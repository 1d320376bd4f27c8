"""The room's invariants."""

import pytest
from django.db import connection
from django.utils import timezone

from capture.invariants import CHECKS
from capture.models import Inquiry
from capture.services import process, tracking_join
from tests.factories.capture import make_form, make_inquiry, make_tracker, make_visit
from tests.factories.leads import make_lead
from work.models import WorkItem


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope")]


def broken(workspace):
    found = {}
    with connection.cursor() as cursor:
        for name, sql in CHECKS.items():
            cursor.execute(sql, {"workspace": workspace.pk})
            found[name] = [row[0] for row in cursor.fetchall()]
    return {name: ids for name, ids in found.items() if ids}


def test_nothing_is_broken_by_using_it(workspace):
    make_form()
    make_inquiry(state="quarantined")
    make_tracker()
    make_visit("a" * 32)
    inquiry = make_inquiry({"email": "ana@reformassol.es", "visitor_id": "a" * 32})
    process.run(keys=[inquiry.pk], at=timezone.now())
    names = WorkItem.objects.filter(queue=tracking_join.QUEUE).values_list("key", flat=True)
    tracking_join.run(keys=list(names), at=timezone.now())
    make_inquiry()

    assert broken(workspace) == {}


def test_each_check_can_see_its_fault(workspace):
    lost, waiting, form = make_inquiry(), make_inquiry(), make_form()
    Inquiry.objects.filter(pk=lost.pk).update(state="accepted", processed_at=timezone.now())
    WorkItem.objects.filter(key=waiting.pk).delete()
    type(form).objects.update(version=9)
    visit = make_visit("a" * 32, lead=make_lead())

    assert broken(workspace) == {
        "accepted_inquiry_without_lead": [lost.pk],
        "accepted_inquiry_not_once_on_the_timeline": [lost.pk],
        "waiting_inquiry_off_the_queue": [waiting.pk],
        "visit_of_a_lead_off_its_timeline": [visit.pk],
        "form_without_its_version": [form.pk],
    }
