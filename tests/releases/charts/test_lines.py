"""A metric over a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given
from hypothesis import strategies as st

from releases.charts import Mark, Points, Shape, series
from releases.charts._drawing import rounded_up
from releases.charts._shape import figure

STARTS = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=1)
LATENCY = Shape(name="Latency", unit="ms", limit=300)


def minutes(*found: float | None) -> Points:
    begin = STARTS.timestamp()
    return [(begin + 60 * n, value) for n, value in enumerate(found) if value is not None]


def path(svg: str, name: str) -> str:
    drawn = [one for one in ElementTree.fromstring(svg) if one.get("class") == name]
    return drawn[0].get("d", "") if drawn else ""


def test_a_gap_is_not_bridged_and_a_point_alone_is_a_dot():
    chart = series(LATENCY, minutes(200, 210, None, 220, None, 230, 240), STARTS, ENDS, step=60)
    line = path(chart.svg, "line")
    assert line.count("M") == 3
    assert line.count("h.01") == 1


def test_the_slo_is_a_line_where_it_belongs():
    chart = series(LATENCY, minutes(200, 400), STARTS, ENDS, step=60)
    assert chart.limit == ("300 ms", 40.0)
    assert path(chart.svg, "slo") == "M0 40H100"


def test_an_slo_far_above_everything_is_named_but_does_not_flatten_the_line():
    chart = series(LATENCY, minutes(10, 12), STARTS, ENDS, step=60)
    assert chart.limit == ("300 ms", None)
    assert path(chart.svg, "slo") == ""
    assert "SLO 300 ms ↑" in render_to_string("releases/_chart.html", {"chart": chart})


def test_the_share_of_counts_is_in_percent_and_its_slo_too():
    shape = Shape(name="Errors", unit="%", counts=True, limit=0.1)
    chart = series(shape, [(STARTS.timestamp(), 1, 1000)], STARTS, ENDS, step=60)
    assert chart.words == "Errors: from 0.1 % to 0.1 %, 0.1 % in the middle."
    assert chart.limit is not None
    assert chart.limit[0] == "0.1 %"


def test_without_points_it_says_that_nothing_is_known():
    chart = series(LATENCY, [], STARTS, ENDS)
    assert chart.empty
    assert "Nothing is known" in render_to_string("releases/_chart.html", {"chart": chart})


def test_deployments_outside_the_time_are_not_marked():
    marks = [Mark(at=STARTS + timedelta(minutes=30), label="1.2"), Mark(at=ENDS + timedelta(1), label="1.3")]
    chart = series(LATENCY, minutes(1), STARTS, ENDS, marks=marks)
    assert [(mark.label, left) for mark, left in chart.marks] == [("1.2", 50)]


def test_the_table_says_the_same_newest_first_with_gaps():
    chart = series(LATENCY, minutes(200, 400), STARTS, ENDS, step=60)
    assert chart.rows[-1].low == "200 ms"
    assert chart.rows[-1].high == "400 ms"
    assert chart.rows[0].middle is None
    html = render_to_string("releases/_chart.html", {"chart": chart})
    assert html.count("nothing known") == 23


def test_a_name_cannot_bring_markup_into_the_picture():
    shape = Shape(name="<script>&", unit='"><b>')
    html = render_to_string(
        "releases/_chart.html", {"chart": series(shape, minutes(1, 2), STARTS, ENDS, step=60)}
    )
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"), (238.4, "238"), (23.84, "23.8"), (2.384, "2.38"), (0.1234, "0.123"), (0.00012, "0.00012"),
        (12_345, "12.3k"), (3_200_000_000, "3.2G"), (100, "100"), (-5, "-5"), (10, "10"),
    ],
)  # fmt: skip
def test_figures_have_three_digits_that_count(value: float, said: str):
    assert figure(value) == said


@given(st.floats(min_value=1e-9, max_value=1e17))
def test_the_axis_holds_what_is_drawn_on_it(value: float):
    assert value * (1 - 1e-6) <= rounded_up(value) <= value * 2.01


@given(st.lists(st.floats(min_value=0, max_value=1e17), min_size=1, max_size=60))
@example([5e-324])
def test_every_picture_is_well_formed_and_inside_its_paper(found: list[float]):
    chart = series(LATENCY, minutes(*found), STARTS, ENDS, step=60)
    numbers = path(chart.svg, "line").replace("M", " ").replace("L", " ").replace("h.01", "").split()
    assert all(0 <= float(one) <= 100 for one in numbers)
