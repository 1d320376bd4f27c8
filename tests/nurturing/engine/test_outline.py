"""What keeps an outline from being run: each fault named at its place."""

import pytest

from nurturing.engine.outline import Outline, faults


EXIT = {"id": "end", "kind": "exit"}
MAIL = {"id": "mail", "kind": "email", "template": "some"}


def codes(*steps):
    return [(fault.code, fault.path) for fault in faults(list(steps))]


def branch(**more):
    case = {"any": True, "go": "end"}
    return {"id": "b", "kind": "branch_click", "cases": [case], "within_days": 3, "otherwise": "end"} | more


def test_a_sound_outline_has_no_fault():
    wait = {"id": "wait", "kind": "wait", "days": 3, "from_hour": 9, "until_hour": 18, "weekdays": [0, 4]}

    assert codes(MAIL, wait, branch(), EXIT) == []


@pytest.mark.parametrize(
    ("steps", "code", "path"),
    [
        ([], "empty", "steps"),
        ([{"id": "s", "kind": "fly"}, EXIT], "unknown_kind", "steps[0].kind"),
        ([{"id": "S!", "kind": "wish"}, EXIT], "bad_id", "steps[0].id"),
        ([{"id": "end", "kind": "wish"}, EXIT], "same_id", "steps[1].id"),
        ([{"id": "mail", "kind": "email"}, EXIT], "no_template", "steps[0].template"),
        ([MAIL], "no_exit", "steps[0]"),
        ([{**MAIL, "go": "mail"}, EXIT], "loop", "steps[0].go"),
        ([{**MAIL, "go": "gone"}, EXIT], "unknown_target", "steps[0].go"),
        ([{**MAIL, "go": "end"}, {"id": "w", "kind": "wish"}, EXIT], "unreachable", "steps[1]"),
        ([{"id": "w", "kind": "wait"}, EXIT], "no_wait", "steps[0]"),
        ([{"id": "w", "kind": "wait", "days": 0}, EXIT], "bad_wait", "steps[0].days"),
        ([{"id": "w", "kind": "wait", "days": 9999}, EXIT], "bad_wait", "steps[0].days"),
        ([{"id": "w", "kind": "wait", "days": 1, "hours": 1}, EXIT], "no_wait", "steps[0]"),
        ([{"id": "w", "kind": "wait", "days": True}, EXIT], "bad_wait", "steps[0].days"),
        (
            [{"id": "w", "kind": "wait", "days": 1, "from_hour": 9, "until_hour": 9}, EXIT],
            "bad_window",
            "steps[0].from_hour",
        ),
        (
            [{"id": "w", "kind": "wait", "days": 1, "weekdays": [7]}, EXIT],
            "bad_weekdays",
            "steps[0].weekdays",
        ),
        ([branch(), EXIT], "no_mail_before", "steps[0].email"),
        ([MAIL, branch(cases=[]), EXIT], "no_cases", "steps[1].cases"),
        ([MAIL, branch(cases=[{"any": True}]), EXIT], "no_target", "steps[1].cases[0].go"),
        ([MAIL, branch(cases=[{"go": "end"}]), EXIT], "empty_case", "steps[1].cases[0]"),
        ([MAIL, branch(within_days=None), EXIT], "no_time_out", "steps[1].within_days"),
        ([{"id": "i", "kind": "branch_if", "go": "end"}, EXIT], "no_condition", "steps[0].condition"),
        (
            [{"id": "i", "kind": "branch_if", "condition": {"all": []}}, EXIT],
            "no_target",
            "steps[0].go",
        ),
        ([{"id": "t", "kind": "task", "title": " "}, EXIT], "no_title", "steps[0].title"),
        ([{"id": "t", "kind": "task", "title": "Call", "days": -1}, EXIT], "bad_days", "steps[0].days"),
    ],
)
def test_each_fault_is_named_at_its_place(steps, code, path):
    assert (code, path) in codes(*steps)


@pytest.mark.parametrize("steps", [None, {}, "mail", [1], [["mail"]]])
def test_what_is_no_list_of_steps_is_refused(steps):
    assert [fault.code for fault in faults(steps)] == ["not_a_list"]


def test_a_branch_looks_at_the_last_mail_above_it_or_at_the_one_it_names():
    second = {**MAIL, "id": "second"}
    outline = Outline([MAIL, second, branch(), branch(id="named", email="mail"), EXIT])

    assert outline.email_before(outline.steps[2]).id == "second"
    assert outline.email_before(outline.steps[3]).id == "mail"


def test_ways_that_part_may_come_together_again():
    steps = [
        {"id": "i", "kind": "branch_if", "condition": {"all": []}, "go": "a", "otherwise": "b"},
        {"id": "a", "kind": "wish", "go": "end"},
        {"id": "b", "kind": "wish"},
        EXIT,
    ]

    assert codes(*steps) == []
    assert Outline(steps).reachable() == {0, 1, 2, 3}
