from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.core import recurrence
from releases.core.recurrence import Rule, Weekday

FIRST = date(2026, 11, 20)  # a Friday
WEEKDAYS = st.lists(st.sampled_from(recurrence.WEEKDAYS), min_size=1, max_size=4, unique=True)
NUMBERED = st.tuples(st.sampled_from([-5, -2, -1, 1, 2, 5]), st.sampled_from(recurrence.WEEKDAYS))
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True)
MONTH_DAYS = st.lists(st.sampled_from([-31, -2, -1, 1, 13, 28, 29, 30, 31]), min_size=1, max_size=3)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Any rule that is understood, those that name no day among them."""
    often = draw(st.sampled_from(list(recurrence.Often)))
    parts = [f"FREQ={often}", f"INTERVAL={draw(st.integers(1, 14))}"]
    months = draw(st.none() | MONTHS)
    if months:
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if often != "WEEKLY" and draw(st.booleans()):
        parts.append("BYMONTHDAY=" + ",".join(map(str, draw(MONTH_DAYS))))
    if draw(st.booleans()):
        parts.append("BYDAY=" + ",".join(draw(WEEKDAYS)))
    elif often == "MONTHLY" or (often == "YEARLY" and months):
        nth, name = draw(NUMBERED)
        parts.append(f"BYDAY={nth}{name}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 20))}")
    elif draw(st.booleans()):
        parts.append(f"UNTIL={draw(st.dates(FIRST, date(2028, 1, 1))):%Y%m%d}")
    return ";".join(draw(st.permutations(parts)))


def days(text: str, first: date, last: date) -> list[date]:
    return list(recurrence.read(text).between(first, first, last))


def theirs(text: str, first: date, last: date) -> list[date]:
    until = re.sub(r"(UNTIL=\d{8})", r"\1T235959", text)
    days, found = iter(rrulestr(until, dtstart=datetime.combine(first, time(15)))), []
    with suppress(ValueError):  # it runs into the year 10000 when no later day is named
        for one in takewhile(lambda day: day.date() <= last, days):
            found.append(one.date())
    return found


# The other reader walks to the year 9999 when a rule names no day, so it begins shortly before.
@settings(max_examples=300, deadline=None)
@given(rules(), st.dates(date(9993, 1, 1), date(9996, 12, 31)))
def test_the_same_days_are_named_as_by_another_reader_of_rrule(text: str, first: date):
    last = first + timedelta(days=800)
    assert days(text, first, last) == theirs(text, first, last)


@given(rules(), st.integers(0, 700))
def test_days_from_the_middle_on_are_those_of_the_whole(text: str, later: int):
    last, begin = FIRST + timedelta(days=800), FIRST + timedelta(days=later)
    whole = days(text, FIRST, last)
    assert list(recurrence.read(text).between(FIRST, begin, last)) == [day for day in whole if day >= begin]


def test_a_rule_that_names_no_day_ends_all_the_same():
    assert days("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", FIRST, FIRST + timedelta(days=4000)) == []


def test_the_fridays_of_a_rule_are_fridays():
    assert days("FREQ=WEEKLY;BYDAY=FR;COUNT=3", FIRST, date(2027, 1, 1)) == [
        date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 4),
    ]  # fmt: skip


def test_the_last_friday_and_the_last_day_of_a_month_are_found():
    assert days("FREQ=MONTHLY;BYDAY=-1FR", FIRST, date(2027, 1, 1)) == [
        date(2026, 11, 27),
        date(2026, 12, 25),
    ]
    assert days("FREQ=MONTHLY;BYMONTHDAY=-1", FIRST, date(2027, 3, 1))[-1] == date(2027, 2, 28)


def test_the_last_day_counts_whole():
    assert days("FREQ=DAILY;UNTIL=20261122T000000Z", FIRST, date(2027, 1, 1))[-1] == date(2026, 11, 22)


def test_a_rule_is_read_whatever_its_capitals_and_with_its_name_before_it():
    assert recurrence.read("rrule:freq=monthly;byday=-1fr,mo") == Rule(
        often=recurrence.Often.MONTHLY, weekdays=(Weekday(4, -1), Weekday(0))
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no part of a rule"),
        ("FREQ", "is no part of a rule"),
        ("FREQ=WEEKLY;", "is no part of a rule"),
        ("BYDAY=MO", "FREQ is one of"),
        ("FREQ=SECONDLY", "FREQ is one of DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("FREQ=MINUTELY;INTERVAL=1", "FREQ is one of"),
        ("FREQ=HOURLY", "FREQ is one of"),
        ("FREQ=DAILY;BYSECOND=0,1,2", "BYSECOND is not understood"),
        ("FREQ=DAILY;BYHOUR=1", "BYHOUR is not understood"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ stands in the rule twice"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is a number from 1 to 366"),
        ("FREQ=DAILY;INTERVAL=99999999999", "INTERVAL is a number"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL is a number"),
        ("FREQ=DAILY;INTERVAL=\u0665", "INTERVAL is a number"),
        ("FREQ=DAILY;COUNT=1001", "COUNT is a number from 1 to 1000"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "not by both"),
        ("FREQ=DAILY;UNTIL=20261332", "UNTIL is a day"),
        ("FREQ=DAILY;UNTIL=20261231T", "UNTIL is a day"),
        ("FREQ=DAILY;UNTIL=99999999", "UNTIL is a day"),
        ("FREQ=MONTHLY;BYDAY=6FR", "the number in BYDAY is a number from -5 to 5"),
        ("FREQ=MONTHLY;BYDAY=0FR", "counts from 1"),
        ("FREQ=MONTHLY;BYDAY=--1FR", "the number in BYDAY"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY is made of"),
        ("FREQ=WEEKLY;BYDAY=1FR", "a numbered weekday needs"),
        ("FREQ=YEARLY;BYDAY=1FR", "a numbered weekday needs"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY counts from 1"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY is a number"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "does not go with"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH is a number"),
        ("FREQ=WEEKLY;WKST=SU", "weeks begin on Monday"),
        ("FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 100), "at most 200 characters"),
    ],
)
def test_what_is_no_rule_is_said(text: str, said: str):
    with pytest.raises(ValueError, match=said):
        recurrence.read(text)


@given(st.text(max_size=60) | st.text(alphabet="FREQ=DAILYBYMONTH;,-+0123456789", max_size=60))
def test_any_text_is_a_rule_or_refused(text: str):
    with suppress(ValueError):
        assert recurrence.read(text).interval in range(1, 367)
