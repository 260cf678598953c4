"""What the host told of the commit of a release, when it was asked last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from maturity.models import Host, HostedCommit, PullRequest, Repository
from releases.actions.gathering import Gatherer
from releases.actions.gathering._pulls import pull
from releases.core.facts.commit import Check, CommitOnHost
from releases.models import Change, Release

MOST_PULLS = 20


def gather(release: Release, now: datetime) -> CommitOnHost | None:
    repository, commit = release.application.repository, release.commit.lower()
    if repository is None or not commit:
        return None
    row = HostedCommit.objects.filter(repository=repository, commit=commit).first()
    change = Change.objects.filter(repository=repository, head=commit).order_by("-at").first()
    told = row or HostedCommit()
    return CommitOnHost(
        commit=commit, branch=repository.default_branch, asks=repository.host in (Host.GITHUB, Host.GITLAB),
        on_branch=change.on_branch if change else None, looked_at=told.looked_at,
        error=told.error or repository.pulls_error, whole=told.whole, checks=tuple(map(_check, told.checks)),
        pulls=tuple(map(pull, _pulls(repository, commit, told.pulls))),
    )  # fmt: skip


def _pulls(repository: Repository, commit: str, numbers: list[int]) -> list[PullRequest]:
    """Those the host named, and those that a webhook told us were merged as this commit."""
    mine = Q(number__in=numbers) | Q(merge_sha=commit)
    return list(repository.pull_requests.filter(mine).order_by("-number")[:MOST_PULLS])


def _check(told: dict[str, Any]) -> Check:
    return Check(told["name"], told["outcome"], told.get("url", ""), told.get("optional", False))


GATHERER = Gatherer(CommitOnHost, gather)
