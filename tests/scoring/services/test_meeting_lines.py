"""A criterion of the chair's own: on the ballot, counted as the others, and in the draft if Sales values it."""

import pytest

from conditions.faults import ConditionError
from core.errors import Invalid
from scoring import queries
from scoring.models import MeetingLine
from scoring.services import meeting as meetings
from scoring.services import meeting_draft, meeting_lines
from scoring.services.meeting_lines import OnTheBallot
from tests.scoring.conftest import AT, PHONE
from tests.scoring.meetings import give


BOTH = {"all": [{"field": "company.country", "op": "eq", "value": "ES"}, PHONE]}
CLICKED = {"activity": "email_clicked", "where": {"topic": {"contains": "kitch"}}}


def add(meeting, condition) -> MeetingLine:
    return meeting_lines.add(meeting=meeting, condition=condition, by=7, at=AT)


def test_it_is_counted_as_the_others_are(meeting):
    line = add(meeting, BOTH)

    assert (line.leads, line.known, line.won, line.is_asked, line.added_by) == (4, 4, 2, True, 7)
    assert (line.category, line.dimension) == ("company", "fit")
    assert "Spain" in line.label_en
    assert "España" in line.label_es
    clicked = add(meeting, CLICKED)
    assert (clicked.leads, clicked.category, clicked.dimension) == (3, "email", "engagement")
    assert clicked.position == line.position + 1


def test_one_that_was_counted_but_not_asked_is_asked(meeting):
    known = MeetingLine.objects.filter(meeting=meeting, is_asked=False).first()

    assert add(meeting, known.condition).pk == known.pk
    assert MeetingLine.objects.get(pk=known.pk).is_asked


def test_what_is_on_the_ballot_is_not_put_there_twice(meeting):
    add(meeting, BOTH)

    for condition in (BOTH, PHONE):
        with pytest.raises(OnTheBallot):
            add(meeting, condition)
    assert MeetingLine.objects.filter(meeting=meeting, condition=BOTH).count() == 1


@pytest.mark.parametrize(
    ("condition", "refusal"),
    [
        ({"all": []}, Invalid),
        ({"field": "person.shoes", "op": "eq", "value": 1}, ConditionError),
        ({"field": "score.score", "op": "gte", "value": 1}, ConditionError),
        ({"field": "custom.outcome", "op": "eq", "value": "won"}, ConditionError),
    ],
)
def test_what_no_criterion_may_ask_is_refused(meeting, condition, refusal):
    before = MeetingLine.objects.count()

    with pytest.raises(refusal):
        add(meeting, condition)

    assert MeetingLine.objects.count() == before


def test_a_closed_vote_takes_no_more(meeting):
    meetings.close(meeting=meeting, by=None, at=AT)

    with pytest.raises(meetings.MeetingClosed):
        add(meeting, BOTH)


def test_there_is_an_end_to_them(meeting, monkeypatch):
    monkeypatch.setattr(meeting_lines, "MOST", 1)
    add(meeting, BOTH)

    with pytest.raises(Invalid):
        add(meeting, CLICKED)


def test_what_sales_values_becomes_a_criterion_of_the_draft(meeting):
    line = MeetingLine.objects.select_related("meeting").get(pk=add(meeting, BOTH).pk)
    give(line, 3, 3)
    meetings.close(meeting=meeting, by=None, at=AT)

    meeting_draft.build(meeting=meeting, by=None, at=AT)

    document = queries.document_of(queries.draft())
    assert BOTH in [item["condition"] for group in document["groups"] for item in group["criteria"]]
