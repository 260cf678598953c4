"""Charts from stored levels."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity import charts
from maturity.charts import (
    HISTORY,
    SPARK,
    Point,
    Span,
    height,
    history,
    last_days,
    months,
    spark,
    steps,
    within,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = Span(START, START + timedelta(days=100))
MOMENTS = st.integers(-50, 150).map(lambda day: START + timedelta(days=day))
POINTS = st.lists(st.builds(Point, MOMENTS, st.none() | st.integers(0, 5)), max_size=12).map(
    lambda points: sorted(points, key=lambda point: point.at)
)


def at(day: int, level: int | None) -> Point:
    return Point(START + timedelta(days=day), level)


def test_a_level_from_before_is_carried_to_the_start() -> None:
    assert within([at(-9, 1), at(-3, 2), at(50, 3), at(200, 4)], SPAN) == [at(0, 2), at(50, 3)]


def test_a_change_of_level_is_a_step_at_its_day() -> None:
    line, area = steps([at(0, 1), at(50, 3)], SPAN, HISTORY)
    assert line == "M0 46H50V26H100"
    assert area == "M0 56V46H50V56ZM50 56V26H100V56Z"


def test_a_time_without_a_level_is_a_gap() -> None:
    assert steps([at(0, 1), at(20, None), at(60, 2)], SPAN, HISTORY)[0] == "M0 46H20M60 36H100"


def test_a_repository_that_is_new_starts_in_the_middle() -> None:
    assert steps([at(75, 0)], SPAN, HISTORY)[0] == "M75 56H100"


def test_without_any_level_there_is_no_line() -> None:
    assert spark([], SPAN) == ""
    assert spark([at(0, None)], SPAN) == ""


def test_a_spark_ends_in_a_dot_at_the_level_of_now() -> None:
    assert f'cy="{SPARK.y(4):g}"' in spark([at(0, 1), at(9, 4)], SPAN)
    assert "circle" not in spark([at(0, 1), at(9, None)], SPAN)


@given(POINTS)
def test_whatever_is_stored_the_drawing_stays_inside_its_box(points: list[Point]) -> None:
    line, _ = steps(points, SPAN, HISTORY)
    numbers = [float(part) for part in line.replace("M", " ").replace("H", " ").replace("V", " ").split()]
    assert all(0 <= number <= 100 for number in numbers)
    ElementTree.fromstring(history(points, SPAN))


@pytest.mark.parametrize(("level", "percent"), [(0, 93.3), (5, 10.0)])
def test_the_words_beside_the_axis_stand_at_their_lines(level: int, percent: float) -> None:
    assert height(level) == percent


def test_an_axis_names_its_ends_and_its_middle() -> None:
    assert months(Span(START, START + timedelta(days=10))) == [
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 1, 11),
    ]


def test_a_span_ends_now() -> None:
    assert last_days(SPAN.end, 100) == SPAN


def test_every_status_of_a_day_has_a_shape_of_its_own() -> None:
    shapes = {day: charts.HEAT[day] for day in "op.E159"}
    assert len({name for name, _top in shapes.values()}) == 6
    assert charts.HEAT["1"] != charts.HEAT["5"]


def test_a_map_draws_one_path_for_each_status_and_nothing_for_unknown_days() -> None:
    drawn = ElementTree.fromstring(charts.heat("  oo.E29x"))
    assert [path.get("class") for path in drawn] == ["h-clean", "h-carry", "h-err", "h-d2", "h-d3"]
    assert drawn[0].get("d") == "M21 14h8V20h-8zM31 14h8V20h-8z"


def test_a_trend_is_a_step_for_each_day_from_the_bottom_up() -> None:
    drawn = ElementTree.fromstring(charts.trend([[0, 5], [5, 0]], 5))
    lines = [path.get("d") for path in drawn if (path.get("class") or "").startswith("line")]
    assert lines == ["M0 60H50V4H100", "M0 4H50V60H100"]


def test_a_trend_without_drift_is_a_flat_line() -> None:
    assert 'd="M0 60H50V60H100"' in charts.trend([[0, 0]], 0)
