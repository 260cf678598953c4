from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core import freezing
from releases.core.freezing import Time, Window

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia")


def clocks(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def window(starts: str, ends: str, rule: str = "", zone: ZoneInfo = BERLIN) -> Window:
    return Window(starts=clocks(starts), ends=clocks(ends), zone=zone, rule=rule)


YEAR_END = window("2026-12-18T18:00", "2027-01-04T08:00")
FRIDAYS = window("2026-11-20T15:00", "2026-11-23T08:00", "FREQ=WEEKLY;BYDAY=FR")


def test_a_window_is_open_from_its_beginning_until_its_end_which_does_not_count():
    assert freezing.open_at(YEAR_END, utc("2026-12-18T16:59:59")) is None
    assert freezing.open_at(YEAR_END, utc("2026-12-18T17:00")) is not None
    assert freezing.open_at(YEAR_END, utc("2027-01-04T06:59:59")) is not None
    assert freezing.open_at(YEAR_END, utc("2027-01-04T07:00")) is None


def test_the_next_times_of_a_window_begin_with_the_one_that_is_open():
    now = utc("2026-11-22T12:00")
    found = freezing.following(FRIDAYS, now, 3)
    assert [time.starts for time in found] == [
        utc("2026-11-20T14:00"), utc("2026-11-27T14:00"), utc("2026-12-04T14:00"),
    ]  # fmt: skip


def test_a_window_that_comes_once_comes_once():
    assert len(freezing.following(YEAR_END, NOW, 5)) == 1


def test_times_are_those_of_the_clocks_on_both_sides_of_a_change():
    """Berlin changes on 2027-03-28 at 02:00: that Monday 08:00 is an hour less after Friday 15:00."""
    found = freezing.following(FRIDAYS, utc("2027-03-24T00:00"), 2)
    assert found == [
        Time(utc("2027-03-26T14:00"), utc("2027-03-29T06:00")),
        Time(utc("2027-04-02T13:00"), utc("2027-04-05T06:00")),
    ]


NIGHTLY = window("2027-03-01T02:30", "2027-03-01T05:00", "FREQ=DAILY", NEW_YORK)


def test_a_time_that_does_not_exist_is_the_moment_the_clocks_jump():
    """New York jumps from 02:00 to 03:00 on 2027-03-14, at 07:00 UTC."""
    found = freezing.following(NIGHTLY, utc("2027-03-13T12:00"), 2)
    assert found[0] == Time(utc("2027-03-14T07:00"), utc("2027-03-14T09:00"))
    assert found[1] == Time(utc("2027-03-15T06:30"), utc("2027-03-15T09:00"))


def test_a_window_that_lies_in_the_missing_hour_is_left_out_that_day():
    short = window("2027-03-01T02:15", "2027-03-01T02:45", "FREQ=DAILY", NEW_YORK)
    starts = [time.starts for time in freezing.following(short, utc("2027-03-13T12:00"), 2)]
    assert starts == [utc("2027-03-15T06:15"), utc("2027-03-16T06:15")]


def test_a_time_that_comes_twice_begins_with_the_first_and_ends_with_the_second():
    """New York goes back from 02:00 to 01:00 on 2026-11-01, at 06:00 UTC."""
    night = window("2026-10-01T01:15", "2026-10-01T01:45", "FREQ=DAILY", NEW_YORK)
    found = freezing.following(night, utc("2026-10-31T12:00"), 1)
    assert found == [Time(utc("2026-11-01T05:15"), utc("2026-11-01T06:45"))]


def test_windows_that_overlap_thaw_when_the_last_of_them_ends():
    monday = window("2026-11-23T07:30", "2026-11-23T12:00", "FREQ=WEEKLY;BYDAY=MO")
    after = window("2026-11-23T12:00", "2026-11-23T13:00")
    assert freezing.thaw([FRIDAYS, monday, after], utc("2026-11-22T12:00")) == utc("2026-11-23T12:00")


def test_what_is_not_frozen_is_thawed_now_and_what_never_ends_never():
    assert freezing.thaw([YEAR_END], NOW) == NOW
    always = window("2026-01-01T00:00", "2026-01-02T00:00", "FREQ=DAILY")
    assert freezing.thaw([always], NOW) is None


def test_of_times_of_one_window_that_overlap_the_longest_lasting_counts():
    long = window("2026-11-01T00:00", "2026-11-04T00:00", "FREQ=DAILY;COUNT=30", ZoneInfo("UTC"))
    found = freezing.open_at(long, NOW)
    assert found is not None
    assert found.ends == utc("2026-11-26T00:00")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (window("2026-12-01T10:00", "2026-12-01T10:00"), "ends before it begins"),
        (window("2026-12-01T10:00", "2026-11-01T10:00"), "ends before it begins"),
        (window("1970-01-01T10:00", "2026-12-01T10:00"), "more than ten years"),
        (window("9999-01-01T10:00", "9999-12-31T10:00"), "more than ten years"),
        (window("2026-12-01T10:00", "2028-01-01T10:00"), "at most 366 days"),
        (window("2026-12-01T10:00", "2027-01-02T10:00", "FREQ=DAILY"), "at most 31 days"),
        (window("2026-12-01T10:00", "2026-12-02T10:00", "FREQ=SECONDLY"), "FREQ is one of"),
        (window("2026-11-01T10:00", "2026-11-02T10:00"), "is over"),
        (window("2026-11-01T10:00", "2026-11-02T10:00", "FREQ=DAILY;COUNT=3"), "is over"),
        (window("2026-12-01T10:00", "2026-12-02T10:00", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "is over"),
    ],
)
def test_what_is_no_window_is_said(wrong: Window, said: str):
    with pytest.raises(ValueError, match=said):
        freezing.check(wrong, NOW)


def test_a_window_that_holds_is_not_complained_about():
    freezing.check(FRIDAYS, NOW)
    freezing.check(YEAR_END, NOW)


minutes = st.integers(0, 60 * 24 * 400).map(lambda n: datetime(2026, 1, 1) + timedelta(minutes=n))  # noqa: DTZ001
rules = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=MONTHLY;BYDAY=2SU",
        "FREQ=WEEKLY;BYDAY=SU,FR",
    ]
)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    starts = draw(minutes)
    length = timedelta(minutes=draw(st.integers(1, 60 * 24 * 5)))
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    return Window(starts=starts, ends=starts + length, zone=zone, rule=draw(rules))


moments = minutes.map(lambda moment: moment.replace(tzinfo=UTC))


@given(windows(), moments)
def test_the_clocks_of_the_zone_show_the_beginning_and_the_end(one: Window, now: datetime):
    """Unless they jump over it."""
    for time in freezing.following(one, now, 4):
        assert now < time.ends
        assert time.starts < time.ends
        for moment, wanted in ((time.starts, one.starts.time()), (time.ends, one.ends.time())):
            shown = moment.astimezone(one.zone)
            before = (moment - timedelta(seconds=1)).astimezone(one.zone)
            assert shown.time() == wanted or shown.utcoffset() != before.utcoffset()


@given(windows(), moments)
def test_a_window_is_open_exactly_within_its_times(one: Window, now: datetime):
    found = freezing.open_at(one, now)
    near = list(freezing.times(one, now - timedelta(days=8), now + timedelta(days=8)))
    assert (found is not None) == any(time.starts <= now < time.ends for time in near)
    if found:
        assert found.starts <= now < found.ends


@given(st.lists(windows(), max_size=3), moments)
def test_nothing_is_frozen_at_the_moment_of_the_thaw(some: list[Window], now: datetime):
    thaw = freezing.thaw(some, now)
    assert thaw is None or not any(freezing.open_at(one, thaw) for one in some)
