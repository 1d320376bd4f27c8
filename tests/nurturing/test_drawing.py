"""The map: every step has its own place, below whatever leads to it; and versions in sentences. Pure but for names."""

from itertools import combinations
from types import SimpleNamespace

import pytest

from leads import fields
from nurturing import comparing, drawing, lines
from nurturing.services.outline import Names
from nurturing.starts import STARTS


NAMES = Names(templates={"x": "Guía"}, registry=fields.base_registry([]))


def drawn(steps):
    return drawing.draw(lines.read(steps, NAMES))


def plain(start):
    return [
        {key: value for key, value in step.items() if key != "starter"} | {"template": "x"}
        for step in start.steps
    ]


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.key)
def test_no_two_boxes_share_a_place_and_ways_lead_down(start):
    found = drawn(plain(start))
    places = [(box.row, box.lane) for box in found.boxes]

    assert len(places) == len(set(places)) == len(start.steps)
    assert all(way.path.startswith("M") for way in found.ways)
    # each step but the ends is left by a way, and a branch by one for each of its ways
    leaving = sum(max(len(box.line.ways), 1) for box in found.boxes if box.line.kind != "exit")
    assert len(found.ways) == leaving


def area(word):
    return word.x, word.y - 11, word.x + 6 * len(word.label), word.y + 4


def touch(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_the_words_of_a_branch_touch_neither_one_another_nor_a_box():
    branch = {
        "id": "b",
        "kind": "branch_click",
        "within_days": 3,
        "cases": [
            {"content": ["prices-of-this-year"], "go": "e1"},
            {"content": ["how-long-works-take"], "go": "e2"},
            {"topics": ["kitchens"], "go": "w"},
        ],
        "otherwise": "e1",
    }
    question = {"id": "i", "kind": "branch_if", "condition": {"all": []}, "go": "e2", "otherwise": "e1"}
    ends = [{"id": "e1", "kind": "exit"}, {"id": "e2", "kind": "exit"}]
    mail, wait = {"id": "m", "kind": "email", "template": "x"}, {"id": "w", "kind": "wait", "days": 2}

    found = drawn([mail, branch, wait, question, *ends])

    words = [area(way) for way in found.ways if way.label]
    boxes = [(box.x, box.y, box.x + box.width, box.bottom) for box in found.boxes]
    assert len(words) == 5
    assert not [pair for pair in combinations(words, 2) if touch(*pair)]
    assert not [word for word in words if any(touch(word, box) for box in boxes)]
    assert all(left >= 0 and right <= found.width for left, _top, right, _bottom in words)


def test_a_broken_outline_can_still_be_drawn():
    steps = [
        {"id": "s1", "kind": "branch_if", "go": "gone", "otherwise": "s0"},
        {"id": "s0", "kind": "nonsense"},
        {"id": "s1", "kind": "wait", "go": "s1"},
    ]

    assert drawn(steps).boxes


def test_an_empty_outline_has_an_empty_map():
    assert drawn([]).boxes == []


def version(*steps, **columns):
    said = {"entry": {}, "exit_condition": {}, "reentry": "never", "reentry_days": 180}
    return SimpleNamespace(steps=list(steps), **(said | columns))


def test_versions_differ_in_sentences():
    mail = {"id": "a", "kind": "email", "template": "x"}
    wait = {"id": "b", "kind": "wait", "days": 3}
    end = {"id": "c", "kind": "exit"}
    old = version(mail, wait, end)
    new = version({"id": "d", "kind": "wish"}, {**wait, "days": 5}, end, reentry="always")

    found = comparing.compare(old, new, known=NAMES)

    assert [(one.kind, one.before, one.after) for one in found] == [
        ("changed", "Never again", "Whenever the condition holds"),
        ("new", "", "Ask Sales to take over"),
        ("changed", "Wait 3 days", "Wait 5 days"),
        ("gone", "Send “Guía”", ""),
    ]


def test_only_the_line_that_moved_is_called_moved():
    rows = [{"id": name, "kind": "task", "title": name} for name in "abcd"]

    found = comparing.compare(version(*rows), version(*rows[1:], rows[0]), known=NAMES)

    assert [(one.kind, one.before) for one in found] == [("moved", "Make a task: a")]


def test_a_line_put_between_does_not_make_jumps_differ():
    jump = {"id": "a", "kind": "wait", "days": 1, "go": "c"}
    rest = [{"id": "b", "kind": "wish"}, {"id": "c", "kind": "exit"}]
    between = {"id": "x", "kind": "task", "title": "Call"}

    found = comparing.compare(version(jump, *rest), version(jump, between, *rest), known=NAMES)

    assert [one.kind for one in found] == ["new"]
