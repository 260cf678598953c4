"""Daily roll-ups: what trends are drawn from, made from the calendars that checks left on their stacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, Sum

from maturity.core.drift.calendar import stood
from maturity.models import DailyRollup, DriftCheck, Stack

LATE_DAYS = 31  # how late a check may arrive, and a day over
Key = tuple[date, int, str]  # day, id of the team or 0, environment
COUNTS = ["in_sync", "drifted", "failing", "unchecked", "checks"]


def keep_rolled_up(now: datetime) -> int:
    """Bring today up to date when something was checked since; with a new day all that may have changed."""
    today = now.date()
    rolled = DailyRollup.objects.filter(day=today).aggregate(Sum("checks"))["checks__sum"]
    if rolled is None:
        return roll_up([today - timedelta(days=back) for back in reversed(range(LATE_DAYS + 1))])
    if rolled != DriftCheck.objects.filter(day=today).count():
        return roll_up([today])
    return 0


def roll_up(days: Sequence[date]) -> int:
    """Count these days anew, which may be done at any time: how many rows they have."""
    counted = _stacks(days)
    for key, checks in _checks(days).items():
        counted[key]["checks"] = checks
    rows = [
        DailyRollup(day=day, team=team, environment=environment, **{name: found[name] for name in COUNTS})
        for (day, team, environment), found in counted.items()
    ]
    with transaction.atomic():
        _drop_others(days, counted.keys())
        DailyRollup.objects.bulk_create(
            rows, batch_size=500, update_conflicts=True, update_fields=COUNTS,
            unique_fields=["day", "team", "environment"],
        )  # fmt: skip
    return len(rows)


def _stacks(days: Sequence[date]) -> defaultdict[Key, Counter[str]]:
    """Stacks that were there, by how they stood."""
    there = Stack.objects.checkable().filter(Q(gone_at__isnull=True) | Q(gone_at__date__gte=min(days)))
    counted: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    fields = ("repository__team_id", "environment", "calendar", "calendar_end", "first_seen_at", "gone_at")
    for team, environment, packed, end, seen, gone in there.values_list(*fields).iterator():
        for day in days:
            if seen.date() <= day and (gone is None or day < gone.date()):
                counted[day, team or 0, environment][stood(packed, end, day)] += 1
    return counted


def _checks(days: Sequence[date]) -> dict[Key, int]:
    place = ("day", "stack__repository__team_id", "stack__environment")
    made = DriftCheck.objects.filter(day__range=(min(days), max(days))).values_list(*place)
    counted = made.annotate(Count("pk"))
    return {(day, team or 0, environment): number for day, team, environment, number in counted}


def _drop_others(days: Sequence[date], kept: Collection[Key]) -> None:
    """What moved to another team must not count twice."""
    there = DailyRollup.objects.filter(day__in=days).values_list("pk", "day", "team", "environment")
    gone = [pk for pk, *key in there if tuple(key) not in kept]
    DailyRollup.objects.filter(pk__in=gone).delete()
