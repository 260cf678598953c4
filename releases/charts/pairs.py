"""What a deployment did to a metric: what was usual before, what came after, and the two figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from msgspec import Struct

from releases.charts._columns import columns, runs
from releases.charts._drawing import Chart, Paper, Window, limit, limit_line, paper, svg
from releases.charts._shape import Points, Shape, figure, middle, quantile, values
from releases.charts.lines import rows

USUAL = (0.05, 0.95)


class State(StrEnum):
    """By the two figures alone: what the statistics say is a verdict.

    held    the SLO is kept, and nothing left what was usual before for the worse
    watch   the figure after is worse than what was usual before, though no SLO is broken
    broken  the figure after breaks the SLO
    unknown one of the figures is missing
    """

    HELD = "held"
    WATCH = "watch"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Pair(Struct, frozen=True, kw_only=True):
    """before, after: medians, of counts shares; "" when nothing is known. delta: "+12 %", "+0.01 pt"."""

    name: str
    chart: Chart
    before: str
    after: str
    delta: str
    state: State
    slo: bool


def before_after(
    shape: Shape, before: Points, after: Points, *, windows: Sequence[Window] = (), step: float = 60
) -> Pair:
    """before, after: raw points of both windows. windows: what is shaded, such as the steps of a rollout."""
    first, last = middle(before), middle(after)
    starts, ends = _span([*before, *after], windows, step)
    usual = _usual(before)
    pieces = [
        columns(run, starts.timestamp(), ends.timestamp(), 160)
        for some in (before, after) for run in runs(some, step)
    ]  # fmt: skip
    highest = max([one.high for piece in pieces for one in piece] + [usual[1] if usual else 0.0])
    on = paper(shape, starts, ends, highest)
    line, words = limit(shape, on), _words(shape, first, last)
    parts = [_shaded(on, windows), _band(on, usual), limit_line(line)]
    parts.append(f'<path class="line" d="{"".join(on.line(piece) for piece in pieces)}"/>')
    chart = Chart(
        svg=svg(shape.name, words, parts), words=words, top=figure(on.top, shape.unit), starts=starts,
        ends=ends, limit=line, windows=[(one.label, on.x(one.starts.timestamp())) for one in windows],
        rows=rows(shape, [*before, *after], starts, ends, 12), empty=not pieces,
    )  # fmt: skip
    return Pair(
        name=shape.name, chart=chart, before=_figure(shape, first), after=_figure(shape, last),
        delta=delta(shape, first, last), state=state(shape, first, last, usual), slo=shape.limit is not None,
    )  # fmt: skip


def state(
    shape: Shape, before: float | None, after: float | None, usual: tuple[float, float] | None
) -> State:
    if after is None or before is None or usual is None:
        return State.BROKEN if after is not None and shape.broken(after) else State.UNKNOWN
    if shape.broken(after):
        return State.BROKEN
    worse = after > max(usual[1], before) if shape.up else after < min(usual[0], before)
    return State.WATCH if worse else State.HELD


def delta(shape: Shape, before: float | None, after: float | None) -> str:
    """Of shares and percentages in points; of the rest as a part of what was before, where that is not 0."""
    if before is None or after is None:
        return ""
    sign = "+" if after >= before else "−"
    if shape.unit == "%":
        return _("%(figure)s pt") % {"figure": f"{sign}{figure(abs(after - before))}"}
    return f"{sign}{figure(abs(after / before - 1) * 100)} %" if before > 0 else ""


def _span(points: Points, windows: Sequence[Window], step: float) -> tuple[datetime, datetime]:
    moments = [point[0] for point in points]
    moments += [one.timestamp() for window in windows for one in (window.starts, window.ends)]
    starts = min(moments, default=0.0)
    return (
        datetime.fromtimestamp(starts, UTC),
        datetime.fromtimestamp(max(*moments, starts + step) if moments else step, UTC),
    )


def _usual(before: Points) -> tuple[float, float] | None:
    found = sorted(value for _at, value in values(before))
    return (quantile(found, USUAL[0]), quantile(found, USUAL[1])) if found else None


def _band(on: Paper, usual: tuple[float, float] | None) -> str:
    return on.box("band", (on.starts, on.ends), usual) if usual else ""


def _shaded(on: Paper, windows: Sequence[Window]) -> str:
    return "".join(
        on.box(f"win w{number % 2}", (one.starts.timestamp(), one.ends.timestamp()), (0, on.top))
        for number, one in enumerate(windows)
    )


def _figure(shape: Shape, value: float | None) -> str:
    return "" if value is None else figure(value, shape.unit)


def _words(shape: Shape, before: float | None, after: float | None) -> str:
    told = {"name": shape.name, "before": _figure(shape, before), "after": _figure(shape, after)}
    if before is None or after is None:
        return _("%(name)s: nothing is known of the time before or after.") % told
    if shape.limit is None:
        return _("%(name)s: %(before)s before, %(after)s after.") % told
    told["slo"] = figure(shape.limit, shape.unit)
    return _("%(name)s: %(before)s before, %(after)s after; the SLO is %(slo)s.") % told
