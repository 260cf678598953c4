"""The paper that every chart of a metric is drawn on: 0 to 100 both ways, stretched to its box."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from releases.charts._columns import Column
from releases.charts._shape import Shape, figure

LEAST = 1e-12  # what is smaller lies on the axis
FAR = 4  # an SLO so many times above everything would flatten the line: it is named, not drawn


class Mark(Struct, frozen=True, kw_only=True):
    """A moment with a name: a deployment. link: where it leads."""

    at: datetime
    label: str
    link: str = ""


class Window(Struct, frozen=True, kw_only=True):
    """A time that is shaded: how long a step had its share of the traffic. label: "10 %"."""

    starts: datetime
    ends: datetime
    label: str


class Row(Struct, frozen=True, kw_only=True):
    """Of the table beside a chart. None: nothing is known of that time."""

    at: datetime
    low: str | None
    middle: str | None
    high: str | None


class Chart(Struct, frozen=True, kw_only=True):
    """For `releases/_chart.html`. Places are in percent, from the left and from the top.

    svg    with its own title and description
    top    what stands at the top of the axis; the bottom is 0
    limit  (what the SLO is, from the top); from the top is None when it lies above the paper
    marks  (mark, from the left); windows: (label, from the left)
    empty  there is nothing to draw
    """

    svg: SafeString
    words: str
    top: str
    starts: datetime
    ends: datetime
    limit: tuple[str, float | None] | None = None
    marks: Sequence[tuple[Mark, float]] = ()
    windows: Sequence[tuple[str, float]] = ()
    rows: Sequence[Row] = ()
    empty: bool = False


class Paper(Struct, frozen=True, kw_only=True):
    """starts, ends: seconds since 1970; top: the value at the upper edge."""

    starts: float
    ends: float
    top: float

    def x(self, at: float) -> float:
        share = (at - self.starts) / (self.ends - self.starts)
        return round(100 * min(max(share, 0.0), 1.0), 2)

    def y(self, value: float) -> float:
        return round(100 - 100 * min(max(value / self.top, 0.0), 1.0), 2)

    def line(self, run: Sequence[Column]) -> str:
        """A single column is a dot: a line of no length with round ends."""
        spots = [f"{one.share * 100:.2f} {self.y(one.middle):g}" for one in run]
        return "M" + "L".join(spots) + ("h.01" if len(spots) == 1 else "") if spots else ""

    def spread(self, run: Sequence[Column]) -> str:
        """From the lowest to the highest of each column; nothing where each holds one value."""
        if all(one.low == one.high for one in run):
            return ""
        upper = [f"{one.share * 100:.2f} {self.y(one.high):g}" for one in run]
        lower = [f"{one.share * 100:.2f} {self.y(one.low):g}" for one in reversed(run)]
        return "M" + "L".join(upper + lower) + "Z"

    def box(self, classes: str, sides: tuple[float, float], heights: tuple[float, float]) -> str:
        """sides: seconds; heights: values, the lower one first."""
        left, right = map(self.x, sides)
        lower, upper = map(self.y, heights)
        size = f'width="{right - left:.2f}" height="{lower - upper:.2f}"'
        return f'<rect class="{classes}" x="{left:g}" y="{upper:g}" {size}/>'


def paper(shape: Shape, starts: datetime, ends: datetime, highest: float) -> Paper:
    most = highest
    if shape.limit is not None and (shape.limit <= FAR * highest or highest <= 0):
        most = max(most, shape.limit * 1.1)
    return Paper(starts=starts.timestamp(), ends=ends.timestamp(), top=rounded_up(most * 1.05))


def rounded_up(value: float) -> float:
    """To a number that is easily read off an axis."""
    if value <= 0:
        return 1.0
    value = max(value, LEAST)
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * (1 - 1e-9))


def limit(shape: Shape, on: Paper) -> tuple[str, float | None] | None:
    if shape.limit is None:
        return None
    return figure(shape.limit, shape.unit), on.y(shape.limit) if shape.limit <= on.top else None


def svg(title: str, words: str, parts: Iterable[str]) -> SafeString:
    """parts: markup that is made of numbers only."""
    return format_html(
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img"><title>{}</title><desc>{}</desc>'
        '<path d="M0 0H100M0 50H100M0 100H100" class="grid"/>{}</svg>',
        title, words, mark_safe("".join(parts)),  # noqa: S308 - numbers only
    )  # fmt: skip


def limit_line(drawn: tuple[str, float | None] | None) -> str:
    if drawn is None or drawn[1] is None:
        return ""
    return f'<path class="slo" d="M0 {drawn[1]:g}H100"/>'
