"""What a review found, the rules proposed from it, and a draft made of those that somebody chose."""

from datetime import timedelta

import pytest

from conditions.nodes import to_json
from scoring import queries
from scoring.models import ReviewMeeting
from scoring.services import drafts, publish, review_board, review_draft, review_findings
from scoring.services import review as reviews
from scoring.services.review_board import Reader
from scoring.views import review_finding_words
from tests.factories.distribution import make_reason
from tests.scoring.conftest import AT, PHONE, criterion, group, small_model
from tests.scoring.reviews import begin, cases_of, handed_over, judge
from tests.scoring.variants import SPAIN, special, version


ALL = Reader(0, is_seated=False, is_chair=True)


def say(proposal) -> str:
    return proposal.key


def reviewed(*members, **columns) -> ReviewMeeting:
    """Close a review of twenty cases: those with a phone good, those without too early, and of Jerez not a fit."""
    make_reason("no-need", label="No need")
    handed_over(13, **columns)
    handed_over(7, city="Jerez", phone="+34600000147", **columns)
    meeting = begin(*members)
    for case in cases_of(meeting):
        told = "good" if "person.phone" in case.known else "too_early"
        told = "not_fit:no-need" if case.facts.get("company.city") else told
        judge(case, members, *[told for _member in members])
    reviews.close(meeting=meeting, by=None, at=AT)
    return meeting


@pytest.fixture
def closed(publish_model, rep, marketer) -> ReviewMeeting:
    publish_model()
    return reviewed(rep, marketer)


def found(meeting):
    names = queries.registry()
    return review_findings.findings(review_board.board(meeting, ALL), names), names


def proposed(meeting) -> dict[str, object]:
    findings, names = found(meeting)
    document, _based_on, _revision = review_findings.draft_document()
    return {each.key: each for each in review_findings.proposals(findings, document, names)}


def take(meeting, *chosen, **more):
    _document, based_on, revision = review_findings.draft_document()
    values = {"based_on": based_on, "revision": revision} | more
    return review_draft.take(meeting=meeting, chosen=chosen, say=say, by=None, at=AT, **values)


def points(document, key) -> float:
    return next(c["points"] for g in document["groups"] for c in g["criteria"] if c["key"] == key)


def test_patterns_say_what_the_cases_of_a_verdict_have_in_common(closed):
    findings, _names = found(closed)

    told = {pattern.feature.key: pattern for pattern in findings.shown}

    city = told["fact:company.city=jerez"]
    assert (city.counts, city.is_more("not_fit")) == ({"good": 0, "too_early": 0, "not_fit": 7}, True)
    assert told["criterion:phone"].counts == {"good": 6, "too_early": 0, "not_fit": 7}
    assert told["criterion:phone"].ratios["too_early"][2] < 1
    # Nobody knowing the phone is the criterion's opposite: it says the same of the same cases.
    assert "unknown:person.phone" not in told
    assert findings.found.tried > len(findings.shown)


def test_shares_are_given_by_grade_and_field(closed):
    findings, _names = found(closed)

    assert {(feature.name, counts["good"]) for feature, counts in findings.shares("grade")} == {
        ("C", 6),
        ("D", 0),
    }
    assert [(feature and feature.value) for feature, _counts in findings.shares("fact", "company.city")] == [
        None,
        "jerez",
    ]


def test_rules_are_proposed_for_what_went_with_bad_verdicts(closed):
    rules = proposed(closed)

    assert set(rules) >= {"require/unknown:person.phone", "add/fact:company.city=jerez"}
    assert rules["add/fact:company.city=jerez"].now == -200
    assert rules["add/fact:company.city=jerez"].label == ("City is “jerez”", "Ciudad es «jerez»") or rules[
        "add/fact:company.city=jerez"
    ].label[0].startswith("City")


def test_chosen_rules_become_a_draft_and_nothing_else_of_it_changes(closed):
    before = queries.document_of(queries.live())

    made = take(closed, "require/unknown:person.phone", "add/fact:company.city=jerez")

    after = queries.document_of(made.draft)
    assert after["light"]["condition"]["all"] == [
        *before["light"]["condition"]["all"],
        {"field": "person.phone", "op": "is_not_empty"},
    ]
    assert after["groups"][:2] == before["groups"]
    assert [c["points"] for c in after["groups"][2]["criteria"]] == [-20]
    assert queries.live().version == 1
    closed.refresh_from_db()
    assert (closed.model_id, [each["key"] for each in closed.changes]) == (
        made.draft.pk,
        ["add/fact:company.city=jerez", "require/unknown:person.phone"],
    )


def test_taken_twice_they_change_nothing_twice(closed):
    first = take(closed, "require/unknown:person.phone")

    again = take(closed, "require/unknown:person.phone")

    assert (again.made, again.draft.revision) == ([], first.draft.revision)
    closed.refresh_from_db()
    assert len(closed.changes) == 1
    assert "require/unknown:person.phone" not in proposed(closed)


def test_nothing_is_put_into_a_draft_that_somebody_changed_or_that_follows_another_version(
    closed, publish_model
):
    take(closed, "require/unknown:person.phone")

    with pytest.raises(drafts.DraftChanged):
        take(closed, "add/fact:company.city=jerez", revision=0)

    publish.publish(by=None, at=AT)
    with pytest.raises(drafts.StaleDraft):
        take(closed, "add/fact:company.city=jerez", based_on=1)
    assert queries.draft() is None


def test_an_open_review_makes_no_draft_and_one_with_a_draft_is_not_opened_again(closed):
    with pytest.raises(review_draft.NothingChosen):
        take(closed)
    reviews.reopen(meeting=closed)
    with pytest.raises(reviews.ReviewOpen):
        take(closed, "require/unknown:person.phone")
    assert queries.draft() is None

    reviews.close(meeting=closed, by=None, at=AT)
    take(closed, "require/unknown:person.phone")
    with pytest.raises(reviews.AlreadyDrafted):
        reviews.reopen(meeting=closed)

    drafts.discard(by=None, at=AT)
    reviews.reopen(meeting=closed)
    assert ReviewMeeting.objects.get().changes == []


def test_a_criterion_that_goes_with_bad_verdicts_loses_points(publish_model, rep):
    make_reason("no-need", label="No need")
    publish_model()
    handed_over(20)
    meeting = begin(rep)
    bad = 0
    for case in cases_of(meeting):
        is_bad = "phone" in case.hits and bad < 8
        bad += is_bad
        judge(case, [rep], "not_fit:no-need" if is_bad else "good")
    reviews.close(meeting=meeting, by=None, at=AT)

    rule = proposed(meeting)["lower/criterion:phone"]
    made = take(meeting, rule.key)

    # Two of ten with the phone were good, of all 12 in 20: a third of the points are left.
    assert (rule.was, rule.now) == (400, 130)
    assert points(queries.document_of(made.draft), "phone") == 13


def test_the_worst_grade_that_is_ready_is_asked_no_more(publish_model, rep):
    make_reason("no-need", label="No need")
    publish_model(
        small_model(
            light={
                "condition": {"field": "score.grade", "op": "in", "value": ["A", "B", "C", "D"]},
                "near_points": 5,
            }
        )
    )
    handed_over(20)
    meeting = begin(rep)
    for case in cases_of(meeting):
        judge(case, [rep], "too_early" if case.grade == "D" else "good")
    reviews.close(meeting=meeting, by=None, at=AT)

    made = take(meeting, "grade/grade:D")

    light = queries.document_of(made.draft)["light"]["condition"]
    assert light == {"field": "score.grade", "op": "in", "value": ["A", "B", "C"]}
    assert to_json(queries.spec_of(made.draft, queries.registry()).light.condition) == light


def test_few_cases_or_much_disagreement_propose_nothing(publish_model, rep, marketer):
    publish_model()
    handed_over(8)
    meeting = begin(rep, marketer)
    for case in cases_of(meeting):
        judge(case, [rep, marketer], "good", "too_early")
    reviews.close(meeting=meeting, by=None, at=AT)

    assert proposed(meeting) == {}


# --- several models -----------------------------------------------------------------------------------------------
@pytest.fixture
def of_spain(publish_model, rep, marketer):
    """Review hand-offs of the model "spain"."""

    def run(**more) -> ReviewMeeting:
        publish_model(version(special("spain", SPAIN), **more))
        return reviewed(rep, marketer, country="ES")

    return run


REQUIRED, ADDED = "require/unknown:person.phone@spain/", "add/fact:company.city=jerez@spain/"


def test_rules_change_the_model_and_definition_of_the_cases_that_speak_for_them(of_spain):
    meeting = of_spain()
    before = queries.document_of(queries.live())

    made = take(meeting, REQUIRED, ADDED)

    after = queries.document_of(made.draft)
    spain, default = after["models"][0], {**after, "models": None}
    assert default == {**before, "models": None}
    assert spain["light"]["condition"]["all"] == [
        *before["models"][0]["light"]["condition"]["all"],
        {"field": "person.phone", "op": "is_not_empty"},
    ]
    assert [c["condition"]["value"] for c in spain["groups"][1]["criteria"]] == ["jerez"]


def test_a_rule_names_the_model_that_it_changes(of_spain):
    rules = proposed(of_spain())

    told = review_finding_words.rule(rules[REQUIRED], queries.registry())
    assert told == "Spain: A lead is ready only if this is known: Phone."


def test_a_full_model_takes_no_new_rule_but_another_models_number_does_not_count(of_spain):
    many = [
        group(f"g{place}", "fit", *[criterion(f"c{place}_{n}", 1, PHONE) for n in range(20)])
        for place in range(5)
    ]
    meeting = of_spain(groups=many)

    assert take(meeting, ADDED).made


def test_rules_of_a_model_that_is_gone_are_not_proposed(of_spain):
    meeting = of_spain()
    document = queries.document_of(queries.live())
    drafts.start(by=None, at=AT)
    drafts.save(document=document | {"models": []}, by=None, at=AT)

    assert proposed(meeting) == {}


# --- who sees what ------------------------------------------------------------------------------------------------
def test_others_verdicts_are_seen_after_ones_own(publish_model, rep, marketer, admin):
    publish_model()
    handed_over(3)
    meeting = begin(rep, marketer)
    cases = cases_of(meeting)
    judge(cases[0], [rep, marketer], "good", "too_early")
    judge(cases[1], [marketer], "good")

    def seen(user_id: int, *, is_seated: bool, is_chair: bool = False) -> list[int]:
        rows = review_board.board(meeting, Reader(user_id, is_seated, is_chair)).rows
        return [len(row.verdicts) for row in sorted(rows, key=lambda row: row.case.position) if row.verdicts]

    assert seen(rep.user_id, is_seated=True) == [2]
    assert seen(marketer.user_id, is_seated=True, is_chair=True) == [2, 1]
    assert seen(admin.user_id, is_seated=False, is_chair=True) == [2, 1]
    assert seen(admin.user_id, is_seated=False) == []

    reviews.close(meeting=meeting, by=None, at=AT)
    assert seen(admin.user_id, is_seated=False) == [2, 1]


def test_the_board_begins_with_what_is_disputed_and_compares_with_what_sales_did(closed, rep):
    reviews.reopen(meeting=closed)
    judge(cases_of(closed)[4], [rep], "good", at=AT + timedelta(minutes=1))
    reviews.close(meeting=closed, by=None, at=AT)

    board = review_board.board(closed, ALL)

    assert board.rows[0].case.position == 4
    assert (board.agreement.cases, board.agreement.same) == (20, 19)
    assert board.reasons == [("no-need", 13)]
    assert board.against_sales == {"open": {"good": 6, "too_early": 7, "not_fit": 6}}
