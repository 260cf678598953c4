"""When the pull requests of a repository are looked at: on schedule, and at once when something happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from maturity.adapters.credentials import of_environment
from maturity.models import Host, HostLogin, PullRequest, Repository, Schedule
from maturity.models.logins import owners_of

KIND = "pulls"
AT_ONCE = 200  # repositories that one turn of the clock hands out
WITH_API = (Host.GITHUB, Host.GITLAB)


def due(now: datetime) -> list[int]:
    """The repositories whose turn it is, the longest waiting first. Each is given to one clock only."""
    _arrange(now)
    waiting = Schedule.objects.due(now).filter(kind=KIND, repository__archived=False)
    return [one.repository_id for one in waiting[:AT_ONCE] if one.claim(now)]


def _arrange(now: datetime) -> None:
    """Every repository whose host has a login gets a schedule; their first times are spread out."""
    every = settings.RUNGS_PULLS_EVERY
    Schedule.objects.filter(kind=KIND).exclude(every=every).update(every=every)
    without = Repository.objects.shown().filter(host__in=WITH_API).exclude(schedules__kind=KIND)
    places = HostLogin.objects.places()
    new = [one for one in without.only("pk", "url") if _has_login(one, places)]
    Schedule.objects.bulk_create(
        [
            Schedule(repository=one, kind=KIND, every=every, next_run_at=now + _offset(one.pk, every))
            for one in new
        ],
        ignore_conflicts=True,
    )


def _has_login(repository: Repository, places: frozenset[tuple[str, str]]) -> bool:
    """places: hosts and owners with a stored login: known once, not asked for each repository."""
    parts = urlsplit(repository.url)
    host, path = (parts.hostname or "").lower(), parts.path.removesuffix(".git")
    return any((host, owner) in places for owner in owners_of(path)) or host in dict(of_environment())


def _offset(pk: int, every: timedelta) -> timedelta:
    return every * (pk % 100) / 100


def hurry(repository: Repository, pull_request: PullRequest | None = None) -> None:
    """Look at it with the next turn of the clock. Many reasons at once make one look."""
    if pull_request is not None:
        PullRequest.objects.filter(pk=pull_request.pk).update(checked_at=None)
    repository.schedules.filter(kind=KIND).update(next_run_at=timezone.now())


def pause(host: str, until: datetime) -> None:
    """No repository of a host is looked at before its limit ends."""
    own = Schedule.objects.filter(kind=KIND, next_run_at__lt=until).select_related("repository")
    same = [one.pk for one in own if urlsplit(one.repository.url).hostname == host]
    Schedule.objects.filter(pk__in=same).update(next_run_at=until)
