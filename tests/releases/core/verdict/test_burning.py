from __future__ import annotations

import math

import pytest

from releases.core.verdict import Verdict, Why, burning
from releases.core.verdict.burning import DAY, PAGES, TICKETS, Rule, Window
from releases.core.verdict.counts import Counts
from tests.releases.core.verdict.vectors import BURNING


@pytest.mark.parametrize(("windows", "verdict"), BURNING)
def test_closed_forms_come_out_as_worked_out(windows, verdict):
    assert burning.judge([Window(*one) for one in windows], 0.999).verdict == verdict


def test_factors_are_those_of_the_workbook():
    assert [rule.factor(30 * DAY) for rule in (*PAGES, *TICKETS)] == pytest.approx([14.4, 6, 3, 1])
    assert [rule.factor(28 * DAY) for rule in (*PAGES, *TICKETS)] == pytest.approx([13.44, 5.6, 2.8, 14 / 15])
    week = [(3600, 0.08), (21600, 0.125), (86400, 0.2), (259200, 0.42)]
    assert [Rule(long, 1, budget).factor(7 * DAY) for long, budget in week] == pytest.approx(
        [13.44, 3.5, 1.4, 0.98]
    )


def test_one_rule_that_fails_is_enough():
    calm, alarming = [(3600, 0, 3600), (300, 0, 300)], [(21600, 900, 21600), (1800, 90, 1800)]
    judged = burning.judge([Window(*one) for one in calm + alarming], 0.999)
    assert judged.verdict == Verdict.FAIL
    assert judged.limit == pytest.approx(6)


def test_a_window_is_cut_where_the_deployment_began():
    assert burning.spans(600) == {3600: 600, 300: 300, 21600: 600, 1800: 600}


@pytest.mark.parametrize(
    ("windows", "why"),
    [
        ([], "insufficient"), ([(3600, 1, 10), (3600, 1, 10)], "duplicate"),
        ([(3600, 5, 1), (300, 0, 1)], "impossible"), ([(3600, -1, 5), (300, 0, 1)], "negative"),
        ([(3600, math.nan, 5), (300, 0, 1)], "infinite"), ([(3600, 0, 0.2), (300, 0, 0.2)], "no_events"),
    ],
)  # fmt: skip
def test_windows_that_say_nothing_are_inconclusive(windows, why):
    judged = burning.judge([Window(*one) for one in windows], 0.999)
    assert (judged.verdict, judged.why) == ("inconclusive", why)


@pytest.mark.parametrize("slo", [0.0, 1.0, 99.9])
def test_an_slo_that_cannot_be_is_no_pass(slo):
    windows = [Window(3600, 0, 3600), Window(300, 0, 300)]
    assert burning.judge(windows, slo).why == Why.IMPOSSIBLE
    assert burning.budget(Counts(0, 100), slo, 1000).why == Why.IMPOSSIBLE


@pytest.mark.parametrize(("bad", "verdict"), [(9, "pass"), (10, "marginal"), (19, "marginal"), (20, "fail")])
def test_a_release_may_spend_a_part_of_the_budget(bad, verdict):
    judged = burning.budget(Counts(bad, 5_000), 0.999, 1_000_000, Counts(0, 500_000))
    assert judged.verdict == verdict
    assert judged.spent == judged.beyond == pytest.approx(bad / 1000)
    assert judged.left == pytest.approx(1 - bad / 1000)


def test_what_was_spent_before_at_the_same_rate_is_no_harm_of_the_release():
    """A day of a service that always burns at 0.9 times its rate is 3 % of its budget."""
    usual = Counts(27_000, 30_000_000)
    judged = burning.budget(Counts(900, 1_000_000), 0.999, 30_000_000, usual)
    assert (judged.verdict, judged.beyond) == (Verdict.PASS, 0.0)
    assert judged.spent == pytest.approx(0.03)
    worse = burning.budget(Counts(1_600, 1_000_000), 0.999, 30_000_000, usual)
    assert worse.verdict == Verdict.FAIL
    assert worse.beyond == pytest.approx(700 / 30_000)


def test_a_few_bad_events_more_than_usual_are_chance():
    judged = burning.budget(Counts(5, 3_000), 0.999, 90_000, Counts(80, 90_000))
    assert judged.verdict == Verdict.PASS


@pytest.mark.parametrize("expected", [None, 0, -1, math.nan, math.inf])
def test_a_budget_nobody_knows_is_inconclusive(expected):
    assert burning.budget(Counts(1, 100), 0.999, expected).why == Why.NO_EVENTS


def test_without_events_nothing_is_known_of_the_budget():
    assert burning.budget(Counts(0, 0), 0.999, 1000).verdict == Verdict.INCONCLUSIVE


def test_what_is_left_is_unknown_without_the_time_before():
    judged = burning.budget(Counts(1, 100), 0.999, 1_000_000)
    assert (judged.left, judged.sentence) == (
        None,
        "0.1 % of the error budget is spent since the deployment.",
    )
