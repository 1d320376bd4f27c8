"""What came back, and the alarm that proposes a review of it."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from core.scope import workspace_scope
from messaging.models import Notification
from scoring.models import ReviewAlarm
from scoring.services import review_alarm, review_returns
from scoring.services.review_alarm import Rule
from scoring.views import review_finding_words
from tenants.models import AuditEntry
from tests.factories import tenants as people
from tests.factories.leads import make_source
from tests.scoring.conftest import AT, make_live
from tests.scoring.reviews import NEEDED, PHONE_NUMBER, begin, handed_over, happen
from tests.scoring.variants import SPAIN, special, version
from tests.together import together


LATER = AT + timedelta(days=2)
BUDGET = {"reason": "budget", "reason_label": "Too expensive"}


# --- what came back -----------------------------------------------------------------------------------------------
def test_what_came_back_is_told_by_rule_source_and_reason(publish_model):
    publish_model()
    fair = make_source("fair")
    kept = handed_over(6, phone=PHONE_NUMBER)
    sent_back = handed_over(3, phone="", source=fair)
    happen(sent_back, "rejected", at=LATER, **NEEDED)
    happen(kept[:1], "rejected", at=LATER, **BUDGET)

    found = review_returns.count(at=LATER)

    assert (found.whole.handed, found.whole.returned) == (9, 4)
    assert [(share.name, share.returned) for share in found.reasons] == [("No need", 3), ("Too expensive", 1)]
    assert {share.name: (share.handed, share.returned) for share in found.sources} == {
        "fair": (3, 3),
        "": (6, 1),
    }
    assert {share.name: (share.handed, share.returned) for share in found.criteria} == {
        "inquiry": (9, 4),
        "phone": (6, 1),
    }
    assert found.against_others(found.criteria[1])[2] < 1


def test_rules_of_a_special_model_are_told_against_the_leads_of_that_model(publish_model):
    publish_model(version(special("spain", SPAIN)))
    with_phone = handed_over(6, phone=PHONE_NUMBER, country="ES")
    without = handed_over(6, phone="", country="ES")
    others = handed_over(12)
    happen([*with_phone[:5], *without[:5], *others[:1]], "rejected", at=LATER, **NEEDED)

    found = review_returns.count(at=LATER)

    share = next(each for each in found.criteria if each.name == "spain_phone")
    assert (share.model, share.handed, share.returned) == ("spain", 6, 5)
    assert {each.name: (each.handed, each.returned) for each in found.models} == {
        "spain": (12, 10),
        "": (12, 1),
    }
    # As often as those of Spain without a phone, though far more often than all the others.
    assert found.against_others(share)[0] == pytest.approx(1.0)
    assert "spain_phone" in [row["label"] for row in review_finding_words.returns(found)["returned_with"]]


def test_only_the_days_asked_for_count_and_a_passed_on_offer_counts_once(publish_model):
    publish_model()
    lead, old = handed_over(1)[0], handed_over(1, at=AT - timedelta(days=100))[0]
    happen([lead], "handed_off", at=AT + timedelta(hours=3), round=2)
    happen([lead, old], "rejected", at=LATER, **NEEDED)

    found = review_returns.count(at=LATER)

    assert (found.whole.handed, found.whole.returned) == (1, 1)


def test_a_lead_handed_over_again_came_back_only_the_first_time(publish_model):
    publish_model()
    leads = handed_over(1)
    happen(leads, "rejected", at=AT + timedelta(hours=1), **NEEDED)
    happen(leads, "handed_off", at=LATER)

    found = review_returns.count(at=LATER + timedelta(days=1))

    assert (found.whole.handed, found.whole.returned) == (2, 1)


def test_without_hand_offs_nothing_came_back(in_scope):
    found = review_returns.count(at=AT)

    assert (found.whole.handed, found.whole.rate, found.criteria) == (0, None, [])


# --- the alarm ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "returned", "handed", "is_held"),
    [
        (Rule(), 5, 1000, True),
        (Rule(), 4, 16, False),
        (Rule(number=None), 5, 20, True),
        (Rule(number=None), 5, 21, False),
        (Rule(number=None), 5, 19, False),
        (Rule(number=None, share=None), 99, 99, False),
    ],
)
def test_a_number_or_a_share_is_too_much(rule, returned, handed, is_held):
    assert rule.is_held(returned, handed) is is_held


@pytest.fixture
def returned(publish_model, marketer, manager, rep):
    """Five of six came back for one reason, one for another."""
    publish_model()
    leads = handed_over(7)
    happen(leads[:5], "rejected", at=LATER, **BUDGET)
    happen(leads[5:6], "rejected", at=LATER, **NEEDED)
    return leads


def test_it_rings_once_for_a_reason_and_tells_marketing_and_managers(returned, marketer, manager):
    rung = [review_alarm.check(at=LATER + timedelta(hours=hours)) for hours in range(2)]

    assert rung == [["budget"], []]

    alarm = ReviewAlarm.objects.get()
    assert (alarm.label, alarm.returned, alarm.handed) == ("Too expensive", 5, 7)
    told = Notification.objects.filter(kind="review_alarm")
    assert set(told.values_list("user_id", flat=True)) == {marketer.user_id, manager.user_id}
    assert told[0].path == f"review/new/?alarm={alarm.pk}"


def test_a_pass_with_a_return_looks_and_one_without_does_not(returned, django_assert_num_queries):
    with django_assert_num_queries(1):
        review_alarm.watch(lead_ids=[returned[6].pk], at=LATER)
    assert not review_alarm.ringing()

    review_alarm.watch(lead_ids=[returned[0].pk], at=LATER)

    assert [alarm.reason for alarm in review_alarm.ringing()] == ["budget"]


def test_a_review_answers_it_and_the_same_returns_do_not_ring_again(returned, rep):
    review_alarm.check(at=LATER)

    meeting = begin(rep, reason="budget", at=LATER + timedelta(hours=1))

    alarm = ReviewAlarm.objects.get()
    assert (alarm.meeting_id, review_alarm.ringing()) == (meeting.pk, [])
    assert review_alarm.check(at=LATER + timedelta(hours=2)) == []

    happen(handed_over(5, at=LATER + timedelta(days=1)), "rejected", at=LATER + timedelta(days=2), **BUDGET)
    assert review_alarm.check(at=LATER + timedelta(days=3)) == ["budget"]


def test_it_falls_silent_when_nothing_was_too_much_for_a_while(returned):
    review_alarm.check(at=LATER)

    review_alarm.check(at=LATER + timedelta(days=29))
    assert review_alarm.ringing()

    review_alarm.check(at=LATER + timedelta(days=61))
    assert not review_alarm.ringing()


def test_settings_are_the_workspaces_and_audited(returned, admin):
    review_alarm.set_rule(wanted=Rule(number=9, share=None), by=admin.user_id, at=AT)
    review_alarm.set_rule(wanted=Rule(number=9, share=None), by=admin.user_id, at=AT)

    assert review_alarm.check(at=LATER) == []
    assert review_alarm.rule() == Rule(number=9, share=None)
    assert AuditEntry.objects.filter(action="review.alarm_changed").count() == 1


@pytest.mark.parametrize("more", [{"days": 6}, {"days": 400}, {"share": 0}, {"share": 101}, {"number": 0}])
def test_settings_that_make_no_sense_are_refused(in_scope, more):
    with pytest.raises(review_alarm.BadAlarm):
        review_alarm.set_rule(wanted=replace(Rule(), **more), by=None, at=AT)

    assert review_alarm.rule() == Rule()


def test_one_lead_that_comes_back_again_and_again_is_one(publish_model, marketer):
    publish_model()
    (lead,) = handed_over(1)
    for number in range(5):
        at = AT + timedelta(hours=2 * number + 1)
        happen([lead], "rejected", at=at, **BUDGET)
        happen([lead], "handed_off", at=at + timedelta(hours=1))

    assert review_alarm.check(at=LATER) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_review_that_begins_while_it_looks_does_not_make_it_ring_again(monkeypatch):
    acme = people.make_workspace("acme")
    rep, _marketer = people.make_member(acme, "rep"), people.make_member(acme, "marketer")
    with workspace_scope(acme.pk):
        make_live()
        happen(handed_over(6), "rejected", at=LATER, **BUDGET)
        assert review_alarm.check(at=LATER) == ["budget"]
    counted, begun, is_held = Event(), Event(), Rule.is_held

    def slowly(rule, returned, handed):
        counted.set()
        begun.wait(2)
        return is_held(rule, returned, handed)

    def review():
        counted.wait(10)
        begin(rep, reason="budget", at=LATER + timedelta(minutes=5))
        begun.set()

    monkeypatch.setattr(Rule, "is_held", slowly)

    rung, _meeting = together(acme, lambda: review_alarm.check(at=LATER + timedelta(minutes=5)), review)

    assert rung == []
    with workspace_scope(acme.pk):
        assert (ReviewAlarm.objects.count(), review_alarm.ringing()) == (1, [])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ring_once():
    acme = people.make_workspace("acme")
    people.make_member(acme, "marketer")
    with workspace_scope(acme.pk):
        make_live()
        happen(handed_over(6), "rejected", at=LATER, **BUDGET)

    rung = together(acme, *[lambda: review_alarm.check(at=LATER)] * 3)

    assert sorted(rung, key=len) == [[], [], ["budget"]]
    with workspace_scope(acme.pk):
        assert (ReviewAlarm.objects.count(), Notification.objects.filter(kind="review_alarm").count()) == (
            1,
            1,
        )
