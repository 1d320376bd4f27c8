"""Live and draft show beside each rule what Sales gave for it, with the way to the meeting."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring.models import Meeting, MeetingLine
from scoring.services import drafts, publish
from scoring.services import meeting as meetings
from tests.scoring.conftest import small_model


NOW = timezone.now()


@pytest.fixture
def meeting(workspace, rep, manager) -> Meeting:
    with workspace_scope(workspace.pk):
        drafts.save(document=small_model(), by=None, at=NOW)
        publish.publish(by=None, at=NOW)
        made = meetings.begin(title="Spring", invited=[rep.user_id, manager.user_id], by=None, at=NOW)
        line = MeetingLine.objects.select_related("meeting").get(meeting=made, key="phone")
        for member, value in ((rep, 3), (manager, 0)):
            meetings.vote(line=line, value=value, comment="", by=member.user_id, at=NOW)
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
