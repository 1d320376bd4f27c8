"""What is stored as inquiries are, but is none: answers of leads, and what was set aside."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from capture.choices import ASIDE, Reason
from capture.models import Inquiry
from core.scope import workspace_scope
from reporting.period import Period
from reporting.queries import inquiries, response
from reporting.queries.inquiries import Inquiries
from reporting.queries.scope import Scope
from tests.factories.capture import make_inquiry
from tests.factories.distribution import make_hand_off
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member


pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
MARCH = Scope(Period(date(2026, 3, 1), date(2026, 3, 31), ZoneInfo("UTC")))


@pytest.fixture(autouse=True)
def in_workspace(workspace):
    with workspace_scope(workspace.pk):
        yield


def inquiry(state, reason="", *, at=AT, lead=None):
    made = make_inquiry(state=state, reason=reason)
    Inquiry.objects.filter(pk=made.pk).update(occurred_at=at, received_at=at, lead=lead)


def test_only_what_somebody_asked_for_is_counted():
    lead = make_lead(created_at=AT)
    inquiry("accepted", lead=lead)
    inquiry("accepted", Reason.REPLY, lead=lead)
    inquiry("quarantined", Reason.BAD_EMAIL)
    inquiry("quarantined", Reason.SPAM)
    for reason in ASIDE:
        inquiry("quarantined", reason)

    assert inquiries.inquiries(MARCH) == {None: Inquiries(received=3, accepted=1, opened=1)}


def test_a_wait_counts_from_what_the_lead_asked_and_not_from_its_answers(workspace):
    lead = make_lead(created_at=AT - timedelta(days=5))
    inquiry("accepted", at=AT - timedelta(hours=3), lead=lead)
    inquiry("accepted", Reason.REPLY, at=AT - timedelta(hours=1), lead=lead)
    make_hand_off(lead, make_member(workspace), AT, contacted_at=AT + timedelta(hours=1))

    found = response.response(MARCH, at=AT + timedelta(days=1)).total

    assert (found.median, found.median_from_inquiry) == (3600, 4 * 3600)
