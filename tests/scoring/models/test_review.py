"""A case of a review stays what it was, whatever becomes of the lead."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from leads.models import Lead
from scoring.models import ReviewCase, ReviewMeeting, ReviewVerdict
from tests.factories import scoring as factory
from tests.factories.leads import make_lead
from tests.scoring.conftest import AT


def make_case(lead: Lead, **more: Any) -> ReviewCase:
    meeting = ReviewMeeting.objects.create(title="x", kind="hand_offs", size=20, opened_at=AT)
    values: dict[str, Any] = {
        "title": "Ana, Reformas Norte",
        "note": "Ana has no time",
        "facts": {
            "company.city": "Soria",
            "person.job_title": "Harbour master of Mahon",
            "custom.spouse": "Bob Smith",
            "company.company": "Reformas Norte",
            "interest.need": "Ana's bath",
        },
        "actions": [
            {"kind": "inquiry", "said": "I am Ana"},
            {"kind": "download", "data": {"title": "For Ana", "url": "https://x.es/?email=ana@x.es"}},
        ],
    }
    return factory.make_case(meeting, lead, AT, **values | more)


@pytest.mark.parametrize(
    "changed",
    [
        {"grade": "A"},
        {"score": 99},
        {"title": ""},
        {"facts": {}},
        {"actions": []},
        {"outcome": "accepted"},
        {"position": 9},
    ],
)
def test_nothing_of_a_case_can_be_changed(in_scope, changed):
    case = make_case(make_lead())

    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        ReviewCase.objects.filter(pk=case.pk).update(**changed)


def test_who_is_erased_leaves_a_case_that_names_nobody(in_scope, rep):
    lead = make_lead()
    case = make_case(lead)
    said = {"user_id": rep.user_id, "verdict": "good", "comment": "Ana calls in May", "given_at": AT}
    verdict = ReviewVerdict.objects.create(case=case, **said)

    ReviewCase.objects.filter(lead=lead).update(lead=None)

    case.refresh_from_db()
    assert (case.lead_id, case.title, case.note) == (None, "", "")
    assert case.facts == {"company.city": "Soria"}
    assert case.actions == [{"kind": "inquiry"}, {"kind": "download"}]
    assert (case.grade, case.score, case.outcome) == ("C", 25, "returned")
    verdict.refresh_from_db()
    assert (verdict.verdict, verdict.comment) == ("good", "")


def test_a_merged_lead_hands_its_cases_on(in_scope):
    case = make_case(make_lead())
    other = make_lead()

    ReviewCase.objects.filter(pk=case.pk).update(lead=other)

    case.refresh_from_db()
    assert (case.lead_id, case.title) == (other.pk, "Ana, Reformas Norte")
