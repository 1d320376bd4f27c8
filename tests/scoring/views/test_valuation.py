"""Live and draft show beside each rule what Sales gave for it, with the way to the meeting."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring.models import Meeting
from scoring.services import drafts
from scoring.services import meeting as meetings
from tests.scoring.meetings import value_the_phone


NOW = timezone.now()


@pytest.fixture
def meeting(workspace, rep, manager) -> Meeting:
    with workspace_scope(workspace.pk):
        made = value_the_phone(rep, manager, at=NOW)
        drafts.start(by=None, at=NOW)
    return made


@pytest.mark.parametrize("path", ["/w/acme/scoring/", "/w/acme/scoring/draft/", "/w/acme/scoring/v1/"])
def test_each_rule_says_what_sales_gave_once_the_vote_is_closed(
    client_for, marketer, workspace, meeting, path
):
    mona, link = client_for(marketer), f"/w/acme/scoring/meetings/{meeting.pk}/"
    assert link not in mona.get(path).content.decode()

    with workspace_scope(workspace.pk):
        meetings.close(meeting=meeting, by=None, at=NOW)

    page = mona.get(path).content.decode()
    assert page.count(link) == 1
    assert "<strong>+1.5</strong>" in page
    assert "3 apart · 2 voters" in page
