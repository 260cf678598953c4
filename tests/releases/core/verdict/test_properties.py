"""What holds for every series, however it was measured."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core.verdict import Verdict, Why, counts, levels, stored
from releases.core.verdict.counts import Counts
from releases.core.verdict.levels import LevelSettings

VALUES = st.floats(0.5, 50)
WINDOWS = st.lists(VALUES | st.none(), min_size=24, max_size=32)
WEEKS = st.lists(st.tuples(WINDOWS, WINDOWS), max_size=4)
ANY = st.lists(st.none() | st.floats(), max_size=40)
NUMBERS = st.floats() | st.integers(-10, 10**13)
FEW = LevelSettings(n_min=5, coverage=0.0)
# Not the verdict: the last digit of a ratio may put it on the other side of a limit.
FIGURES = ("ratio", "low", "high", "fail_low", "inflation", "shift", "between", "rank")


def about(judged):
    found = [getattr(judged, name) for name in FIGURES]
    return [None if value is None else pytest.approx(value, rel=1e-6, abs=1e-9) for value in found]


def figures(judged):
    return [getattr(judged, name) for name in FIGURES]


def scaled(window, factor):
    return [None if value is None else value * factor for value in window]


def inverse(window):
    return [None if value is None else 1 / value for value in window]


@given(WINDOWS, WINDOWS, WEEKS, st.sampled_from([2.0**-20, 0.5, 1024.0]))
def test_the_unit_of_a_metric_changes_nothing(pre, post, weeks, factor):
    other = [(scaled(a, factor), scaled(b, factor)) for a, b in weeks]
    judged = levels.judge(scaled(pre, factor), scaled(post, factor), other, FEW)
    assert figures(judged) == about(levels.judge(pre, post, weeks, FEW))


@given(WINDOWS, WINDOWS, WEEKS)
def test_before_and_after_swapped_turn_the_ratio_around(pre, post, weeks):
    one = levels.judge(pre, post, weeks, FEW)
    other = levels.judge(post, pre, [(b, a) for a, b in weeks], FEW)
    assert (one.ratio is None) == (other.ratio is None)
    assert (one.low is None) == (other.low is None)
    if one.ratio and other.ratio:
        assert one.ratio * other.ratio == pytest.approx(1)
    if one.low and other.high:
        assert one.low * other.high == pytest.approx(1)


@given(WINDOWS, WINDOWS, WEEKS)
def test_what_should_be_high_is_judged_as_its_inverse(pre, post, weeks):
    down = LevelSettings(bad="down", n_min=5, coverage=0.0)
    other = [(inverse(a), inverse(b)) for a, b in weeks]
    judged = levels.judge(inverse(pre), inverse(post), other, down)
    assert figures(judged) == about(levels.judge(pre, post, weeks, FEW))


@given(WINDOWS, WINDOWS, WEEKS, st.randoms(use_true_random=False))
def test_the_order_of_the_weeks_changes_nothing(pre, post, weeks, chance):
    other = list(weeks)
    chance.shuffle(other)
    assert figures(levels.judge(pre, post, other, FEW)) == about(levels.judge(pre, post, weeks, FEW))


@given(WINDOWS, WINDOWS, WEEKS, st.integers(0, 19))
def test_more_values_pass_only_what_is_ruled_out(pre, post, weeks, few):
    assert levels.judge(pre, post[:few], weeks).why == Why.INSUFFICIENT
    whole = levels.judge(pre, post, weeks)
    if whole.verdict == Verdict.PASS:
        assert whole.high is not None
        assert whole.high < 1.2


@given(WINDOWS, WINDOWS, WEEKS)
def test_an_interval_holds_its_ratio_and_a_fail_its_proof(pre, post, weeks):
    judged = levels.judge(pre, post, weeks, FEW)
    if judged.low and judged.ratio and judged.high and judged.fail_low:
        assert judged.fail_low <= judged.low <= judged.ratio * (1 + 1e-9) <= judged.high * (1 + 2e-9)
    if judged.verdict == Verdict.FAIL:
        assert (judged.fail_low or 0) > 1
        assert (judged.weeks or 0) >= 2


@given(ANY, ANY, st.lists(st.tuples(ANY, ANY), max_size=2), st.booleans())
def test_no_series_is_too_strange_to_be_judged_and_stored(pre, post, weeks, concurrent):
    case = stored.level_case(pre, post, weeks, FEW, concurrent=concurrent)
    judged = levels.judge(pre, post, weeks, FEW, concurrent=concurrent)
    assert stored.again(stored.pack(case)) == judged
    if any(value is not None and (math.isinf(value) or value < 0) for value in (*pre, *post)):
        assert judged.verdict == Verdict.INCONCLUSIVE


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_no_counts_are_too_strange_to_be_judged(b0, n0, b1, n1):
    judged = counts.judge(Counts(b0, n0), Counts(b1, n1))
    if any(not math.isfinite(value) or value < 0 for value in (b0, n0, b1, n1)):
        assert judged.verdict == Verdict.INCONCLUSIVE


@given(st.integers(0, 200), st.integers(0, 200), st.integers(100, 10_000), st.integers(100, 10_000))
def test_shares_swapped_turn_their_interval_around(b0, b1, n0, n1):
    one = counts.judge(Counts(min(b0, n0), n0), Counts(min(b1, n1), n1))
    other = counts.judge(Counts(min(b1, n1), n1), Counts(min(b0, n0), n0))
    if one.low and other.high:
        assert one.low * other.high == pytest.approx(1, rel=1e-6)
