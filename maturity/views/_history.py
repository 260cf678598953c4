"""How a repository's level moved over twelve months, and what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from msgspec import Struct

from maturity import charts, words
from maturity.charts import Point, Span
from maturity.models import Event, Repository

MONTHS_IN_DAYS = 365
EVENTS_SHOWN = 6
TOLD = ("level.changed", "criteria_set.changed")


class Mark(Struct, frozen=True):
    """A dot on the chart. `rule`: the criteria changed, not the repository."""

    left: str
    top: str
    rule: bool


class Chart(Struct, frozen=True):
    """`now` is the height of today's level, in percent from the top; "" without one."""

    points: list[Point]
    span: Span
    marks: list[Mark]
    now: str
    heights: list[tuple[int, str]]
    axis: list[date]
    words: str
    events: list[Event]


def chart(repository: Repository, now: datetime) -> Chart:
    span = charts.last_days(now, MONTHS_IN_DAYS)
    stored = repository.assessments.filter(since__lte=now).by_time().values_list("since", "level")
    points = charts.within([Point(at, level) for at, level in stored], span)
    events = list(repository.events.filter(kind__in=TOLD, at__gt=span.start).newest_first())
    marks = _marks(events, points, span)
    now_at = "" if repository.level is None else _top(repository.level)
    heights = [(level, _top(level)) for level in range(charts.TOP + 1)]
    return Chart(
        points, span, marks, now_at, heights, charts.months(span), in_words(points), events[:EVENTS_SHOWN]
    )


def _marks(events: Sequence[Event], points: Sequence[Point], span: Span) -> list[Mark]:
    marks = []
    for event in events:
        level = level_at(points, event.at)
        if level is not None:
            left = f"{span.share(event.at) * 100:.1f}%"
            marks.append(Mark(left, _top(level), event.kind == "criteria_set.changed"))
    return marks


def _top(level: int) -> str:
    return f"{charts.height(level):g}%"


def level_at(points: Sequence[Point], moment: datetime) -> int | None:
    return next((point.level for point in reversed(points) if point.at <= moment), None)


def in_words(points: Sequence[Point]) -> str:
    """The line of the chart as a sentence: "L1 since 2025-12-03, L2 since 2026-03-21"."""
    parts: list[str] = []
    before: int | None = None
    for point in points:
        if point.level is not None and point.level != before:
            parts.append(_("L%(level)d since %(day)s") % {"level": point.level, "day": words.day(point.at)})
        before = point.level
    return words.listed(parts) or _("No level yet")
