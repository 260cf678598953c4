from __future__ import annotations

import math

import pytest

from releases.core.verdict import baking


@pytest.mark.parametrize(
    ("share", "rate", "percent", "requests", "minutes"),
    [
        (0.01, 10, 1, 436, 72.7), (0.01, 10, 10, 436, 7.3), (0.01, 10, 50, 808, 2.7),
        (0.001, 100, 1, 4352, 72.5), (0.001, 100, 10, 4736, 7.9), (0.001, 100, 50, 8064, 2.7),
        (0.01, 1, 1, 436, 726.7),
    ],
)  # fmt: skip
def test_three_times_as_much_harm_needs_so_many_requests(share, rate, percent, requests, minutes):
    bake = baking.needed(share, rate, percent)
    assert bake.requests == requests
    assert (bake.seconds or 0) / 60 == pytest.approx(minutes, abs=0.05)


def test_the_sentence_says_how_far_it_is_and_what_is_shorter():
    one, ten = baking.needed(0.01, 10, 1), baking.needed(0.01, 10, 10)
    assert baking.told(one, 32 * 60 + 59, ten) == "32 of 73 min; at this traffic 10 % would need 7 min"
    assert baking.told(one, 0) == "0 of 73 min"
    assert baking.told(baking.needed(0.001, 10, 1), 7200) == "2 of 12 h"


def test_a_step_that_takes_more_than_a_day_says_so():
    assert baking.needed(0.0001, 1, 1).long
    assert not baking.needed(0.01, 1, 1).long


@pytest.mark.parametrize(
    ("share", "rate", "percent", "why"),
    [
        (0.01, None, 1, "The traffic is unknown."), (0.01, math.nan, 1, "The traffic is unknown."),
        (0.01, 0, 1, "There is no traffic."), (None, 10, 1, "The share of bad events is unknown."),
        (1.5, 10, 1, "The share of bad events is unknown."),
        (0.0, 10, 1, "There were no bad events: of nothing there is no multiple."),
        (0.01, 10, 0, "A step has more than 0 and at most 100 percent of the traffic."),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_said(share, rate, percent, why):
    bake = baking.needed(share, rate, percent)
    assert (bake.requests, bake.seconds, baking.told(bake, 0)) == (None, None, why)
    assert baking.smallest(share, rate, percent, 600) is None


def test_a_harm_that_is_none_needs_no_time_one_could_name():
    assert baking.needed(0.01, 10, 1, harm=1.0).requests is None


def test_the_smallest_harm_is_the_one_that_needs_this_time():
    seconds = baking.needed(0.01, 10, 10).seconds or 0
    assert baking.smallest(0.01, 10, 10, seconds) == pytest.approx(3, rel=0.02)
    assert (baking.smallest(0.01, 10, 10, 10 * seconds) or 9) < 2
    assert baking.smallest(0.01, 10, 10, 1) is None
