"""How far apart the runs of a schedule are."""

from __future__ import annotations

import re
from calendar import monthrange
from itertools import pairwise

_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMES = {name: number for number, name in (*enumerate(_DAYS), *enumerate(_MONTHS, 1))}
_MACROS = {"@hourly": 1, "@daily": 1, "@midnight": 1, "@weekly": 7, "@monthly": 31, "@yearly": 366}
_EVERY = re.compile(
    r"(?:rate\(|every\s+)?(\d{1,6})\s*(s|m|h|d|w|sec|min|hour|day|week)[a-z]*\)?", re.IGNORECASE
)
_UNIT_DAYS = {"s": 1 / 86400, "m": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0}
_HASHED = re.compile(r"\bH(?:\([^)]{0,20}\))?")
_YEAR = 2024  # a leap year, so that 29 February is one of its days


def longest_gap(expression: str) -> float | None:
    """The most days between two runs; None when the expression cannot be read.

    Reads five fields, Quartz's six and seven, Jenkins' `H`, "rate(1 day)", "24h" and "@daily".
    """
    text = (
        expression.strip().removeprefix("cron(").removesuffix(")")
        if "cron(" in expression
        else expression.strip()
    )
    if text.lower() in _MACROS:
        return float(_MACROS[text.lower()])
    if every := _EVERY.fullmatch(text):
        return int(every[1]) * _UNIT_DAYS[every[2][0].lower()]
    fields = _HASHED.sub("0", text).lower().split()
    if len(fields) == 5:
        _, _, days, months, weekdays = fields
        return _gap(days, months, weekdays, first_weekday=0)
    if len(fields) in (6, 7):  # EventBridge has minutes first, Quartz seconds: the year comes last in both
        days, months, weekdays = fields[2:5] if len(fields) == 6 and not _is_quartz(fields) else fields[3:6]
        return _gap(days, months, weekdays, first_weekday=1)
    return None


def _is_quartz(fields: list[str]) -> bool:
    return fields[5] == "?" or fields[3] == "?"


def _gap(days: str, months: str, weekdays: str, *, first_weekday: int) -> float | None:
    try:
        in_days, in_months = _values(days, 1, 31), _values(months, 1, 12)
        first = 0 if any(name in weekdays for name in _DAYS) else first_weekday
        in_weekdays = {(day - first) % 7 for day in _values(weekdays, 0, 7)}
    except ValueError:
        return None
    free_days, free_weekdays = days in ("*", "?"), weekdays in ("*", "?")
    runs = []
    for count, (month, day, weekday) in enumerate(_calendar()):
        by_day, by_weekday = day in in_days, weekday in in_weekdays
        # cron's own rule: when both are given, either is enough
        both = by_day and by_weekday if free_days or free_weekdays else by_day or by_weekday
        if month in in_months and both:
            runs.append(count)
    if not runs:
        return None
    return float(max((later - earlier for earlier, later in pairwise(runs)), default=366))


def _calendar() -> list[tuple[int, int, int]]:
    """(month, day, weekday with Sunday 0) of every day of two years."""
    days = []
    for year in (_YEAR, _YEAR + 1):
        for month in range(1, 13):
            monday_first, length = monthrange(year, month)
            days += [(month, day, (monday_first + day) % 7) for day in range(1, length + 1)]
    return days


def _values(field: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in field.split(",")[:64]:
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span in ("*", "?"):
            start, end = low, high
        else:
            start = _number(first)
            end = _number(last) if last else (high if step else start)
        if not low <= start <= end <= high:
            raise ValueError(field)
        found |= set(range(start, end + 1, max(1, int(step)) if step else 1))
    return found


def _number(text: str) -> int:
    return _NAMES[text] if text in _NAMES else int(text.rstrip("l").partition("#")[0] or "1")
