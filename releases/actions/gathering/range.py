"""The commits of a release, and the pull requests that brought them in."""

from __future__ import annotations

from datetime import datetime

from maturity.models import HostedCommit, PullRequest, Repository
from releases.actions.gathering import Gatherer
from releases.actions.gathering._pulls import pull
from releases.core.facts.range import CommitInRange, CommitRange
from releases.models import Release, ReleaseCommits


def gather(release: Release, now: datetime) -> CommitRange | None:
    repository, base = release.application.repository, release.base_commit.lower()
    if repository is None or not release.commit:
        return None
    row = ReleaseCommits.objects.filter(
        release=release, base=base, head=release.commit.lower(), path=release.application.path
    ).first()
    told = CommitRange(base=base, branch=repository.default_branch, read=False)
    if row is None or row.commits is None:
        return told
    others = [sha for sha in row.commits if not sha.startswith(row.head)]  # `gathering.commit` has the last
    commits = _commits(repository, others)
    return CommitRange(base=base, branch=told.branch, read=True, more=row.more, commits=commits)


def _commits(repository: Repository, shas: list[str]) -> tuple[CommitInRange, ...]:
    hosted = {one.commit: one for one in repository.hosted_commits.filter(commit__in=shas)}
    numbers = {number for one in hosted.values() for number in one.pulls}
    pulls = {one.number: one for one in repository.pull_requests.filter(number__in=numbers)}
    return tuple(_commit(sha, hosted.get(sha) or HostedCommit(), pulls) for sha in shas)


def _commit(sha: str, told: HostedCommit, pulls: dict[int, PullRequest]) -> CommitInRange:
    mine = tuple(pull(pulls[number]) for number in told.pulls if number in pulls)
    asked = (told.pulls_at or told.looked_at) is not None
    return CommitInRange(sha, asked and not (told.error and not mine), mine, told.error)


GATHERER = Gatherer(CommitRange, gather)
