"""Closed forms: samples with answers one can work out, and the answers of `../reference` to them."""

from __future__ import annotations

import math
from typing import Any

BASE = [100 * (1 + 0.02 * ((7 * i) % 11 - 5)) for i in range(30)]
WAVE = [100 * math.exp(0.1 * math.sin(2 * math.pi * i / 60)) for i in range(60)]


def times(factor: float, values: list[float] = BASE) -> list[float]:
    return [factor * value for value in values]


CALM = [(BASE, BASE)] * 4
BUSY = [(BASE, times(1.3))] * 4  # every week it rises by 30 % at this hour

# name: before, after, weeks, settings, verdict, what decides, figures to four places
LEVELS: dict[str, Any] = {
    "as before": (BASE, BASE, CALM, {}, "pass", "interval",
                  {"ratio": 1.0, "low": 0.9608, "high": 1.0408, "inflation": 1.25, "weeks": 4, "shift": 1.0}),
    "5 % more": (BASE, times(1.05), CALM, {}, "pass", "interval", {"low": 1.0088, "high": 1.0929}),
    "12 % more": (BASE, times(1.12), CALM, {}, "marginal", "interval", {"low": 1.0761, "high": 1.1657}),
    "a quarter more": (BASE, times(1.25), CALM, {}, "fail", "interval",
                       {"ratio": 1.25, "low": 1.201, "high": 1.301}),
    "half as much more": (BASE, times(1.5), CALM, {}, "fail", "interval", {"low": 1.4412, "high": 1.5612}),
    "a fifth less": (BASE, times(0.8), CALM, {}, "pass", "interval", {"low": 0.7686, "high": 0.8327}),
    "no earlier weeks": (BASE, times(1.5), [], {}, "marginal", "unadjusted",
                         {"low": 1.4434, "high": 1.5588, "inflation": 1.0, "weeks": 0}),
    "in other units than the weeks": (times(1e-6), times(1.25e-6), CALM, {}, "fail", "interval",
                                      {"ratio": 1.25, "low": 1.201, "high": 1.301}),
    "a fifth less of what should be high": (BASE, times(0.8), CALM, {"bad": "down"}, "fail", "interval",
                                            {"ratio": 1.25, "low": 1.201, "high": 1.301}),
    "the hour alone": (BASE, times(1.3), BUSY, {}, "pass", "interval",
                       {"ratio": 1.0, "low": 0.9608, "high": 1.0408, "shift": 1.3}),
    "the hour, and a quarter more": (BASE, times(1.3 * 1.25), BUSY, {}, "fail", "interval",
                                     {"ratio": 1.25, "low": 1.201, "high": 1.301, "shift": 1.3}),
    "four values": (BASE[:4], times(100, BASE[:4]), CALM, {}, "inconclusive", "insufficient", {"n": (4, 4)}),
    "gaps": (BASE, BASE[:22], CALM, {"expected": 30}, "inconclusive", "insufficient", {"n": (30, 22)}),
    "nothing but gaps": (BASE, [math.nan] * 30, CALM, {}, "inconclusive", "insufficient", {"n": (30, 0)}),
    "constant": ([5.0] * 30, [5.0] * 30, CALM, {}, "pass", "interval",
                 {"ratio": 1.0, "low": 1.0, "high": 1.0, "inflation": 1.3362}),
    "constant, and ten times that": ([1.0] * 30, [10.0] * 30, CALM, {}, "fail", "interval",
                                     {"ratio": 10.0, "low": 10.0, "high": 10.0, "inflation": 1.3362}),
    "more, and below the ceiling": (BASE, times(1.5), CALM, {"ceiling": 200.0}, "pass", "ceiling", {}),
    "a slow wave": (WAVE[:30], WAVE[30:], CALM, {}, "inconclusive", "no_power",
                    {"ratio": 0.8792, "inflation": 48.75}),
}  # fmt: skip

# bad and all events before and after, verdict, what decides, ratio, low, high, p; None: no upper bound
COUNTS = [
    (10, 10_000, 10, 10_000, "inconclusive", "straddles", 1.0, 0.3735, 2.677, 0.5881),
    (100, 100_000, 100, 100_000, "pass", "interval", 1.0, 0.7503, 1.3329, 0.5282),
    (10, 10_000, 30, 10_000, "fail", "interval", 3.0, 1.4274, 6.8793, 0.0011),
    (100, 100_000, 140, 100_000, "marginal", "interval", 1.4, 1.0754, 1.8282, 0.0058),
    (0, 10_000, 0, 10_000, "pass", "no_bad_events", None, 0.0, None, 1.0),
    (0, 10_000, 5, 10_000, "inconclusive", "straddles", None, 0.9164, None, 0.0313),
    (0, 10_000, 8, 10_000, "fail", "interval", None, 1.707, None, 0.0039),
    (1, 50, 9, 50, "inconclusive", "insufficient", None, None, None, None),
    (1, 500, 9, 500, "fail", "interval", 9.0, 1.2471, 394.4791, 0.0107),
    (10, 9_000, 10, 1_000, "fail", "interval", 9.0, 3.3619, 24.0934, 0.0),
    (3, 3_000, 4, 3_000, "inconclusive", "straddles", 1.3333, 0.2256, 9.1022, 0.5),
]

# k, n, the interval of 95 %, to eight places
CLOPPER_PEARSON = [
    (0, 100, 0.0, 0.03621669), (1, 100, 0.00025315, 0.05445939), (5, 100, 0.01643188, 0.11283491),
    (50, 100, 0.39832113, 0.60167887), (100, 100, 0.96378331, 1.0), (3, 100_000, 6.19e-06, 8.767e-05),
]  # fmt: skip

# windows of an SLO of 99.9 %: seconds, bad and all events
BURNING = [
    ([(3600, 72, 3600), (300, 12, 300)], "fail"),
    ([(3600, 1, 60), (300, 1, 5)], "inconclusive"),
    ([(3600, 72, 3600), (300, 0, 300)], "pass"),
    ([(3600, 0, 0), (300, 0, 0)], "inconclusive"),
    ([(3600, 72, 3600)], "inconclusive"),
]
