"""Metrics of CloudWatch in one line: AWS/ApplicationELB RequestCount Sum LoadBalancer=app/shop/50dc6c49"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from msgspec import Struct

STATISTICS = ("Sum", "Average", "Minimum", "Maximum", "SampleCount", "IQM")
MOST_DIMENSIONS = 30
_PERCENT = re.compile(r"(?:p|tm|tc|ts|wm)(?:\d{1,2}(?:\.\d{1,10})?|100)")
_NAME = re.compile(r"[\x20-\x7e]{1,255}")
_VALUE = re.compile(r"[\x20-\x7e]{1,1024}")
FORM = "a metric looks like AWS/ApplicationELB RequestCount Sum LoadBalancer=app/shop/50dc6c495c0c9188"


class Stat(Struct, frozen=True):
    """One metric, and what is made of its values in a period."""

    namespace: str
    name: str
    statistic: str
    dimensions: dict[str, str] = {}


def parse(text: str) -> Stat:
    """ValueError: why that is no metric, in one line."""
    try:
        words = shlex.split(text)
    except ValueError:
        raise ValueError("a quotation mark is open") from None
    if len(words) < 3:
        raise ValueError(FORM)
    namespace, name, statistic, *rest = words
    if not (_NAME.fullmatch(namespace) and _NAME.fullmatch(name)) or namespace.startswith(":"):
        raise ValueError(FORM)
    if statistic not in STATISTICS and not _PERCENT.fullmatch(statistic):
        raise ValueError(f"the statistic is one of {', '.join(STATISTICS)}, or a percentile such as p95")
    if len(rest) > MOST_DIMENSIONS:
        raise ValueError(f"a metric has at most {MOST_DIMENSIONS} dimensions")
    return Stat(namespace, name, statistic, dict(map(_dimension, rest)))


def _dimension(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not (equals and _NAME.fullmatch(name) and _VALUE.fullmatch(value)) or name.startswith(":"):
        raise ValueError("a dimension looks like LoadBalancer=app/shop/50dc6c495c0c9188")
    return name, value


def written(namespace: str, name: str, statistic: str, dimensions: Mapping[str, str]) -> str:
    """The line that `parse` reads; dimensions without a value are left out."""
    given = [shlex.quote(f"{key}={value}") for key, value in dimensions.items() if value]
    return " ".join([namespace, name, statistic, *given])
