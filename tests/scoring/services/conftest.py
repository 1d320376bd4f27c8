"""A definition meeting, and the leads that it speaks of."""

from datetime import timedelta

import pytest

from scoring.models import Meeting
from scoring.services import meeting as meetings
from tests.factories.leads import make_activity, make_campaign, make_field, make_lead
from tests.scoring.conftest import AT


@pytest.fixture
def crowd(in_scope):
    """Ten leads: four of Spain with a phone, three of a campaign that clicked, six whose end an import told."""
    make_field("outcome", "text", category="outcome")
    make_field("rooms", "number", category="interest")
    campaign = make_campaign("spring")
    for number in range(10):
        custom = {"rooms": number}
        if number < 6:
            custom["outcome"] = "won" if number < 2 else "lost"
        lead = make_lead(
            email=f"a{number}@sol.es",
            country="ES" if number < 4 else "",
            phone="+34600000147" if number < 4 else "",
            custom=custom,
            campaign=campaign if number < 3 else None,
            created_at=AT - timedelta(days=9),
        )
        if number < 3:
            make_activity(lead, "email_clicked", at=AT - timedelta(days=10), topic="kitchens")


@pytest.fixture
def meeting(publish_model, crowd, rep, manager) -> Meeting:
    publish_model()
    return meetings.begin(title="Spring", invited=[rep.user_id, manager.user_id], by=None, at=AT)
