from __future__ import annotations

import math

import pytest

from releases.core.verdict import Verdict, Why, levels
from releases.core.verdict.levels import LevelSettings
from tests.releases.core.verdict.vectors import BASE, BUSY, CALM, LEVELS, times


def figure(judged, name):
    value = getattr(judged, name)
    return round(value, 4) if isinstance(value, float) else value


@pytest.mark.parametrize("name", LEVELS)
def test_closed_forms_come_out_as_worked_out(name):
    before, after, weeks, settings, verdict, why, figures = LEVELS[name]
    judged = levels.judge(before, after, weeks, LevelSettings(**settings))
    assert (judged.verdict, judged.why) == (verdict, why)
    assert {name: figure(judged, name) for name in figures} == figures


def test_versions_side_by_side_need_no_weeks():
    judged = levels.judge(BASE, times(1.25), concurrent=True)
    assert (judged.verdict, judged.weeks, judged.inflation) == (Verdict.FAIL, 0, 1.0)


def test_versions_side_by_side_ignore_what_earlier_weeks_say():
    assert levels.judge(BASE, times(1.3), BUSY, concurrent=True) == levels.judge(
        BASE, times(1.3), concurrent=True
    )


def test_one_earlier_week_is_too_few_to_fail():
    assert levels.judge(BASE, times(1.5), CALM[:1]).why == Why.UNADJUSTED
    assert levels.judge(BASE, times(1.5), CALM[:2]).verdict == Verdict.FAIL


@pytest.mark.parametrize(
    ("value", "why"),
    [(math.inf, "infinite"), ("-Infinity", "infinite"), (-1.0, "negative"), (0.0, "zero")],
)
@pytest.mark.parametrize("place", [0, 1])
def test_one_impossible_value_says_nothing_about_the_release(value, why, place):
    windows = [list(BASE), list(BASE)]
    windows[place][7] = value
    judged = levels.judge(windows[0], windows[1], CALM, LevelSettings(ceiling=1000.0))
    assert (judged.verdict, judged.why) == ("inconclusive", why)


def test_an_earlier_week_that_is_broken_does_not_count():
    broken: list[levels.Pair] = [(times(-1), BASE), (BASE, [0.0] * 30), (BASE, [None] * 30), (BASE[:5], BASE)]
    assert levels.judge(BASE, BASE, [*broken, *CALM]).weeks == 4


def test_nothing_at_all_is_inconclusive():
    assert levels.judge([], [], []).why == Why.INSUFFICIENT


def test_a_queue_that_is_empty_keeps_its_limit():
    settings = LevelSettings(ceiling=10.0, zeros=True)
    assert levels.judge([0.0] * 30, [0.0] * 30, (), settings).why == Why.CEILING
    assert levels.judge([0.0] * 30, [0.0] * 29 + [11.0], (), settings).why == Why.ZERO


def test_a_floor_is_kept_from_above():
    settings = LevelSettings(bad="down", ceiling=50.0)
    assert levels.judge(BASE, times(0.6), CALM, settings).why == Why.CEILING
    assert levels.judge(BASE, times(0.5), CALM, settings).verdict == Verdict.FAIL


@pytest.mark.parametrize("factor", [1e3, 0.9e3, 1e6, 1e-3, 1e-9, 1 / 400])
def test_a_unit_that_changed_is_no_verdict(factor):
    judged = levels.judge(BASE, times(factor), CALM)
    assert (judged.verdict, judged.why) == ("inconclusive", "unit")


def test_a_hundred_times_worse_is_no_change_of_unit():
    assert levels.judge(BASE, times(100), CALM).verdict == Verdict.FAIL


def test_too_many_values_are_refused_at_once():
    judged = levels.judge([1.0] * 100_000, [1.0] * 100_000)
    assert (judged.verdict, judged.why) == ("inconclusive", "too_long")


def test_values_at_the_ends_of_what_a_number_holds_are_no_accident():
    judged = levels.judge([5e-324] * 30, [1.7e308] * 30, [([1e300] * 30, [1e-300] * 30)] * 4)
    assert judged.verdict == Verdict.FAIL
    assert all(math.isfinite(value or math.nan) for value in (judged.ratio, judged.low, judged.high))


def test_weeks_that_differ_widen_the_interval():
    weeks = [(BASE, times(factor)) for factor in (0.8, 0.95, 1.05, 1.25)]
    judged = levels.judge(BASE, times(1.25), weeks)
    assert (judged.between or 0) > 0.15
    assert judged.verdict == Verdict.INCONCLUSIVE


def test_a_slope_of_every_week_is_no_noise():
    """A window of hours holds a piece of the day."""
    hill = [100 * math.exp(0.5 * i / 48) * (1 + 0.02 * ((7 * i) % 11 - 5)) for i in range(96)]
    weeks = [(hill[:48], hill[48:])] * 4
    judged = levels.judge(hill[:48], times(1.25, hill[48:]), weeks)
    assert judged.trended
    assert judged.verdict == Verdict.FAIL
    assert levels.judge(hill[:48], hill[48:], weeks).verdict == Verdict.PASS


def test_weeks_on_a_coarser_grid_still_say_what_is_usual():
    judged = levels.judge(BASE, times(1.3), [(a[:22], b[:22]) for a, b in BUSY])
    assert (judged.weeks, round(judged.shift or 0, 4), judged.pooled) == (4, 1.3, False)


def test_the_sentence_holds_the_numbers():
    said = "1.25 times as high as is usual (1.20 to 1.30): worse for certain, and 1.2 times is too much."
    assert levels.judge(BASE, times(1.25), CALM).sentence == said
    said = "Before it was 1.00 times as high (0.96 to 1.04): less than 1.2 times for certain."
    assert levels.judge(BASE, BASE, (), LevelSettings(bad="down")).sentence == said
