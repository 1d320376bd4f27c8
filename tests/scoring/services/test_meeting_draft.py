"""The draft that a definition meeting makes of its medians, and when it makes none."""

import pytest

from leads.models import FieldDefinition
from scoring import queries
from scoring.models import Meeting, MeetingVote
from scoring.services import drafts, meeting_draft
from scoring.services import meeting as meetings
from tests.scoring.conftest import AT, PHONE, criterion, group, small_model
from tests.scoring.meetings import give, line, own
from tests.scoring.variants import SPAIN, special, version


def agreed(meeting, **values) -> meeting_draft.Built:
    """Give both people's values for criteria of the model, close and build."""
    for key, pair in values.items():
        give(own(meeting, key), *pair)
    meetings.close(meeting=meeting, by=None, at=AT)
    return meeting_draft.build(meeting=meeting, by=None, at=AT)


def criteria() -> dict:
    document = queries.document_of(queries.draft())
    return {each["key"]: each for found in document["groups"] for each in found["criteria"]}


# --- the draft ----------------------------------------------------------------------------------------------------
def test_medians_become_points_of_the_models_own_range(meeting):
    built = agreed(meeting, phone=(3, 3), title=(0, 0), inquiry=(-1, -2))

    found = criteria()
    assert (found["phone"]["points"], found["inquiry"]["points"]) == (40, -20)
    assert "title" not in found
    assert (built.changed, built.added, built.removed) == (1, 0, 1)


def test_a_criterion_keeps_its_key_condition_and_way_of_counting(meeting):
    before = criteria_of_live()["inquiry"]

    agreed(meeting, inquiry=(3, 3))

    assert criteria()["inquiry"] == before | {"points": 40}


def criteria_of_live() -> dict:
    document = queries.document_of(queries.live())
    return {each["key"]: each for found in document["groups"] for each in found["criteria"]}


def test_a_cap_grows_and_shrinks_with_the_points(publish_model, crowd, rep):
    capped = criterion("inquiry", 30, {"activity": "inquiry"}, mode="per_activity", cap=45)
    publish_model(
        small_model(
            groups=[group("a", "fit", criterion("phone", 40, PHONE)), group("g", "engagement", capped)]
        )
    )
    made = meetings.begin(title="x", invited=[rep.user_id], by=None, at=AT)

    agreed(made, inquiry=(-3,))

    assert (criteria()["inquiry"]["points"], criteria()["inquiry"]["cap"]) == (-40, 60)


def test_a_new_line_becomes_a_criterion_in_both_languages(meeting):
    give(line(meeting, field="company.country", op="eq", value="ES"), 3, 2)
    give(line(meeting, field="source.campaign", op="eq", value="spring"), 0, 0)
    meetings.close(meeting=meeting, by=None, at=AT)

    built = meeting_draft.build(meeting=meeting, by=None, at=AT)

    added = queries.document_of(queries.draft())["groups"][-1]
    assert (added["key"], added["dimension"]) == ("agreed_company_fit", "fit")
    assert added["label"] == {"en": "Company, agreed with Sales", "es": "Empresa, acordado con Ventas"}
    assert [each["points"] for each in added["criteria"]] == [33]
    assert added["criteria"][0]["condition"] == {"field": "company.country", "op": "eq", "value": "ES"}
    assert (built.added, set(criteria()) >= {"phone", "title", "inquiry"}) == (1, True)


def test_built_twice_the_draft_is_the_same(meeting):
    give(line(meeting, field="company.country", op="eq", value="ES"), 2, 2)
    agreed(meeting, phone=(1, 2), title=(0, 0))
    first = queries.document_of(queries.draft())

    again = meeting_draft.build(meeting=meeting, by=None, at=AT)

    assert queries.document_of(queries.draft()) == first
    assert (again.changed, again.added, again.removed) == (0, 0, 0)


def test_what_nobody_valued_and_what_was_edited_by_hand_stays(meeting):
    drafts.save(document=small_model(weights={"fit": 70, "engagement": 30}), by=None, at=AT)

    agreed(meeting, phone=(1, 1))

    document = queries.document_of(queries.draft())
    assert document["weights"]["fit"] == 70
    assert criteria()["title"]["points"] == 40
    assert document["name"] == "Spring"


def test_an_open_vote_makes_no_draft(meeting):
    with pytest.raises(meeting_draft.NotClosed):
        meeting_draft.build(meeting=meeting, by=None, at=AT)

    assert queries.draft() is None


def test_a_draft_without_any_criterion_is_refused_and_nothing_changes(meeting):
    with pytest.raises(meeting_draft.NothingAgreed):
        agreed(meeting, phone=(0, 0), title=(1, -1), inquiry=(0, 0))

    assert queries.live().version == 1


def test_a_line_whose_field_is_gone_is_left_out_and_named(meeting):
    give(line(meeting, field="custom.rooms", op="gte", value=4), 3, 3)
    FieldDefinition.objects.filter(key="rooms").delete()

    built = agreed(meeting, phone=(1, 1))

    assert len(built.left_out) == 1
    assert "Rooms" in built.left_out[0]


def test_a_meeting_outlives_its_draft(meeting):
    agreed(meeting, phone=(1, 1))

    drafts.discard(by=None, at=AT)

    meeting.refresh_from_db()
    assert meeting.model is None
    assert MeetingVote.objects.count() == 2


def test_a_meeting_is_opened_again_only_before_a_draft_was_made(meeting):
    meetings.close(meeting=meeting, by=None, at=AT)
    meetings.reopen(meeting=meeting)
    assert meeting.is_open

    agreed(meeting, phone=(1, 1))
    with pytest.raises(meetings.AlreadyDrafted):
        meetings.reopen(meeting=meeting)

    meeting.refresh_from_db()
    assert not meeting.is_open


def test_a_meeting_whose_draft_is_gone_makes_another_or_is_opened_again(meeting):
    agreed(meeting, phone=(1, 1))
    drafts.discard(by=None, at=AT)

    meeting_draft.build(meeting=meeting, by=None, at=AT)
    assert meeting.model_id == queries.draft().pk

    drafts.discard(by=None, at=AT)
    meetings.reopen(meeting=meeting)
    assert (meeting.is_open, meeting.drafted_at) == (True, None)


def test_a_vote_opened_again_meanwhile_makes_no_draft(meeting):
    meetings.close(meeting=meeting, by=None, at=AT)
    meetings.reopen(meeting=Meeting.objects.get(pk=meeting.pk))

    assert not meeting.is_open  # as this one was read
    with pytest.raises(meeting_draft.NotClosed):
        meeting_draft.build(meeting=meeting, by=None, at=AT)


# --- several models -----------------------------------------------------------------------------------------------
def test_the_ballot_asks_for_the_criteria_of_every_model_counted_over_its_own_leads(
    publish_model, crowd, rep
):
    publish_model(version(special("spain", SPAIN)))

    made = meetings.begin(title="x", invited=[rep.user_id], by=None, at=AT)

    phone, spanish = own(made, "phone"), own(made, "spain_phone")
    assert (spanish.condition, spanish.label_en, spanish.is_asked) == (PHONE, "Spain: spain_phone", True)
    assert (phone.leads, spanish.leads) == (4, 4)


def test_a_later_model_is_counted_without_the_leads_of_those_before_it(publish_model, crowd, rep):
    publish_model(version(special("spain", SPAIN), special("phoned", PHONE)))

    made = meetings.begin(title="x", invited=[rep.user_id], by=None, at=AT)

    assert (own(made, "spain_phone").leads, own(made, "phoned_phone").leads) == (4, 0)


def test_what_is_agreed_of_a_special_model_goes_into_that_model(publish_model, crowd, rep):
    odd = criterion("jerez", 40, {"field": "company.city", "op": "eq", "value": "Jerez"})
    both = [group("s", "fit", criterion("spain_phone", 90, PHONE), odd)]
    publish_model(version(special("spain", SPAIN, groups=both)))
    made = meetings.begin(title="x", invited=[rep.user_id], by=None, at=AT)

    built = agreed(made, spain_phone=(2,), jerez=(0,))

    document = queries.document_of(queries.draft())
    (spanish,) = document["models"][0]["groups"]
    assert [(each["key"], each["points"]) for each in spanish["criteria"]] == [("spain_phone", 60)]
    assert criteria() == criteria_of_live()
    assert (built.changed, built.added, built.removed) == (1, 0, 1)
