"""The template tags, drawn as templates draw them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def draw(source: str, **context) -> str:
    with translation.override("en"):
        return Template(source).render(Context({"shell": SimpleNamespace(now=NOW), "now": NOW, **context}))


def test_a_grade_is_a_letter_with_a_word_for_readers() -> None:
    assert (
        draw('{% grade "B" "large" %}')
        == '<span class="grade b large"><span class="vh">grade </span>B</span>'
    )
    assert "no grade" in draw("{% grade None %}")


def test_a_light_is_shape_word_and_reason() -> None:
    html = draw('{% light "amber" reason %}', reason="no start <date>")

    assert "#light-amber" in html
    assert "Amber" in html
    assert "no start &lt;date&gt;" in html


def test_a_boxed_light_gives_advice_and_reason() -> None:
    assert "<b>Green: hand to Sales</b>" in draw('{% light "green" "" True %}')
    assert "Not scored yet" in draw("{% light None %}")


@pytest.mark.parametrize(
    ("ahead", "css", "words"),
    [
        (timedelta(minutes=-12), "overdue", "12 min late"),
        (timedelta(hours=1), "today", "Today 13:00"),
        (timedelta(days=1), "future", "Tomorrow 12:00"),
        (None, "none", "No step"),
    ],
)
def test_a_step_has_a_shape_for_each_case(ahead, css, words) -> None:
    html = draw("{% step due %}", due=None if ahead is None else NOW + ahead)

    assert f'class="step {css}"' in html
    assert f"#step-{css}" in html
    assert words in html


def test_a_clock_counts_down_and_then_says_how_late() -> None:
    left = draw('{% clock due "to accept" %}', due=NOW + timedelta(minutes=102))
    late = draw('{% clock due "to accept" %}', due=NOW - timedelta(minutes=5))

    assert "1 h 42 min" in left
    assert 'class="clock late"' in late
    assert "5 min late" in late


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Marta Soler", "MS"),
        ("marta@x.es", "M"),
        ("ana.ruiz@x.es", "AR"),
        ("Ángel de la Fuente", "ÁF"),
        ("", "?"),
        ("—", "?"),
    ],
)
def test_initials_take_first_and_last_word(name, expected) -> None:
    assert draw("{{ name|initials }}", name=name) == expected


def test_nobody_is_a_dashed_circle_with_a_word() -> None:
    assert "Nobody" in draw("{% avatar None %}")


def test_a_person_is_escaped() -> None:
    html = draw("{% avatar name %}{% owner name %}", name="<b>Eve</b>")

    assert "<b>Eve" not in html


def test_a_count_stops_at_its_cap() -> None:
    assert ">10,000+<" in draw("{% capped 10000 %}")
    assert ">212<" in draw("{% capped 212 %}")


@pytest.mark.parametrize(("tenths", "width"), [(400, "64.0"), (200, "32.0"), (0, "0.0"), (-50, "8.0")])
def test_a_bar_is_as_long_as_its_share(tenths, width) -> None:
    assert f'width="{width}"' in draw("{% contribution_bar tenths 400 %}", tenths=tenths)


def test_a_bar_survives_a_model_without_points() -> None:
    assert "rect" in draw("{% contribution_bar 0 0 %}")


@pytest.mark.parametrize(
    ("url", "expected"), [("https://www.acme.com/", "acme.com"), ("acme.com/x/", "acme.com/x"), ("", "")]
)
def test_an_address_is_shown_without_its_scheme(url, expected) -> None:
    assert draw("{{ url|domain }}", url=url) == expected


def test_missing_values_are_a_dash() -> None:
    assert draw("{{ a|money }}{{ a|number }}{{ a|points }}{% ago a %}{% moment a %}", a=None) == "–––––"
