"""Many points on few columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from releases.charts._columns import columns, runs

FINITE = st.floats(min_value=0, max_value=1e12)


def test_a_missing_point_ends_a_run():
    pieces = list(runs([(0, 1), (60, 1), (180, 1), (240, 1)], 60))
    assert [[at for at, _value in piece] for piece in pieces] == [[0, 60], [180, 240]]


def test_where_nothing_was_counted_there_is_a_gap_not_a_zero():
    pieces = list(runs([(0, 0, 10), (60, 0, 0), (120, 1, 10)], 60))
    assert [len(piece) for piece in pieces] == [1, 1]


def test_a_column_of_counts_weighs_slots_by_their_requests():
    (column,) = columns([(0, 1, 10), (1, 0, 990)], 0, 100, 1)
    assert (column.low, column.middle, column.high) == (0, 0.1, 10)


@given(st.lists(FINITE, min_size=1, max_size=400), st.integers(1, 40))
def test_no_peak_is_lost_and_nothing_is_added(found: list[float], n: int):
    drawn = columns([(at, value) for at, value in enumerate(found)], 0, len(found), n)
    assert max(one.high for one in drawn) == max(found)
    assert min(one.low for one in drawn) == min(found)
    assert sum(one.n for one in drawn) == len(found)
    assert all(one.low <= one.middle <= one.high for one in drawn)


@given(st.lists(st.integers(0, 500), unique=True, min_size=1), st.integers(1, 40))
def test_columns_go_from_left_to_right(times: list[int], n: int):
    drawn = [one for run in runs([(at, 1.0) for at in sorted(times)], 1) for one in columns(run, 0, 500, n)]
    shares = [one.share for one in drawn]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
