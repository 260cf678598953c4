"""Quiet hours and digests by the clock on the wall, also on the nights when that clock is changed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.notices.timing import Digest, Quiet, after_quiet, moment, next_digest

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Asia/Kolkata",
                                 "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia")]
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
NIGHT = Quiet(BERLIN, time(22), time(7))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("quiet", "now", "then"),
    [
        (NIGHT, utc(2026, 11, 23, 12), utc(2026, 11, 23, 12)),
        (NIGHT, utc(2026, 11, 23, 21), utc(2026, 11, 24, 6)),  # 22:00 there
        (NIGHT, utc(2026, 11, 23, 20, 59), utc(2026, 11, 23, 20, 59)),
        (NIGHT, utc(2026, 11, 24, 5, 59), utc(2026, 11, 24, 6)),
        (NIGHT, utc(2026, 11, 24, 6), utc(2026, 11, 24, 6)),
        (NIGHT, utc(2026, 3, 28, 22), utc(2026, 3, 29, 5)),  # the night that is an hour shorter
        (NIGHT, utc(2026, 10, 24, 22), utc(2026, 10, 25, 6)),  # and the one that is longer
        (Quiet(BERLIN, time(9), time(9)), utc(2026, 11, 23, 12), utc(2026, 11, 23, 12)),
        (Quiet(BERLIN, days=frozenset({5, 6})), utc(2026, 11, 21, 12), utc(2026, 11, 22, 23)),
        (Quiet(BERLIN, time(22), time(7), frozenset({5, 6})), utc(2026, 11, 20, 22), utc(2026, 11, 23, 6)),
        (Quiet(BERLIN, time(2, 15), time(2, 45)), utc(2026, 3, 29, 1), utc(2026, 3, 29, 1)),
    ],
)
def test_messages_wait_until_the_quiet_ends(quiet, now, then):
    assert after_quiet(quiet, now) == then


@pytest.mark.parametrize(
    ("digest", "now", "then"),
    [
        (Digest(BERLIN, time(9)), utc(2026, 11, 23, 7), utc(2026, 11, 23, 8)),
        (Digest(BERLIN, time(9)), utc(2026, 11, 23, 8), utc(2026, 11, 24, 8)),
        (Digest(BERLIN, time(9), 0), utc(2026, 11, 23, 8), utc(2026, 11, 30, 8)),
        (Digest(BERLIN, time(9)), utc(2026, 3, 28, 9), utc(2026, 3, 29, 7)),
        (Digest(BERLIN, time(2, 30)), utc(2026, 3, 28, 9), utc(2026, 3, 29, 1, 30)),  # there is no 02:30
        (Digest(BERLIN, time(2, 30)), utc(2026, 10, 25, 0, 29), utc(2026, 10, 25, 0, 30)),
        (Digest(BERLIN, time(2, 30)), utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)),  # once, not twice
    ],
)
def test_a_digest_comes_at_its_hour(digest, now, then):
    assert next_digest(digest, now) == then


@given(ZONES, TIMES, TIMES, st.frozensets(st.integers(0, 6), max_size=6), MOMENTS)
def test_after_the_quiet_it_is_not_quiet(zone, start, end, days, now):
    quiet = Quiet(zone, start, end, days)
    then = after_quiet(quiet, now)
    assert now <= then <= now + timedelta(days=9)
    assert after_quiet(quiet, then) == then


@given(ZONES, TIMES, TIMES, MOMENTS)
def test_it_is_quiet_when_the_clock_says_so_unless_it_is_being_changed(zone, start, end, now):
    wait = after_quiet(Quiet(zone, start, end), now) - now
    assert wait <= timedelta(hours=49)
    local = now.astimezone(zone).time()
    inside = start <= local < end if start < end else (local >= start or local < end)
    around = {(now + timedelta(hours=h)).astimezone(zone).utcoffset() for h in range(-26, 27, 2)}
    if len(around) == 1 and start != end:
        assert (wait > timedelta(0)) == inside


@given(ZONES, TIMES, st.none() | st.integers(0, 6), MOMENTS)
def test_the_next_digest_is_after_now_and_the_one_after_it_a_period_later(zone, at, day, now):
    digest = Digest(zone, at, day)
    then = next_digest(digest, now)
    assert now < then
    period = timedelta(days=1 if day is None else 7)
    assert then - now <= period + timedelta(hours=25)
    following = next_digest(digest, then)
    assert abs(following - then - period) <= timedelta(hours=24)
    assert next_digest(digest, then - timedelta(seconds=1)) == then


@given(ZONES, TIMES, MOMENTS)
def test_a_moment_is_the_time_on_the_wall_unless_that_is_skipped(zone, at, now):
    day = now.date()
    found = moment(day, at, zone).astimezone(zone)
    if found.time() != at:
        assert found.utcoffset() != (found - timedelta(hours=25)).astimezone(UTC).astimezone(zone).utcoffset()
