from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core.verdict import beta
from tests.releases.core.verdict.vectors import CLOPPER_PEARSON

TRIALS = st.integers(1, 60)


@pytest.mark.parametrize(("k", "n", "low", "high"), CLOPPER_PEARSON)
def test_the_interval_of_a_share_is_that_of_tables(k, n, low, high):
    found = beta.clopper_pearson(k, n, 0.05)
    assert [round(value, 8) for value in found] == [low, high]


@given(TRIALS, st.data())
def test_a_binomial_tail_is_its_sum(n, data):
    k, percent = data.draw(st.integers(0, n)), data.draw(st.integers(1, 99))
    p = Fraction(percent, 100)
    exact = sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))
    assert beta.at_least(k, n, percent / 100) == pytest.approx(float(exact), rel=1e-10, abs=1e-300)


@given(st.floats(0.001, 0.999), st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_quantile_leads_back_to_its_probability(p, a, b):
    assert beta.cdf(beta.quantile(p, a, b), a, b) == pytest.approx(p, rel=1e-5)


@given(st.floats(0.001, 0.999), st.floats(0.5, 1e5), st.floats(0.5, 1e5))
def test_both_sides_make_one(x, a, b):
    assert beta.cdf(x, a, b) + beta.cdf(1 - x, b, a) == pytest.approx(1, abs=1e-9)


def test_a_million_events_are_no_trouble():
    low, high = beta.clopper_pearson(1_000_000, 2_000_000, 0.05)
    assert (round(low, 6), round(high, 6)) == (0.499307, 0.500693)


def test_a_billion_requests_are_no_trouble():
    low, high = beta.clopper_pearson(1_000_000, 1_000_000_000, 0.05)
    assert (round(low * 1e6, 2), round(high * 1e6, 2)) == (998.04, 1001.96)
