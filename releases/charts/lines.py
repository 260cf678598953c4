"""A metric over a time: the middle as a line, the lowest and the highest around it, gaps as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from releases.charts._columns import Column, columns, runs
from releases.charts._drawing import Chart, Mark, Paper, Row, limit, limit_line, paper, svg
from releases.charts._shape import Points, Shape, figure, largest, middle, values

ROWS = 24


def series(
    shape: Shape, points: Points, starts: datetime, ends: datetime, *, step: float = 300,
    marks: Sequence[Mark] = (),
) -> Chart:  # fmt: skip
    """step: seconds between two points as the source gives them. Of points outside the time none is shown."""
    since, until = starts.timestamp(), ends.timestamp()
    shown = [point for point in points if since <= point[0] <= until]
    pieces = [columns(run, since, until) for run in runs(shown, step)]
    on = paper(shape, starts, ends, largest(one.high for piece in pieces for one in piece))
    words, line = summary(shape, shown), limit(shape, on)
    return Chart(
        svg=svg(shape.name, words, [*_parts(on, pieces), limit_line(line)]), words=words,
        top=figure(on.top, shape.unit), starts=starts, ends=ends, limit=line,
        marks=[(mark, on.x(mark.at.timestamp())) for mark in marks if starts <= mark.at <= ends],
        rows=rows(shape, shown, starts, ends), empty=not pieces,
    )  # fmt: skip


def _parts(on: Paper, pieces: Sequence[Sequence[Column]]) -> list[str]:
    spread = "".join(on.spread(piece) for piece in pieces)
    line = "".join(on.line(piece) for piece in pieces)
    drawn = f'<path class="spread" d="{spread}"/>' if spread else ""
    return [drawn, f'<path class="line" d="{line}"/>' if line else ""]


def summary(shape: Shape, points: Points) -> str:
    """What the line says, for those who do not see it."""
    known = [value for _at, value in values(points)]
    if not known:
        return _("%(name)s: nothing is known of this time.") % {"name": shape.name}
    told = {
        "name": shape.name, "low": figure(min(known), shape.unit), "high": figure(max(known), shape.unit),
        "middle": figure(middle(points) or 0.0, shape.unit),
    }  # fmt: skip
    return _("%(name)s: from %(low)s to %(high)s, %(middle)s in the middle.") % told


def rows(shape: Shape, points: Points, starts: datetime, ends: datetime, n: int = ROWS) -> list[Row]:
    """The same in so many pieces of time; newest first."""
    piece = (ends - starts) / n
    edges = [starts + piece * number for number in range(n)]
    return [_row(shape, points, edge, piece) for edge in reversed(edges)]


def _row(shape: Shape, points: Points, at: datetime, piece: timedelta) -> Row:
    since, until = at.timestamp(), (at + piece).timestamp()
    inside = [point for point in points if since <= point[0] < until]
    known = [value for _at, value in values(inside)]
    if not known:
        return Row(at=at, low=None, middle=None, high=None)
    low, high, mid = min(known), max(known), middle(inside) or 0.0
    return Row(
        at=at, low=figure(low, shape.unit), middle=figure(mid, shape.unit), high=figure(high, shape.unit)
    )
