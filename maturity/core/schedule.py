"""When a stack is looked at: five fields of cron, in UTC, and in words."""

from __future__ import annotations

import re
from datetime import datetime

from cron_descriptor import ExpressionDescriptor, Options
from cron_descriptor.Exception import FormatError, MissingFieldError, WrongArgumentError
from cronsim import CronSim, CronSimError

MAX_LENGTH = 100
MINUTES_OF_A_WEEK = 7 * 24 * 60
_SPREAD = 2_654_435_761  # multiplied by it, numbers that follow each other land far apart
_LOCALES = {"zh-hans": "zh_CN", "zh_CN": "zh_CN", "zh-cn": "zh_CN", "zh": "zh_CN"}
# The describer takes these from the machine's locale, not from the language asked for.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_CHINESE = {name: f"星期{day}" for name, day in zip(_DAYS, "一二三四五六日", strict=True)} | {
    name: f" {number} 月" for number, name in enumerate(_MONTHS, 1)
}
_NAMES = re.compile(rf" ?\b({'|'.join(_CHINESE)})")


def checked(cron: str) -> str:
    """The expression with single blanks between its fields. ValueError in one sentence."""
    fields = cron.split()
    text = " ".join(fields)
    if len(fields) != 5 or len(text) > MAX_LENGTH:
        raise ValueError("a schedule has five fields: minute, hour, day of the month, month, day of the week")
    _clock(text, datetime(2026, 1, 1))  # noqa: DTZ001 - only whether it can be read
    return text


def next_time(cron: str, after: datetime) -> datetime:
    """The first time after `after`, which is in UTC. ValueError in one sentence."""
    try:
        return next(_clock(checked(cron), after))
    except StopIteration:
        raise ValueError(f"the schedule {cron} never comes") from None


def in_words(cron: str, language: str) -> str:
    """ "At 03:17, only on Monday (UTC)", in English or Chinese. ValueError in one sentence."""
    text = checked(cron)
    locale = _LOCALES.get(language, "en_US")
    options = Options(locale_code=locale, use_24hour_time_format=True)
    try:
        words = ExpressionDescriptor(text, options).get_description()
    except (FormatError, MissingFieldError, WrongArgumentError, ValueError, IndexError, KeyError):
        words = text  # cron knows more than the describer has words for
    if locale == "zh_CN":
        words = _NAMES.sub(lambda found: _CHINESE[found[1]], words)
    return f"{words} (UTC)"


def weekly(number: int) -> str:
    """Once a week, at a time that depends on `number`: many stacks are spread over the whole week."""
    minute = number * _SPREAD % 2**32 * MINUTES_OF_A_WEEK >> 32
    day, minute = divmod(minute, 24 * 60)
    return f"{minute % 60} {minute // 60} * * {day}"


def _clock(text: str, after: datetime) -> CronSim:
    try:
        return CronSim(text, after)
    except (CronSimError, AssertionError, ValueError) as error:
        said = str(error).lower() or "it cannot be read"
        raise ValueError(f"the schedule {text} cannot be used: {said}") from None
