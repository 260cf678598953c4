"""Commits that somebody wants to know more of: their checks, and the pull requests that brought them in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from maturity.actions.pulls.scheduling import hurry
from maturity.actions.rows import clean, plain
from maturity.adapters.errors import AdapterError
from maturity.adapters.hosting import MAX_PAGES, PAGE, Forge, Missing
from maturity.core.pulls.seen import Check, Pull
from maturity.models import HostedCommit, PullRequest, PullState, Repository

AT_ONCE = 10  # commits that are looked at in one go; a look is some five questions
WANTED = timedelta(days=1)  # after which nobody waits any more
AGAIN = timedelta(minutes=4)
LONGEST = timedelta(days=1)  # between two looks at what brought a commit in
OF_RANGES_AT_ONCE = 25  # of which only pull requests are asked for: two questions or three
PULLS = 5  # of one commit
REVIEWS = 200  # that a row holds
KEPT = 2_000  # commits of one repository


def want_commit(repository: Repository, commit: str, now: datetime) -> HostedCommit:
    """Have its host asked about it, with the next turn of the clock when it never was."""
    row, new = HostedCommit.objects.get_or_create(
        repository=repository, commit=commit, defaults={"wanted_at": now}
    )
    if new:
        hurry(repository)
        _drop_old(repository)
    elif row.wanted_at is None or row.wanted_at < now - AGAIN:
        HostedCommit.objects.filter(pk=row.pk).update(wanted_at=now)
    return row


def want_range(repository: Repository, commits: Sequence[str], now: datetime) -> None:
    """Have its host asked who brought each of them in: once, and again only while that is open."""
    here = repository.hosted_commits.filter(commit__in=commits)
    known = set(here.values_list("commit", flat=True))
    new = [one for one in commits if one not in known]
    rows = [HostedCommit(repository=repository, commit=one, range_at=now) for one in new]
    HostedCommit.objects.bulk_create(rows, ignore_conflicts=True)
    here.filter(Q(range_at__isnull=True) | Q(range_at__lt=now - AGAIN)).update(range_at=now)
    if new:
        hurry(repository)
        _drop_old(repository)


def look_at_commits(repository: Repository, forge: Forge, record: Callable[[Pull], PullRequest]) -> None:
    """A login that may not see them costs what they would tell, and no more."""
    now = timezone.now()
    asking = _Asking(forge, record)
    for row in repository.hosted_commits.due(now - WANTED, now - AGAIN)[:AT_ONCE]:
        _keep(row, asking.all_of, looked_at=now)
    for row in repository.hosted_commits.due_of_ranges(now - WANTED, now)[:OF_RANGES_AT_ONCE]:
        _keep(row, asking.pulls)


def _keep(row: HostedCommit, look: Callable[[HostedCommit], dict[str, Any]], **looked: datetime) -> None:
    try:
        fields = look(row)
    except AdapterError as failed:
        if not failed.permanent:
            raise
        fields = {"error": clean(failed.message)[:500], **_asked_again(row)}
    HostedCommit.objects.filter(pk=row.pk).update(**{"error": "", **fields, **looked})


class _Asking:
    """One turn with a host: reviews of a pull request that brought in many commits are asked for once."""

    def __init__(self, forge: Forge, record: Callable[[Pull], PullRequest]) -> None:
        self._forge, self._record = forge, record
        self._approved: dict[int, bool] = {}

    def all_of(self, row: HostedCommit) -> dict[str, Any]:
        return {**self._checks(row), **self.pulls(row)}

    def _checks(self, row: HostedCommit) -> dict[str, Any]:
        try:
            found = self._forge.checks_of(row.commit)
        except Missing:
            found = []  # nobody pushed it there
        return {"checks": [_kept(one) for one in found], "whole": len(found) < MAX_PAGES * PAGE}

    def pulls(self, row: HostedCommit) -> dict[str, Any]:
        try:
            found = [self._record(one) for one in self._forge.pulls_of(row.commit)[:PULLS]]
        except Missing:
            found = []
        merged = [self._is_approved(one) for one in found if one.state == PullState.MERGED]
        again = {**_asked_again(row), "again_at": None} if any(merged) else _asked_again(row)
        return {"pulls": [one.number for one in found], **again}

    def _is_approved(self, row: PullRequest) -> bool:
        if row.number not in self._approved:
            reviews = self._forge.reviews(row.number)[-REVIEWS:]
            PullRequest.objects.filter(pk=row.pk).update(
                reviews=[plain(each) for each in reviews], reviewed_at=timezone.now()
            )
            self._approved[row.number] = any(one.outcome == "approved" for one in reviews)
        return self._approved[row.number]


def _asked_again(row: HostedCommit) -> dict[str, Any]:
    """Each pause is twice as long as the one before: an hour holds so many questions, and no more."""
    now, looks = timezone.now(), min(row.looks + 1, 30)
    return {"pulls_at": now, "looks": looks, "again_at": now + min(AGAIN * 2 ** (looks - 1), LONGEST)}


def _kept(check: Check) -> dict[str, object]:
    return {"name": check.name, "outcome": check.outcome, "url": check.url, "optional": check.optional}


def _drop_old(repository: Repository) -> None:
    kept = repository.hosted_commits.order_by(Coalesce("range_at", "wanted_at").desc(), "-pk").values_list(
        "pk", flat=True
    )[:KEPT]
    if repository.hosted_commits.count() > KEPT:
        repository.hosted_commits.exclude(pk__in=list(kept)).delete()
