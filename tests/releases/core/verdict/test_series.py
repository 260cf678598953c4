from __future__ import annotations

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from releases.core.verdict import series
from releases.core.verdict.series import Grid

NOW = 1_000_000.0
GRID = Grid(NOW - 900, NOW)


def points(*values, step=60.0):
    return [(NOW - step * (len(values) - i), value) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("given", "kind", "why"),
    [
        (points(1, math.inf), "level", "infinite"), (points(1, -1), "level", "negative"),
        (points(5, 7, 2), "counter", "counter_reset"), ([(NOW, 1.0), (NOW, 1.0)], "level", "duplicate"),
        ([(NOW, 1.0), (NOW - 60, 1.0)], "level", "unordered"), ([(math.nan, 1.0)], "level", "unordered"),
        ([(NOW + 3600, 1.0)], "level", "clock_skew"), (points(*[1.0] * 20_001), "level", "too_long"),
    ],
)  # fmt: skip
def test_a_series_that_is_useless_says_why(given, kind, why):
    judged = series.flaw(given, NOW, kind)
    assert judged is not None
    assert (judged.verdict, judged.why) == ("inconclusive", why)


def test_a_series_with_gaps_and_falling_values_is_good_enough():
    assert series.flaw(points(5, math.nan, 2), NOW) is None
    assert series.flaw(points(5, 5, math.nan, 7), NOW, "counter") is None
    assert series.flaw([], NOW) is None


def test_medians_lie_on_the_grid_and_gaps_stay_gaps():
    ago = {900: 3.0, 899: 1.0, 601: 100.0, 600: math.nan, 1: 7.0, 0: 9.0}
    given = [(NOW - seconds, value) for seconds, value in ago.items()]
    assert series.medians(given, GRID) == [3.0, None, 7.0]


def test_counts_add_up_on_the_grid():
    assert series.sums([(NOW - 900, 3.0), (NOW - 800, 1.0), (NOW - 1, 0.0)], GRID) == [4.0, None, 0.0]


def test_silence_is_zero_only_where_requests_were_counted():
    bad, total = [None, 2.0, None, 5.0], [10.0, 10.0, None, None]
    assert series.proved(bad, total) == [0.0, 2.0, None, None]
    assert series.counted(bad, total) == (2.0, 20.0)


def test_a_counter_counts_from_its_first_to_its_last_point():
    assert series.increase([(NOW - 2000, 1.0), (NOW - 900, 10.0), (NOW - 10, 25.0)], GRID) == 15.0
    assert series.increase([(NOW - 900, 10.0)], GRID) is None


def test_a_grid_that_ends_before_it_begins_has_no_places():
    assert series.medians([(NOW, 1.0)], Grid(NOW, NOW - 900)) == []


def test_the_same_hour_of_earlier_weeks_is_that_of_the_clock_on_the_wall():
    """Clocks in Berlin were set back on 25 October 2026."""
    begin = datetime(2026, 10, 28, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    grid = Grid(begin.timestamp(), begin.timestamp() + 3600)
    local = series.weeks_before(grid, 2, ZoneInfo("Europe/Berlin"))
    assert [(grid.begin - one.begin) / 3600 for one in local] == [7 * 24 + 1, 14 * 24 + 1]
    assert [datetime.fromtimestamp(one.begin, UTC).hour for one in series.weeks_before(grid, 2)] == [8, 8]
    assert [one.places for one in local] == [12, 12]
