"""A criterion carries what Sales gave for it in the last closed meeting that asked."""

from datetime import timedelta

from scoring import queries
from scoring.models import Meeting, MeetingLine
from scoring.services import meeting as meetings
from scoring.services import meeting_draft, meeting_lines, publish, valuation
from tests.scoring.conftest import AT
from tests.scoring.meetings import give, own


TRIPLE = {"field": "person.job_title", "op": "contains", "value": "captain"}


def valued() -> dict[str, tuple[float, int, int, int]]:
    """Median, spread, voters and meeting of each criterion of the draft, or of what is live."""
    found, names = valuation.read(), queries.registry()
    spec = queries.spec_of(queries.draft() or queries.live(), names)
    kept = {criterion.key: found.of(criterion) for criterion in spec.criteria()}
    return {
        key: (each.median, each.spread, each.voters, each.meeting_id) for key, each in kept.items() if each
    }


def again(rep, manager) -> Meeting:
    later = AT + timedelta(days=30)
    return meetings.begin(title="Autumn", invited=[rep.user_id, manager.user_id], by=None, at=later)


def test_an_open_vote_says_nothing_yet(meeting):
    give(own(meeting, "phone"), 3, 1)

    assert valued() == {}


def test_median_spread_and_voters_of_the_last_closed_meeting(meeting, rep, manager):
    give(own(meeting, "phone"), 3, 0)
    give(own(meeting, "title"), -2)
    meetings.close(meeting=meeting, by=None, at=AT)
    assert valued() == {"phone": (1.5, 3, 2, meeting.pk), "title": (-2.0, 0, 1, meeting.pk)}

    later = again(rep, manager)
    give(own(later, "phone"), 1, 1)
    meetings.close(meeting=later, by=None, at=AT + timedelta(days=31))

    # Nobody valued the title again, so what was said of it stands.
    assert valued() == {"phone": (1.0, 0, 2, later.pk), "title": (-2.0, 0, 1, meeting.pk)}


def test_a_criterion_that_the_meeting_made_carries_it_too(meeting):
    line = meeting_lines.add(meeting=meeting, condition=TRIPLE, by=1, at=AT)
    give(MeetingLine.objects.select_related("meeting").get(pk=line.pk), 2, 3)
    meetings.close(meeting=meeting, by=None, at=AT)
    meeting_draft.build(meeting=meeting, by=None, at=AT)
    publish.publish(by=None, at=AT)

    assert list(valued().values()) == [(2.5, 1, 2, meeting.pk)]


def test_it_costs_one_query(meeting, django_assert_num_queries):
    give(own(meeting, "phone"), 3, 0)
    meetings.close(meeting=meeting, by=None, at=AT)

    with django_assert_num_queries(1):
        assert valuation.read().by_key
