"""Agreement: against the worked examples of Krippendorff (2011), and what must hold of any ratings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine.review_agreement import agreement, alpha, dissent, majority


def units(*raters: str) -> list[list[str]]:
    """Return the values by unit, of raters by line; a dot is left out."""
    return [[value for value in unit if value != "."] for unit in zip(*raters, strict=True)]


@pytest.mark.parametrize(
    ("raters", "expected"),
    [
        # A. binary data, two observers, no missing data
        (("0100000010", "1110010000"), 0.095),
        # B. nominal data, two observers, no missing data
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        # C. nominal data, any number of observers, missing data
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)
def test_alpha_is_that_of_the_worked_examples(raters, expected):
    assert alpha(units(*raters)) == pytest.approx(expected, abs=0.0005)


def test_alpha_says_nothing_where_there_is_nothing_to_tell_apart():
    assert alpha([]) is None
    assert alpha([["good"], ["not_fit"]]) is None
    assert alpha([["good", "good"], ["good", "good"]]) is None


VERDICTS = st.lists(st.lists(st.sampled_from(["good", "too_early", "not_fit"]), max_size=5), max_size=12)


@given(VERDICTS)
def test_alpha_is_one_exactly_where_all_agree(cases):
    found, measured = alpha(cases), agreement(cases)

    assert found is None or found <= 1
    assert found is None or (found == pytest.approx(1)) == (measured.same == measured.cases)


@given(VERDICTS, st.randoms())
def test_who_said_it_and_in_which_order_makes_no_difference(cases, random):
    shuffled = [random.sample(case, len(case)) for case in cases]
    random.shuffle(shuffled)

    assert agreement(shuffled).same == agreement(cases).same
    assert (
        alpha(shuffled) == pytest.approx(alpha(cases))
        if alpha(cases) is not None
        else alpha(shuffled) is None
    )


def test_the_share_counts_only_cases_with_two_verdicts():
    found = agreement([["good", "good"], ["good", "not_fit"], ["good"], []])

    assert (found.cases, found.same, found.share) == (2, 1, 0.5)
    assert agreement([["good"]]).share is None


def test_the_majority_is_what_most_said_and_nobody_s_where_two_are_level():
    assert majority(["good", "good", "not_fit"]) == "good"
    assert majority(["good", "not_fit"]) == ""
    assert majority([]) == ""


def test_disputed_cases_sort_last():
    cases = [["good", "good", "good"], ["good", "not_fit", "too_early"], ["good", "good", "not_fit"]]

    assert sorted(cases, key=dissent) == [cases[0], cases[2], cases[1]]
