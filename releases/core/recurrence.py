"""Which days a rule names: the part of RRULE (RFC 5545) that freeze windows need.

Days are asked one by one, so that a rule which names none costs as little as any other. What is left out:
hours, minutes and seconds, week numbers, days of the year, and places of a weekday in a year.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

LONGEST, MOST_TIMES, MOST_INTERVAL = 200, 1_000, 366
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_WEEKDAY = 5  # a month has at most five of each
KEYS = ("INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH")
DAY = timedelta(days=1)


class Often(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class Weekday(Struct, frozen=True):
    """day: 0 is Monday. nth: of the month, -1 the last one; 0 for each."""

    day: int
    nth: int = 0


class Rule(Struct, frozen=True, kw_only=True):
    """`weekdays`, `days` and `months` are empty where the rule names none. until: the last day."""

    often: Often
    interval: int = 1
    count: int | None = None
    until: date | None = None
    weekdays: tuple[Weekday, ...] = ()
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()

    def between(self, first: date, begin: date, last: date) -> Iterator[date]:
        """The days it names from `begin` to `last`, when it began on `first`. What is counted is counted
        from there: it takes as long as there are days.
        """
        day, counted = (max(first, begin) if self.count is None else first), 0
        end = last if self.until is None else min(last, self.until)
        while day <= end and counted != self.count:
            if self.names(day, first):
                counted += 1
                if day >= begin:
                    yield day
            day += DAY

    def names(self, day: date, first: date) -> bool:
        """Whether it names this day when it began on `first`; where it ends is left aside."""
        return self._in_turn(day, first) and self._fits(day, first)

    def _in_turn(self, day: date, first: date) -> bool:
        """The day's own day, week, month or year counts: each `interval`th from the first one on."""
        if self.often is Often.DAILY:
            apart = (day - first).days
        elif self.often is Often.WEEKLY:
            apart = (_monday(day) - _monday(first)).days // 7
        elif self.often is Often.MONTHLY:
            apart = (day.year - first.year) * 12 + day.month - first.month
        else:
            apart = day.year - first.year
        return apart % self.interval == 0

    def _fits(self, day: date, first: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.days and not _day_of_month(day, self.days):
            return False
        if self.weekdays:
            return any(_is(day, one) for one in self.weekdays)
        return bool(self.days) or self._as_first(day, first)

    def _as_first(self, day: date, first: date) -> bool:
        """What the rule does not say is as on its first day."""
        if self.often is Often.WEEKLY:
            return day.weekday() == first.weekday()
        if self.often is Often.MONTHLY:
            return day.day == first.day
        if self.often is Often.YEARLY:
            return day.day == first.day and (bool(self.months) or day.month == first.month)
        return True


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _day_of_month(day: date, days: tuple[int, ...]) -> bool:
    return day.day in days or day.day - _length(day) - 1 in days


def _is(day: date, wanted: Weekday) -> bool:
    if day.weekday() != wanted.day:
        return False
    if wanted.nth < 0:
        return -((_length(day) - day.day) // 7 + 1) == wanted.nth
    return wanted.nth in (0, (day.day - 1) // 7 + 1)


def read(text: str) -> Rule:
    """ "FREQ=WEEKLY;BYDAY=FR". ValueError with what is wrong, in one sentence."""
    if len(text) > LONGEST:
        raise ValueError(f"a rule has at most {LONGEST} characters")
    parts: dict[str, str] = {}
    for part in text.upper().removeprefix("RRULE:").split(";"):
        key, equals, value = part.strip().partition("=")
        if not equals or not value:
            raise ValueError(f"{part.strip() or 'an empty part'} is no part of a rule: write KEY=VALUE")
        if key in parts:
            raise ValueError(f"{key} stands in the rule twice")
        parts[key] = value
    return _rule(parts)


def _rule(parts: dict[str, str]) -> Rule:
    if unknown := sorted(set(parts) - {"FREQ", "WKST", *KEYS}):
        raise ValueError(f"{unknown[0]} is not understood: a rule has {', '.join(['FREQ', *KEYS])}")
    if parts.get("FREQ") not in list(Often):
        raise ValueError(f"FREQ is one of {', '.join(Often)}")
    if parts.get("WKST", "MO") != "MO":
        raise ValueError("weeks begin on Monday here: leave WKST out")
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("a rule ends by COUNT or by UNTIL, not by both")
    rule = Rule(
        often=Often(parts["FREQ"]),
        interval=_interval(parts.get("INTERVAL", "1")),
        count=_count(parts["COUNT"]) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        weekdays=tuple(_weekday(one) for one in _listed(parts, "BYDAY")),
        days=tuple(_month_day(one) for one in _listed(parts, "BYMONTHDAY")),
        months=tuple(_month(one) for one in _listed(parts, "BYMONTH")),
    )
    if any(one.nth for one in rule.weekdays) and not _counts_in_month(rule):
        raise ValueError("a numbered weekday needs FREQ=MONTHLY, or FREQ=YEARLY with BYMONTH")
    if rule.days and rule.often is Often.WEEKLY:
        raise ValueError("BYMONTHDAY does not go with FREQ=WEEKLY")
    return rule


def _counts_in_month(rule: Rule) -> bool:
    return rule.often is Often.MONTHLY or (rule.often is Often.YEARLY and bool(rule.months))


def _listed(parts: dict[str, str], key: str) -> list[str]:
    return list(dict.fromkeys(parts[key].split(","))) if key in parts else []


def _number(key: str, text: str, least: int, most: int) -> int:
    bare = text.removeprefix("-").removeprefix("+") if least < 0 else text
    if bare.isascii() and bare.isdigit() and len(bare) <= 6 and text and least <= int(text) <= most:
        return int(text)
    raise ValueError(f"{key} is a number from {least} to {most}, not {text[:20]}")


def _interval(text: str) -> int:
    return _number("INTERVAL", text, 1, MOST_INTERVAL)


def _count(text: str) -> int:
    return _number("COUNT", text, 1, MOST_TIMES)


def _month(text: str) -> int:
    return _number("BYMONTH", text, 1, 12)


def _month_day(text: str) -> int:
    found = _number("BYMONTHDAY", text, -31, 31)
    if not found:
        raise ValueError("BYMONTHDAY counts from 1, or from -1 for the last day")
    return found


def _weekday(text: str) -> Weekday:
    place, name = text[:-2], text[-2:]
    if name not in WEEKDAYS:
        raise ValueError(f"BYDAY is made of {', '.join(WEEKDAYS)}, with a number before for one of the month")
    nth = _number("the number in BYDAY", place, -LAST_WEEKDAY, LAST_WEEKDAY) if place else 0
    if place and not nth:
        raise ValueError("a weekday of the month counts from 1, or from -1 for the last one")
    return Weekday(WEEKDAYS.index(name), nth)


def _until(text: str) -> date:
    """The time of day, and the zone it is in, do not matter for whole days: both are left aside."""
    day, _t, time = text.partition("T")
    if len(day) == 8 and day.isascii() and day.isdigit() and time.removesuffix("Z").isdigit() == bool(_t):
        try:
            return date(int(day[:4]), int(day[4:6]), int(day[6:]))
        except ValueError:
            pass
    raise ValueError(f"UNTIL is a day such as 20261231, not {text[:20]}")
