"""Edits of an outline keep its jumps right. Pure."""

from nurturing import editing


def steps():
    return [
        {"id": "s1", "kind": "email", "template": "x"},
        {
            "id": "s2",
            "kind": "branch_click",
            "cases": [{"any": True, "go": "s4"}],
            "within_days": 3,
            "otherwise": "s3",
        },
        {"id": "s3", "kind": "exit"},
        {"id": "s4", "kind": "wait", "days": 1, "go": "s5"},
        {"id": "s5", "kind": "exit"},
    ]


def ids(listed):
    return [step["id"] for step in listed]


def test_a_step_is_inserted_below_another_or_on_top():
    new = {"id": editing.fresh_id(steps()), "kind": "wish"}

    assert new["id"] == "s6"
    assert ids(editing.insert(steps(), new, after="s2")) == ["s1", "s2", "s6", "s3", "s4", "s5"]
    assert ids(editing.insert(steps(), new, after=""))[0] == "s6"


def test_a_step_moves_one_line_and_stays_at_the_ends():
    assert ids(editing.move(steps(), "s3", is_up=True)) == ["s1", "s3", "s2", "s4", "s5"]
    assert ids(editing.move(steps(), "s5", is_up=False)) == ids(steps())


def test_jumps_to_a_step_that_is_taken_out_lead_to_the_line_below_it():
    left, _removed = editing.remove(steps(), "s4")

    assert ids(left) == ["s1", "s2", "s3", "s5"]
    assert left[1]["cases"] == [{"any": True, "go": "s5"}]


def test_a_jump_to_a_last_step_that_is_taken_out_leads_on_to_the_next_line():
    left, _removed = editing.remove(steps(), "s5")

    assert "go" not in left[3]


def test_restoring_gives_every_outline_back_as_it_was():
    for step_id in ids(steps()):
        left, removed = editing.remove(steps(), step_id)

        assert editing.restore(left, removed) == steps(), step_id


def test_a_jump_somebody_turned_meanwhile_is_left_alone():
    left, removed = editing.remove(steps(), "s4")
    left[1]["cases"][0]["go"] = "s3"

    back = editing.restore(left, removed)

    assert back[1]["cases"][0]["go"] == "s3"
    assert ids(back) == ids(steps())
