from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import HostedCommit
from releases.actions.gathering.commit import gather
from releases.core.facts.commit import Check, CommitOnHost, Review
from releases.models import Change, Release
from tests.factories import make_pull_request
from tests.releases.factories import make_application, make_release

JAN = {"author": "jan", "outcome": "approved", "commit": "c" * 40, "at": "2026-11-02T09:30:00Z"}


def told(release: Release, now: datetime) -> CommitOnHost:
    found = gather(release, now)
    assert found is not None
    return found


def hosted(release: Release, now: datetime, **fields: Any) -> HostedCommit:
    given = {"wanted_at": now, "looked_at": now, "repository": release.application.repository}
    return HostedCommit.objects.create(commit=release.commit, **{**given, **fields})


def test_what_the_host_told_of_the_commit_is_gathered(release: Release, now: datetime):
    repository = release.application.repository
    assert repository is not None
    make_pull_request(
        repository, 7, state="merged", merge_sha=release.commit, reviews=[JAN], reviewed_at=now, author="lin"
    )
    checks = [{"name": "test", "outcome": "success", "url": "https://ci.example/1", "optional": False}]
    hosted(release, now, checks=checks, pulls=[7])
    Change.objects.create(repository=repository, head=release.commit, on_branch=True, at=now)
    found = told(release, now)
    assert (found.branch, found.asks, found.looked_at, found.on_branch) == ("main", True, now, True)
    assert found.checks == (Check("test", "success", "https://ci.example/1"),)
    one = found.pulls[0]
    assert (one.number, one.author, one.merge, one.base) == (7, "lin", release.commit, "main")
    assert one.reviews == (Review("jan", "approved", commit="c" * 40),)


def test_a_pull_request_that_a_webhook_told_of_is_known_before_its_reviews(release: Release, now: datetime):
    repository = release.application.repository
    assert repository is not None
    make_pull_request(repository, 7, state="merged", merge_sha=release.commit)
    found = told(release, now)
    assert (found.looked_at, found.pulls[0].reviews, found.on_branch) == (None, None, None)


def test_why_the_host_did_not_tell_is_gathered(release: Release, now: datetime):
    repository = release.application.repository
    assert repository is not None
    repository.pulls_error = "github.com refused the login"
    assert told(release, now).error == "github.com refused the login"
    hosted(release, now, looked_at=None, error="no right to read checks")
    assert told(release, now).error == "no right to read checks"


def test_a_host_without_an_api_is_never_asked(release: Release, now: datetime):
    assert release.application.repository is not None
    release.application.repository.host = "other"
    assert told(release, now).asks is False


def test_without_a_commit_or_a_repository_nothing_is_known(release: Release, now: datetime):
    release.commit = ""
    assert gather(release, now) is None
    assert gather(make_release(make_application("bare", repository=None)), now) is None
