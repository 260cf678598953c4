"""Commits that somebody wants to know more of: their checks, and the pull requests that brought them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

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
PULLS = 5  # of one commit
REVIEWS = 200  # that a row holds
KEPT = 500  # commits of one repository


def want_commit(repository: Repository, commit: str, now: datetime) -> HostedCommit:
    """Have its host asked about it, with the next turn of the clock when it never was."""
    row, new = HostedCommit.objects.get_or_create(
        repository=repository, commit=commit, defaults={"wanted_at": now}
    )
    if new:
        hurry(repository)
        _drop_old(repository)
    elif row.wanted_at < now - AGAIN:
        HostedCommit.objects.filter(pk=row.pk).update(wanted_at=now)
    return row


def look_at_commits(repository: Repository, forge: Forge, record: Callable[[Pull], PullRequest]) -> None:
    """A login that may not see them costs what they would tell, and no more."""
    now = timezone.now()
    for row in repository.hosted_commits.due(now - WANTED, now - AGAIN)[:AT_ONCE]:
        try:
            _look(row, forge, record)
        except AdapterError as failed:
            if not failed.permanent:
                raise
            HostedCommit.objects.filter(pk=row.pk).update(error=clean(failed.message)[:500], looked_at=now)


def _look(row: HostedCommit, forge: Forge, record: Callable[[Pull], PullRequest]) -> None:
    try:
        checks = forge.checks_of(row.commit)
        pulls = [record(one) for one in forge.pulls_of(row.commit)[:PULLS]]
    except Missing:
        checks, pulls = [], []  # nobody pushed it there
    for one in pulls:
        if one.state == PullState.MERGED:
            reviews = forge.reviews(one.number)[-REVIEWS:]
            PullRequest.objects.filter(pk=one.pk).update(
                reviews=[plain(each) for each in reviews], reviewed_at=timezone.now()
            )
    HostedCommit.objects.filter(pk=row.pk).update(
        checks=[_kept(one) for one in checks], whole=len(checks) < MAX_PAGES * PAGE,
        pulls=[one.number for one in pulls], looked_at=timezone.now(), error="",
    )  # fmt: skip


def _kept(check: Check) -> dict[str, object]:
    return {"name": check.name, "outcome": check.outcome, "url": check.url, "optional": check.optional}


def _drop_old(repository: Repository) -> None:
    kept = repository.hosted_commits.order_by("-wanted_at", "-pk").values_list("pk", flat=True)[:KEPT]
    if repository.hosted_commits.count() > KEPT:
        repository.hosted_commits.exclude(pk__in=list(kept)).delete()
