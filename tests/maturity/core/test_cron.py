"""How far apart the runs of a schedule are."""

from __future__ import annotations

import pytest

from maturity.core.cron import longest_gap


@pytest.mark.parametrize(
    ("expression", "days"),
    [
        ("0 6 * * *", 1), ("0 6 * * 1", 7), ("0 6 * * 1-5", 3), ("0 0 1 * *", 31), ("*/10 * * * *", 1),
        ("0 6 * * MON,THU", 4), ("H H * * 1-5", 3), ("@weekly", 7), ("rate(7 days)", 7), ("24h", 1),
        ("cron(0 8 ? * MON-FRI *)", 3), ("0 0 12 ? * 2", 7), ("0 0 12 * * ?", 1), ("0 0 1 1 *", 366),
    ],
)  # fmt: skip
def test_the_longest_pause_decides_not_the_average(expression: str, days: float):
    assert longest_gap(expression) == days


def test_a_day_of_month_and_a_weekday_together_mean_either():
    assert longest_gap("0 0 1 * 1") == 7


@pytest.mark.parametrize(
    "expression", ["", "every now and then", "0 0 99 * *", "0 0 31 2 *", "* " * 40, "$CRON"]
)
def test_what_cannot_be_read_has_no_answer(expression: str):
    assert longest_gap(expression) is None


def test_a_field_of_ten_thousand_parts_is_read_in_no_time():
    assert longest_gap(f"0 0 {','.join(['1'] * 10_000)} * *") == 31
