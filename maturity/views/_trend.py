"""How many stacks drifted and failed at the end of each of the last 90 days."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet, Sum
from msgspec import Struct

from maturity.models import DailyRollup, Team

DAYS = 90
LEAST = 2  # days it takes to draw a line


class Trend(Struct, frozen=True):
    """`drifted` and `failing` have one number a day, the last one of `end`; days between are carried."""

    start: date
    end: date
    drifted: list[int]
    failing: list[int]

    @property
    def most(self) -> int:
        return max(*self.drifted, *self.failing, 1)

    @property
    def highest(self) -> int:
        return max(self.drifted)

    @property
    def series(self) -> list[list[int]]:
        return [self.drifted, self.failing]


def trend(rollups: QuerySet[DailyRollup], team: str, today: date) -> Trend | None:
    """None while there are fewer than two days to draw."""
    found = rollups.filter(day__gt=today - timedelta(days=DAYS), day__lte=today)
    if team:
        found = found.filter(team__in=Team.objects.filter(slug=team).values("pk"))
    days = list(found.values_list("day").annotate(Sum("drifted"), Sum("failing")).order_by("day"))
    if len(days) < LEAST:
        return None
    told = {day: (drifted, failing) for day, drifted, failing in days}
    first, last = days[0][0], days[-1][0]
    carried, line = told[first], []
    for number in range((last - first).days + 1):
        carried = told.get(first + timedelta(days=number), carried)
        line.append(carried)
    return Trend(first, last, [drifted for drifted, _ in line], [failing for _, failing in line])
