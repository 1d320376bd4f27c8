"""What moved in a week, and the history as kept: new activities, fading, edits taken back."""

from datetime import timedelta

import pytest

from leads.models import Lead
from leads.services import writing
from scoring.services import history, rescore
from scoring.views import history_chart
from tests.factories.leads import make_activity, make_field, make_lead
from tests.scoring.conftest import AT, criterion, group, small_model


@pytest.fixture
def lead(publish_model):
    publish_model()
    return make_lead(email="a@x.es", created_at=AT - timedelta(days=60))


def moved(lead: Lead) -> dict[str, tuple[int, str]]:
    week = history.week(lead=lead, at=AT)
    return {each.reason.criterion.key: (each.reason.tenths, each.why) for each in week.moved}


def test_points_that_faded_are_named(lead):
    make_activity(lead, "inquiry", at=AT - timedelta(days=17))

    # 30 halves every ten days: 15 a week ago, at ten days; round(300 × 0.5^1.7) = 92 now.
    assert moved(lead) == {"inquiry": (92 - 150, "faded")}


def test_an_activity_of_the_week_is_new(lead):
    make_activity(lead, "inquiry", at=AT - timedelta(days=2))

    assert moved(lead) == {"inquiry": (261, "new")}


def test_an_edit_of_the_week_is_taken_back(lead):
    writing.write(
        lead=lead,
        values={"phone": "+34600000147"},
        country="ES",
        by=None,
        at=AT - timedelta(days=1),
        origin="edit",
    )

    assert moved(lead) == {"phone": (400, "met")}


def test_an_edit_before_the_week_is_not(lead):
    writing.write(
        lead=lead,
        values={"phone": "+34600000147"},
        country="ES",
        by=None,
        at=AT - timedelta(days=9),
        origin="edit",
    )

    assert moved(lead) == {}


@pytest.mark.parametrize(
    ("kind", "old", "new", "condition"),
    [
        ("number", 0, 5, {"field": "custom.phone", "op": "lte", "value": 0}),
        ("boolean", False, True, {"field": "custom.phone", "op": "is", "value": False}),
    ],
)
def test_a_zero_and_a_no_of_a_week_ago_are_known(publish_model, kind, old, new, condition):
    make_field("phone", kind)
    publish_model(own_field(condition))
    lead = make_lead(created_at=AT - timedelta(days=60), custom={"phone": old})

    edit(lead, {"custom": {"phone": new}})

    assert moved(lead) == {"own": (-400, "unmet")}


def test_an_own_field_called_like_a_column_is_not_taken_for_it(publish_model):
    make_field("phone", "text")
    publish_model(own_field({"field": "custom.phone", "op": "is_not_empty"}))
    lead = make_lead(created_at=AT - timedelta(days=60), custom={"phone": "old"})

    edit(lead, {"phone": "+34600000147"})

    assert moved(lead) == {}


def own_field(condition) -> dict:
    return small_model(groups=[group("g", "fit", criterion("own", 40, condition))])


def edit(lead, values) -> None:
    writing.write(lead=lead, values=values, country="ES", by=None, at=AT - timedelta(days=1), origin="edit")


def test_a_lead_that_was_not_there_has_no_last_week(publish_model):
    publish_model()

    assert history.week(lead=make_lead(created_at=AT - timedelta(days=6)), at=AT) is None


def test_the_week_sums_to_the_difference_of_the_scores(lead):
    make_activity(lead, "inquiry", at=AT - timedelta(days=17))
    make_activity(lead, "inquiry", at=AT - timedelta(days=1))

    week = history.week(lead=lead, at=AT)
    rescore.score(lead_ids=[lead.pk], at=AT)
    lead.rank.refresh_from_db()

    assert week.now.score == lead.rank.score
    assert (week.then.score, sum(each.reason.tenths for each in week.moved)) == (
        8,
        lead.rank.engagement - 150,
    )


def test_the_chart_is_a_stair_with_a_dot_at_each_grade(lead):
    rescore.score(lead_ids=[lead.pk], at=AT - timedelta(days=40))
    make_activity(lead, "inquiry", at=AT - timedelta(days=20))
    rescore.score(lead_ids=[lead.pk], at=AT - timedelta(days=20))

    points = history.points(lead=lead)
    chart = history_chart.stair(points, score=8, now=AT)

    assert [(point.score, point.grade) for point in points] == [(0, "D"), (15, "C")]
    assert chart.line == "36,110 36,110 254,110 254,95 472,95 472,102"
    assert [(dot.x, dot.y) for dot in chart.dots] == [("36", "110"), ("254", "95")]
    assert history_chart.stair([], score=8, now=AT) is None
