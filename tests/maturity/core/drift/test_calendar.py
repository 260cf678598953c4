from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.drift.calendar import DAYS, Day, character, mark, stood, window

TODAY = date(2026, 5, 4)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("drifted", "pending", "char"), [(0, 0, "o"), (0, 3, "p"), (1, 3, "1"), (9, 0, "9"), (40, 0, "9")]
)
def test_a_check_is_one_character(drifted, pending, char):
    assert character(drifted, pending) == char


@pytest.mark.parametrize(
    ("seen", "shown"),
    [("oE", "o"), ("Eo", "o"), ("o3", "3"), ("3o", "3"), ("p2o", "2"), ("op", "p"), ("EE", "E"), ("29", "9")],
)
def test_the_worst_of_a_day_is_shown_but_a_failure_only_when_nothing_finished(seen, shown):
    packed, end = "", None
    for char in seen:
        packed, end = mark(packed, end, TODAY, char)
    assert (packed, end) == (shown, TODAY)


def test_days_without_a_check_are_left_open():
    assert mark("o", TODAY, days(3), "2") == ("o..2", days(3))


def test_a_late_check_is_written_on_its_own_day():
    assert mark("o..2", days(3), days(1), "E") == ("oE.2", days(3))
    assert mark("o", TODAY, days(-2), "1") == ("1.o", TODAY)


def test_a_day_before_the_calendar_begins_is_passed_over():
    assert mark("o", TODAY, days(-DAYS), "1") == ("o", TODAY)
    packed, _ = mark("o", TODAY, days(1 - DAYS), "1")
    assert (packed[0], len(packed)) == ("1", DAYS)


def test_a_calendar_never_grows_longer_than_its_days():
    packed, end = mark("3" * DAYS, TODAY, days(2), "o")
    assert (len(packed), packed[-4:], end) == (DAYS, "33.o", days(2))
    assert mark(packed, end, days(5000), "o")[0] == "." * (DAYS - 1) + "o"


@pytest.mark.parametrize(
    ("last", "length", "shown"),
    [(0, 3, "1.o"), (0, 5, "..1.o"), (2, 3, "o.."), (-1, 2, "1."), (-9, 2, ".."), (50, 2, "..")],
)
def test_a_window_ends_on_the_day_that_is_asked_for(last, length, shown):
    assert window("1.o", TODAY, days(last), length) == shown


def test_a_stack_that_was_never_checked_has_an_empty_calendar():
    assert window("", None, TODAY, 4) == "...."
    assert stood("", None, TODAY) is Day.UNCHECKED


@pytest.mark.parametrize(
    ("packed", "day", "how"),
    [
        ("o", 0, Day.IN_SYNC), ("p", 0, Day.IN_SYNC), ("4", 0, Day.DRIFTED), ("E", 0, Day.FAILING),
        ("4", 7, Day.DRIFTED), ("4", 8, Day.UNCHECKED), ("4o", -1, Day.DRIFTED), ("o", -1, Day.UNCHECKED),
    ],
)  # fmt: skip
def test_a_stack_stood_as_its_last_check_says_until_that_is_stale(packed, day, how):
    assert stood(packed, TODAY, days(day)) is how


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from("Eop19"))))
def test_the_order_in_which_checks_arrive_does_not_matter_within_the_year(marks):
    packed, end = "", None
    for day, char in marks:
        packed, end = mark(packed, end, days(day), char)
    again, end_again = "", None
    for day, char in sorted(marks):
        again, end_again = mark(again, end_again, days(day), char)
    assert end == end_again
    if end is not None:
        assert window(packed, end, end, DAYS) == window(again, end, end, DAYS)
