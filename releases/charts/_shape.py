"""What a chart has to know of a metric, and its figures in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from releases.models import Direction, Metric, MetricKind

# (seconds since 1970, value), of counts (seconds since 1970, bad, total), in order of time
Points = Sequence[Sequence[float]]
Value = tuple[float, float]


class Shape(Struct, frozen=True, kw_only=True):
    """counts: values are the share of bad ones, in %. limit: what should not be passed, in `unit`."""

    name: str
    unit: str = ""
    counts: bool = False
    up: bool = True
    limit: float | None = None

    def broken(self, value: float) -> bool:
        if self.limit is None:
            return False
        return value > self.limit if self.up else value < self.limit


def of_metric(metric: Metric) -> Shape:
    return _shape(metric.name, metric.kind, metric.unit, metric.direction, metric.slo)


def of_settings(settings: Mapping[str, Any]) -> Shape:
    """As `MetricWindow.settings` has them."""
    told = [str(settings.get(one, "")) for one in ("name", "kind", "unit", "direction")]
    return _shape(told[0], told[1], told[2], told[3], settings.get("slo"))


def _shape(name: str, kind: str, unit: str, direction: str, slo: float | None) -> Shape:
    if kind == MetricKind.COUNTS:
        limit = None if slo is None else round((1 - slo) * 100, 9)
        return Shape(name=name, unit="%", counts=True, limit=limit)
    return Shape(name=name, unit=unit, up=direction != Direction.DOWN, limit=slo)


def values(points: Points) -> list[Value]:
    """(seconds, value): of counts the share of bad ones in %, and nothing where none were counted."""
    return [one for point in points if (one := _value(point)) is not None]


def _value(point: Sequence[float]) -> Value | None:
    if len(point) == 2:
        return (point[0], point[1])
    return (point[0], 100 * point[1] / point[2]) if point[2] > 0 else None


def middle(points: Points) -> float | None:
    """The median of a level; of counts the share over the whole time."""
    if points and len(points[0]) == 3:
        total = sum(point[2] for point in points)
        return 100 * sum(point[1] for point in points) / total if total > 0 else None
    found = sorted(point[1] for point in points)
    return quantile(found, 0.5) if found else None


def quantile(ordered: Sequence[float], share: float) -> float:
    """Of at least one value; between two of them in proportion."""
    at = (len(ordered) - 1) * share
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def figure(value: float, unit: str = "") -> str:
    """Three figures that count, and the unit: "238 ms", "0.12 %", "1.25k". So in every language here."""
    size = abs(value)
    for least, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")):
        if size >= least:
            return _with(f"{value / (1e3 if letter == 'k' else least):.3g}{letter}", unit)
    places = 0 if size >= 100 or size == 0 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = f"{value:.{places}f}" if size == 0 or size >= 0.01 else f"{value:.2g}"
    return _with(text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text, unit)


def _with(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text


def largest(found: Iterable[float]) -> float:
    return max(found, default=0.0)


def last(shape: Shape, points: Points) -> str:
    """The newest figure, in words; "" when there is none."""
    known = values(points[-1:])
    return figure(known[-1][1], shape.unit) if known else ""


def limit_of(shape: Shape) -> str:
    """The SLO, in words; "" when there is none."""
    return "" if shape.limit is None else figure(shape.limit, shape.unit)
