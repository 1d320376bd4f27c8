"""What can be read at all: whatever the shape lets through, no reader of an outline stumbles over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads import fields
from nurturing import drawing, lines
from nurturing.choices import StepKind
from nurturing.engine import outline, shape
from nurturing.services import outline as wording
from nurturing.services.outline import Names


NAMES = Names(templates={"x": "Guide"}, registry=fields.base_registry([]))
SCALARS = st.none() | st.booleans() | st.integers(-3, 30) | st.floats(0, 9) | st.sampled_from(["", "a", "b"])
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(shape.CASE)), inner, max_size=3)
    ),
    max_leaves=6,
)
STEPS = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from("abc"), "kind": st.sampled_from(StepKind.values)},
        optional={name: JSON for name in shape.STEP if name not in {"id", "kind"}},
    ),
    max_size=3,
)


def test_a_whole_outline_is_well_shaped():
    case = {"any": None, "content": ["guide"], "topics": [], "go": "b"}
    steps = [
        {"id": "a", "kind": "wait", "days": 1.5, "from_hour": 9, "until_hour": 24, "weekdays": [0, 6]},
        {"id": "b", "kind": "branch_click", "cases": [case], "within_hours": 3, "email": None},
        {"id": "c", "kind": "branch_if", "condition": {"all": []}, "go": "", "otherwise": "d"},
        {"id": "d", "kind": "exit", "reason": "Done"},
    ]

    assert shape.errors(steps) == []


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"weekdays": ["mon"]}, ".weekdays[0]"),
        ({"weekdays": [7]}, ".weekdays[0]"),
        ({"weekdays": "0"}, ".weekdays"),
        ({"cases": [{"content": [{}]}]}, ".cases[0].content[0]"),
        ({"cases": ["any"]}, ".cases[0]"),
        ({"cases": [{"any": 1}]}, ".cases[0].any"),
        ({"cases": [{}, {"whom": "?"}]}, ".cases[1].whom"),
        ({"cases": {}}, ".cases"),
        ({"days": "3"}, ".days"),
        ({"days": True}, ".days"),
        ({"from_hour": 9.5}, ".from_hour"),
        ({"until_hour": 25}, ".until_hour"),
        ({"template": 7}, ".template"),
        ({"reason": "x" * 501}, ".reason"),
        ({"condition": []}, ".condition"),
        ({"wait": 3}, ".wait"),
        ({"id": ""}, ".id"),
        ({"id": "a/b"}, ".id"),
        ({"kind": ["wait"]}, ".kind"),
        ({"kind": "bomb"}, ".kind"),
    ],
)
def test_what_nobody_could_read_is_named_at_its_place(said, place):
    steps = [{"id": "end", "kind": "exit"}, {"id": "s", "kind": "wait", **said}]

    assert [error["path"] for error in shape.errors(steps)] == [f"steps[1]{place}"]


def test_a_step_that_is_no_object_is_named():
    assert [error["path"] for error in shape.errors([1])] == ["steps[0]"]


@given(STEPS)
def test_whatever_is_well_shaped_can_be_checked_told_and_drawn(steps):
    if shape.errors(steps):
        return
    outline.faults(steps)
    told = lines.read(steps, NAMES, faults=wording.check(steps, known=NAMES))

    assert len(drawing.draw(told).boxes) == len({line.id for line in told})
