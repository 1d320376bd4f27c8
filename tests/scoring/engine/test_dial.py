"""Turning a definition: what can be turned, where it stands, and that riper settings are always within rarer ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.nodes import FieldTest, Group, Not
from scoring.choices import GRADES
from scoring.engine.dial import Dial, Fixed, Line, dial_of, settings
from scoring.engine.spec import LightSpec, score_fields_of


MAIL = FieldTest("person.email", "is_not_empty")
GOOD = FieldTest("score.grade", "in", ("A", "B"))
FORTY = FieldTest("score.score", "gte", 40)
LINES = st.builds(Line, st.sampled_from(GRADES), st.integers(0, 100))
SCORES = st.integers(0, 100)


def definition(*parts) -> LightSpec:
    return LightSpec(Group("all", parts), 10)


def holds(node, grade: str, score: int) -> bool:
    """Answer what these tests ask, in plain Python; what is not asked of the score holds."""
    match node:
        case Group(mode="all", children=children):
            return all(holds(child, grade, score) for child in children)
        case Group(mode="any", children=children):
            return any(holds(child, grade, score) for child in children)
        case FieldTest(field="score.grade", op="in", value=value):
            return grade in value
        case FieldTest(field="score.score", op="gte", value=value):
            return score >= value
    assert node == MAIL
    return True


def turned(light: LightSpec) -> Dial:
    dial = dial_of(light)
    assert isinstance(dial, Dial)
    return dial


@pytest.mark.parametrize(
    ("parts", "by_grade", "line"),
    [
        ((GOOD, MAIL), True, Line("B", 0)),
        ((MAIL, FieldTest("score.grade", "eq", "A")), True, Line("A", 0)),
        ((FieldTest("score.grade", "not_in", ("C", "D")), MAIL), True, Line("B", 0)),
        ((FieldTest("score.grade", "ne", "D"),), True, Line("C", 0)),
        ((FORTY, MAIL), False, Line("", 40)),
        ((FieldTest("score.score", "gt", 40),), False, Line("", 41)),
        ((GOOD, MAIL, FORTY), False, Line("", 40)),
        ((MAIL,), False, Line("", 0)),
        ((), False, Line("", 0)),
    ],
)
def test_a_dial_is_read_from_what_the_definition_asks(parts, by_grade, line):
    dial = turned(definition(*parts))

    assert (dial.by_grade, dial.line) == (by_grade, line)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((Group("any", (GOOD, MAIL)),), Fixed.ENTANGLED),
        ((Not(GOOD), MAIL), Fixed.ENTANGLED),
        ((FieldTest("score.score", "lte", 40),), Fixed.ENTANGLED),
        ((FieldTest("score.score", "between", (10, 40)),), Fixed.ENTANGLED),
        ((FieldTest("score.grade", "in", ("A", "C")),), Fixed.ENTANGLED),
        ((FieldTest("score.grade", "eq", "B"),), Fixed.ENTANGLED),
        ((FieldTest("score.grade", "is_not_empty"),), Fixed.ENTANGLED),
        ((FORTY, FieldTest("score.score", "gte", 60)), Fixed.TWICE),
        ((GOOD, FieldTest("score.grade", "eq", "A")), Fixed.TWICE),
        ((FieldTest("score.score", "gte", 120),), Fixed.BEYOND),
    ],
)
def test_what_no_dial_can_turn_says_why(parts, why):
    assert dial_of(definition(*parts)) is why


def test_a_definition_that_names_something_deleted_is_not_turned():
    assert dial_of(LightSpec(Group("any"), 10, is_broken=True)) is Fixed.BROKEN


@given(LINES)
def test_a_line_of_grade_and_score_is_read_back(line):
    light = turned(definition(GOOD, MAIL)).turned(line)

    again = turned(light)

    assert (again.by_grade, again.line) == (True, line)
    assert again.kept.requirements == (MAIL,)


@given(SCORES)
def test_a_line_of_the_score_is_read_back(score):
    for parts in ((FORTY, GOOD, MAIL), (MAIL,)):
        dial = turned(definition(*parts))
        again = turned(dial.turned(Line("", score)))
        assert (again.by_grade, again.line.score) == (False, score)
        assert [part for part in again.kept.requirements if part != FORTY] == [
            part for part in parts if part != FORTY
        ]


@given(LINES, st.sampled_from(GRADES), SCORES)
def test_a_line_asks_for_its_place_on_the_scale_and_nothing_else(line, grade, score):
    light = turned(definition(GOOD, MAIL)).turned(line)

    assert holds(light.condition, grade, score) == (Line(grade, score).rank >= line.rank)


@given(st.dictionaries(st.integers(0, 403), st.integers(1, 50), max_size=60), st.sampled_from(GRADES), SCORES)
def test_a_riper_setting_never_takes_a_lead_that_a_rarer_one_leaves(reached, grade, score):
    dial = turned(definition(GOOD, MAIL))

    found = settings(dial, reached)

    taken = [holds(dial.turned(each.line).condition, grade, score) for each in found]
    assert taken == sorted(taken, reverse=True)


@given(st.dictionaries(st.integers(0, 403), st.integers(1, 50), max_size=60))
def test_settings_differ_by_a_tenth_at_least(reached):
    dial = turned(definition(GOOD, MAIL))

    found = settings(dial, reached)

    counts = [sum(n for rank, n in reached.items() if rank >= each.line.rank) for each in found]
    assert bool(found) == bool(reached)
    assert len(found) <= min(5, len(reached))
    assert all(rarer >= 1.1 * riper for rarer, riper in zip(counts, counts[1:], strict=False))
    assert len({each.name for each in found}) == len(found)


def test_places_that_hardly_differ_make_one_setting():
    dial = turned(definition(FORTY, MAIL))

    found = settings(dial, {90: 100, 80: 1, 70: 2, 60: 100})

    assert [(each.name, each.line.score) for each in found] == [("rare", 60), ("well_done", 90)]


def test_settings_take_their_share_of_the_newcomers():
    dial = turned(definition(FORTY, MAIL))

    found = settings(dial, dict.fromkeys(range(1, 101), 1))

    assert [(each.name, 101 - each.line.score) for each in found] == [
        ("rare", 60),
        ("medium_rare", 40),
        ("medium", 25),
        ("medium_well", 15),
        ("well_done", 8),
    ]


def test_a_line_that_takes_a_whole_grade_asks_for_the_grade_alone():
    dial = turned(definition(GOOD, MAIL))
    b_sixty, c_ten, c_twenty = Line("B", 60).rank, Line("C", 10).rank, Line("C", 20).rank

    found = settings(dial, {b_sixty: 5, c_twenty: 5, c_ten: 5})

    assert [each.line for each in found] == [Line("C", 0), Line("C", 20), Line("B", 0)]


@pytest.mark.parametrize(
    "key", ["", "B", "B-", "E-40", "b-40", "B-101", "B--1", "B-1e3", "40", "B-٤", "B-4-0"]
)
def test_a_key_of_another_scale_names_no_line(key):
    assert turned(definition(GOOD, MAIL)).read(key) is None


@given(LINES)
def test_a_key_names_its_line(line):
    assert turned(definition(GOOD, MAIL)).read(line.key) == line


@pytest.mark.parametrize("parts", [(GOOD, MAIL), (FORTY, MAIL), (MAIL,), (GOOD, FORTY)])
def test_all_else_is_kept(parts):
    dial = turned(definition(*parts))

    kept = [part for part in parts if not score_fields_of(part)] + (
        [GOOD] if FORTY in parts and GOOD in parts else []
    )

    assert list(dial.kept.requirements) == kept
