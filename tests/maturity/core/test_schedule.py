from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.schedule import checked, in_words, next_time, weekly

MONDAY = datetime(2026, 3, 2, 12, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "following"),
    [
        ("17 3 * * 1", datetime(2026, 3, 9, 3, 17, tzinfo=UTC)),
        ("30 12 * * *", datetime(2026, 3, 3, 12, 30, tzinfo=UTC)),
        (" 31  12 * * * ", datetime(2026, 3, 2, 12, 31, tzinfo=UTC)),
        ("0 0 29 2 *", datetime(2028, 2, 29, tzinfo=UTC)),
        ("0 0 L * *", datetime(2026, 3, 31, tzinfo=UTC)),
        ("0 2 * * mon-fri", datetime(2026, 3, 3, 2, tzinfo=UTC)),
    ],
)
def test_the_next_time_is_the_first_one_after(cron, following):
    assert next_time(cron, MONDAY) == following


@pytest.mark.parametrize(
    ("cron", "english", "chinese"),
    [
        ("17 3 * * 1", "At 03:17, only on Monday (UTC)", "在 03:17, 仅在星期一 (UTC)"),
        ("0 * * * *", "Every hour (UTC)", "每小时 (UTC)"),
        ("0 6 1 2 *", "At 06:00, on day 1 of the month, only in February (UTC)",
         "在 06:00, 每月的 1 号, 仅在 2 月 (UTC)"),
        ("0 6 * * 1-5", "At 06:00, Monday through Friday (UTC)", "在 06:00,星期一 到星期五 (UTC)"),
    ],
)  # fmt: skip
def test_a_schedule_is_told_in_words(cron, english, chinese):
    assert in_words(cron, "en") == english
    assert in_words(cron, "zh-hans") == chinese


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("", "a schedule has five fields"),
        ("@daily", "a schedule has five fields"),
        ("0 0 3 * * *", "a schedule has five fields"),
        ("0 0 * * " + ",".join(["1"] * 99), "a schedule has five fields"),
        ("61 * * * *", "the schedule 61 * * * * cannot be used: bad minute"),
        ("0 0 30 2 *", "the schedule 0 0 30 2 * cannot be used: bad day-of-month"),
        ("0 0 31 2,4 *", "the schedule 0 0 31 2,4 * cannot be used: bad day-of-month"),
        ("x x x x x", "cannot be used: bad minute"),
        ("*/0 * * * *", "cannot be used: bad minute"),
    ],
)
def test_what_is_no_schedule_is_told_in_one_sentence(cron, said):
    for use in (checked, lambda text: in_words(text, "en"), lambda text: next_time(text, MONDAY)):
        with pytest.raises(ValueError) as told:  # noqa: PT011 - what it says is compared below
            use(cron)
        assert said in str(told.value)


@given(st.text(alphabet="0123456789*/,-LW#? monJAN", max_size=40))
def test_no_text_does_more_than_be_refused(text):
    with suppress(ValueError):
        assert next_time(text, MONDAY) > MONDAY
        assert in_words(text, "zh-hans").endswith(" (UTC)")


def test_weekly_checks_of_many_stacks_are_spread_over_the_week():
    times = [next_time(weekly(pk), MONDAY) for pk in range(1, 5_001)]
    assert all(MONDAY < time <= MONDAY + timedelta(days=7) for time in times)
    days = Counter(time.weekday() for time in times)
    assert len(days) == 7
    assert max(days.values()) < 1.2 * min(days.values())
    assert max(Counter(times).values()) <= 3
