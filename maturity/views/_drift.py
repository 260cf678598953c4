"""What the drift page counts and lists. A number and its list come from the same query."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone
from msgspec import Struct

from maturity.forms.drift import DriftFilter, in_states
from maturity.models import DriftEpisode, Mode, Stack
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.models.stacks import Rank, StackQuerySet
from maturity.views._http import pk_of

DAYS = 90
PAGE = 50


class Summary(Struct, frozen=True):
    """Stacks by how they stand, and when any of them was looked at last. `pull`: those to be checked here."""

    total: int
    checked: int
    drifted: int
    failing: int
    stale: int
    never: int
    calm: int
    pull: int
    last: datetime | None


class Episodes(Struct, frozen=True):
    """One page of episodes; `following` is the query of the next one, or ""."""

    rows: list[DriftEpisode]
    following: str


class Stacks(Struct, frozen=True):
    rows: list[Stack]
    following: str


def start_of_yesterday(now: datetime) -> datetime:
    day = timezone.localdate(now) - timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time()))


def summary(stacks: StackQuerySet, fresh_since: datetime, checkable: Q | None = None) -> Summary:
    """All counts in one query. `stacks` are `ranked`; the person may ask for checks of those `checkable`."""
    states = {name: Count("pk", filter=where) for name, where in in_states(fresh_since).items()}
    found = stacks.aggregate(
        **states,
        total=Count("pk"),
        calm=Count("pk", filter=Q(rank=Rank.CALM)),
        pull=Count("pk", filter=Q(mode=Mode.PULL) & (checkable or Q(pk__in=[]))),
        last=Max("checked_at"),
    )
    return Summary(**found)


def episodes(
    asked: DriftFilter, found: DriftEpisodeQuerySet, known: DriftEpisodeQuerySet, before: str
) -> Episodes:
    """Newest first, from after the one of `known` with the key `before` on: it may have left `found`."""
    cursor = known.filter(pk=pk_of(before)).first() if before else None
    rest = found.before(cursor) if cursor else found
    rows = list(with_people(rest).newest_first()[: PAGE + 1])
    following = asked.query(before=rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return Episodes(rows[:PAGE], following)


def with_people(found: DriftEpisodeQuerySet) -> DriftEpisodeQuerySet:
    return found.select_related("stack__repository", "owner", "acknowledged_by")


def stacks(asked: DriftFilter, found: StackQuerySet, known: StackQuerySet, after: str) -> Stacks:
    """Worst first, from after the one of `known` with the key `after` on. Both are `ranked`."""
    cursor = known.filter(pk=pk_of(after)).first() if after else None
    rest = found.after(cursor) if cursor else found
    rows = list(rest.select_related("repository").defer("sketch", "attempt_error").worst_first()[: PAGE + 1])
    following = asked.query(after=rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return Stacks(rows[:PAGE], following)
