"""Charts as SVG text: pure functions, coloured by the style sheet, readable without a script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

TOP = 5


class Point(Struct, frozen=True):
    """The level from this moment on. None: from here on there is no level."""

    at: datetime
    level: int | None


class Span(Struct, frozen=True):
    """A piece of time a chart shows."""

    start: datetime
    end: datetime

    def share(self, at: datetime) -> float:
        """0 at the start, 1 at the end."""
        return min(max((at - self.start) / (self.end - self.start), 0.0), 1.0)


def last_days(now: datetime, days: int) -> Span:
    return Span(now - timedelta(days=days), now)


class Plot(Struct, frozen=True):
    """Where levels and moments lie, in the units of a view box."""

    left: float
    right: float
    bottom: float
    rise: float  # height of one level

    def x(self, share: float) -> float:
        return round(self.left + share * (self.right - self.left), 2)

    def y(self, level: int) -> float:
        return round(self.bottom - level * self.rise, 2)


SPARK = Plot(left=1, right=92, bottom=19, rise=3.2)
HISTORY = Plot(left=0, right=100, bottom=56, rise=10)


def within(points: Sequence[Point], span: Span) -> list[Point]:
    """The points a chart of `span` needs: those inside, and the last one before it moved to its start."""
    before = [point for point in points if point.at <= span.start]
    inside = [point for point in points if span.start < point.at <= span.end]
    carried = [Point(span.start, before[-1].level)] if before else []
    return carried + inside


def steps(points: Sequence[Point], span: Span, plot: Plot) -> tuple[str, str]:
    """The line and the area under it, as two SVG path texts. Where there is no level there is a gap."""
    line: list[str] = []
    area: list[str] = []
    shown = within(points, span)
    ends = [point.at for point in shown[1:]] + [span.end]
    drawn: int | None = None
    for point, until in zip(shown, ends, strict=False):  # one end too many when nothing is shown
        if point.level is not None:
            x, y, end = plot.x(span.share(point.at)), plot.y(point.level), plot.x(span.share(until))
            line.append(f"M{x:g} {y:g}H{end:g}" if drawn is None else f"V{y:g}H{end:g}")
            area.append(f"M{x:g} {plot.bottom:g}V{y:g}H{end:g}V{plot.bottom:g}Z")
        drawn = point.level
    return "".join(line), "".join(area)


def spark(points: Sequence[Point], span: Span) -> str:
    """A small step line. Decoration: the words beside it say the same."""
    line, area = steps(points, span, SPARK)
    if not line:
        return ""
    now = within(points, span)[-1].level
    dot = ""
    if now is not None:
        dot = f'<circle cx="{SPARK.right:g}" cy="{SPARK.y(now):g}" r="2.5" class="spark-dot"/>'
    return (
        '<svg class="spark" viewBox="0 0 96 22" width="96" height="22" aria-hidden="true">'
        f'<path d="{area}" class="spark-area"/><path d="{line}" class="spark-line"/>{dot}</svg>'
    )


def history(points: Sequence[Point], span: Span) -> str:
    """The level over a long time, with a line for each level, stretched to the box it is put in."""
    line, area = steps(points, span, HISTORY)
    grid = "".join(f'<path d="M0 {HISTORY.y(level):g}H100" class="grid"/>' for level in range(TOP + 1))
    return (
        '<svg viewBox="0 0 100 60" preserveAspectRatio="none" aria-hidden="true">'
        f'{grid}<path d="{area}" class="area"/><path d="{line}" class="line"/></svg>'
    )


def height(level: int) -> float:
    """Where a level lies in `history`, in percent from the top."""
    return round(HISTORY.y(level) / 60 * 100, 1)


def months(span: Span, count: int = 3) -> list[date]:
    """The days to write under an axis, evenly spread, first and last included."""
    step = (span.end - span.start) / (count - 1)
    return [(span.start + step * index).date() for index in range(count)]


# A day of a stack's calendar: the top of its bar and the class that colours it. Higher is worse.
HEAT_HEIGHT = 20
HEAT = {
    "o": ("clean", 14), "p": ("pend", 10), ".": ("carry", 18), "E": ("err", 0),
    "1": ("d1", 6), **dict.fromkeys("234", ("d2", 3)), **dict.fromkeys("56789", ("d3", 0)),
}  # fmt: skip


def heat(days: str) -> str:
    """One bar for each day, one path for each status: the shape tells them apart, not the colour alone."""
    paths: dict[str, list[str]] = {}
    for number, day in enumerate(days):
        if day in HEAT:
            name, top = HEAT[day]
            paths.setdefault(name, []).append(f"M{number * 10 + 1} {top}h8V{HEAT_HEIGHT}h-8z")
    drawn = "".join(f'<path class="h-{name}" d="{"".join(bars)}"/>' for name, bars in paths.items())
    return (
        f'<svg class="heat" viewBox="0 0 {len(days) * 10} {HEAT_HEIGHT}" preserveAspectRatio="none" '
        f'aria-hidden="true">{drawn}</svg>'
    )


def trend(counts: Sequence[Sequence[int]], most: int) -> str:
    """One step line for each series of daily counts, 0 at the bottom and `most` at the top."""
    lines = [
        f'<path class="line s{number}" d="{_steps(series, max(most, 1))}"/>'
        for number, series in enumerate(counts)
        if series
    ]
    area = f'<path class="area" d="{_steps(counts[0], max(most, 1))}V60H0Z"/>' if counts and counts[0] else ""
    return (
        '<svg viewBox="0 0 100 60" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="M0 60H100" class="grid"/>{area}{"".join(lines)}</svg>'
    )


def _steps(series: Sequence[int], most: int) -> str:
    width = 100 / len(series)
    heights = [round(60 - 56 * count / most, 1) for count in series]
    rest = "".join(
        f"H{round(width * number, 2):g}V{height:g}" for number, height in enumerate(heights) if number
    )
    return f"M0 {heights[0]:g}{rest}H100"
