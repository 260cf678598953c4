"""Before and after a deployment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from releases.charts import Points, Shape, State, Window, before_after, of_settings

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATENCY = Shape(name="Latency p95", unit="ms", limit=300)


def minutes(start: int, *found: float) -> Points:
    begin = AT.timestamp() + 60 * start
    return [(begin + 60 * n, value) for n, value in enumerate(found)]


def boxes(svg: str) -> list[str]:
    return [one.get("class", "") for one in ElementTree.fromstring(svg) if one.tag == "rect"]


def test_a_pair_says_both_figures_and_what_lies_between():
    pair = before_after(LATENCY, minutes(-4, 210, 212, 214, 300), minutes(0, 230, 240, 232))
    assert (pair.before, pair.after, pair.delta) == ("213 ms", "232 ms", "+8.92 %")
    assert pair.state == State.HELD


@pytest.mark.parametrize(
    ("after", "state"), [(305, State.BROKEN), (220, State.WATCH), (211, State.HELD), (150, State.HELD)]
)
def test_the_state_goes_by_the_slo_and_by_what_was_usual(after: float, state: State):
    pair = before_after(LATENCY, minutes(-3, 210, 211, 212), minutes(0, after, after))
    assert pair.state == state


def test_where_less_is_worse_less_is_watched():
    shape = Shape(name="Open connections", up=False)
    assert before_after(shape, minutes(-2, 100, 101), minutes(0, 40)).state == State.WATCH
    assert before_after(shape, minutes(-2, 100, 101), minutes(0, 140)).state == State.HELD


def test_one_side_alone_is_not_known_but_a_broken_slo_is():
    assert before_after(LATENCY, [], minutes(0, 100)).state == State.UNKNOWN
    assert before_after(LATENCY, minutes(-2, 100), []).state == State.UNKNOWN
    assert before_after(LATENCY, [], minutes(0, 900)).state == State.BROKEN
    assert before_after(LATENCY, [], []).chart.empty


def test_shares_of_counts_differ_by_points():
    errors = of_settings({"name": "Errors", "kind": "counts", "slo": 0.999})
    before = [(AT.timestamp() - 60, 1, 1000)]
    pair = before_after(errors, before, [(AT.timestamp(), 3, 1000)])
    assert (pair.before, pair.after, pair.delta) == ("0.1 %", "0.3 %", "+0.2 pt")
    assert pair.state == State.BROKEN


def test_nothing_before_has_no_relative_difference():
    assert before_after(LATENCY, minutes(-1, 0), minutes(0, 5)).delta == ""


def test_the_usual_and_the_steps_are_shaded():
    windows = [
        Window(starts=AT + timedelta(minutes=n), ends=AT + timedelta(minutes=n + 5), label=label)
        for n, label in ((0, "1 %"), (5, "10 %"))
    ]
    pair = before_after(LATENCY, minutes(-10, *[200] * 10), minutes(0, *[200] * 10), windows=windows)
    assert boxes(pair.chart.svg) == ["win w0", "win w1", "band"]
    assert [(label, left) for label, left in pair.chart.windows] == [("1 %", 50), ("10 %", 75)]


def test_the_line_is_not_drawn_across_the_deployment():
    pair = before_after(LATENCY, minutes(-2, 1, 1), minutes(0, 2, 2))
    (line,) = [one for one in ElementTree.fromstring(pair.chart.svg) if one.get("class") == "line"]
    assert line.get("d", "").count("M") == 2


def test_a_pair_is_shown_with_a_word_beside_its_colour():
    pair = before_after(LATENCY, minutes(-2, 100, 100), minutes(0, 400))
    html = render_to_string("releases/_pair.html", {"pair": pair})
    assert "broken" in html
    assert "100 ms → <strong>400 ms</strong>" in html
    assert 'role="img"' in html
