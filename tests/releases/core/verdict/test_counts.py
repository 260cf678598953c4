from __future__ import annotations

import math

import pytest

from releases.core.verdict import Verdict, Why, counts
from releases.core.verdict.counts import Counts, CountSettings
from tests.releases.core.verdict.vectors import COUNTS


@pytest.mark.parametrize(("b0", "n0", "b1", "n1", "verdict", "why", "ratio", "low", "high", "p"), COUNTS)
def test_closed_forms_come_out_as_worked_out(b0, n0, b1, n1, verdict, why, ratio, low, high, p):
    judged = counts.judge(Counts(b0, n0), Counts(b1, n1))
    assert (judged.verdict, judged.why) == (verdict, why)
    found = [judged.ratio, judged.low, judged.high, judged.p]
    assert [value if value is None else round(value, 4) for value in found] == [ratio, low, high, p]


def test_three_times_more_that_keeps_the_slo_passes():
    judged = counts.judge(Counts(10, 100_000), Counts(30, 100_000), CountSettings(slo=0.999))
    assert (judged.verdict, judged.why) == (Verdict.PASS, Why.WITHIN_SLO)
    assert (judged.share_high or 1) <= 0.001


def test_the_slo_is_held_against_what_may_be_and_not_against_what_was_seen():
    few = counts.judge(Counts(0, 1000), Counts(1, 1000), CountSettings(slo=0.999))
    assert few.why != Why.WITHIN_SLO


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (Counts(math.nan, 1000), "infinite"), (Counts(1, math.inf), "infinite"),
        (Counts(-1, 1000), "negative"), (Counts(0, -5), "negative"), (Counts(1001, 1000), "impossible"),
        (Counts(1, 10**15), "too_long"), (Counts(0, 0), "insufficient"),
    ],
)  # fmt: skip
def test_impossible_counts_say_nothing_about_the_release(after, why):
    judged = counts.judge(Counts(1, 1000), after, CountSettings(slo=0.5))
    assert (judged.verdict, judged.why) == ("inconclusive", why)


@pytest.mark.parametrize("slo", [0.0, 1.0, 99.9, math.nan])
def test_an_slo_that_cannot_be_is_no_pass(slo):
    assert counts.judge(Counts(0, 1000), Counts(0, 1000), CountSettings(slo=slo)).why == Why.IMPOSSIBLE


def test_fractions_of_a_source_that_extrapolates_are_rounded():
    whole = counts.judge(Counts(10, 10_000), Counts(30, 10_000))
    assert counts.judge(Counts(10.4, 9_999.7), Counts(29.6, 10_000.2)) == whole


def test_fewer_bad_events_pass():
    assert counts.judge(Counts(300, 100_000), Counts(200, 100_000)).verdict == Verdict.PASS


def test_the_sentence_holds_the_numbers():
    then = "worse for certain, and 2 times is too much."
    said = f"0.3 % are bad, 3.00 times the share of before (1.43 to 6.88): {then}"
    assert counts.judge(Counts(10, 10_000), Counts(30, 10_000)).sentence == said
    said = f"0.08 % are bad, none was before (more than 1.71 times): {then}"
    assert counts.judge(Counts(0, 10_000), Counts(8, 10_000)).sentence == said
