"""Every commit since Prod: read from real git once, told by the host row by row."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from maturity.models import HostedCommit, Repository
from releases.actions import preparing
from releases.actions.gathering.range import gather
from releases.actions.preparing import prepare
from releases.core.facts.range import CommitRange
from releases.models import Release, ReleaseCommits
from tests.factories import make_pull_request, make_repository
from tests.gitrepo import GitRepo
from tests.releases.factories import make_application, make_release


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "app")


@pytest.fixture
def repository(repo: GitRepo, db: None) -> Repository:
    return make_repository("acme/app", url=str(repo.path), host="github", default_branch="main")


def opened(repository: Repository, base: str, head: str, path: str = "") -> Release:
    return make_release(make_application(repository=repository, path=path), base_commit=base, commit=head)


def told(release: Release, now: datetime) -> CommitRange:
    found = gather(release, now)
    assert found is not None
    return found


def test_each_commit_since_prod_is_asked_for_and_gathered(
    repo: GitRepo, repository: Repository, now: datetime
):
    base, one, two, head = (repo.commit({"a": text}) for text in "1234")
    release = opened(repository, base, head)
    prepare(release, now)
    assert [each.commit for each in told(release, now).commits] == [two, one]
    assert set(repository.hosted_commits.filter(range_at=now).values_list("commit", flat=True)) == {one, two}
    make_pull_request(repository, 7, state="merged", merge_sha=one, reviews=[], reviewed_at=now)
    repository.hosted_commits.filter(commit=one).update(pulls=[7], pulls_at=now)
    newer, older = told(release, now).commits
    assert (newer.asked, older.asked, [each.number for each in older.pulls]) == (False, True, [7])


def test_of_a_part_of_a_repository_only_its_own_commits_count(
    repo: GitRepo, repository: Repository, now: datetime
):
    base, mine = repo.commit({"a": "1"}), repo.commit({"shop/a": "1"})
    repo.commit({"other/a": "1"})
    release = opened(repository, base, repo.commit({"shop/a": "2"}), path="shop")
    prepare(release, now)
    assert [each.commit for each in told(release, now).commits] == [mine]


def test_too_many_commits_are_said_and_no_host_is_asked_for_them(
    repo: GitRepo, repository: Repository, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(preparing, "COMMITS", 2)
    base, *_, head = (repo.commit({"a": text}) for text in "12345")
    release = opened(repository, base, head)
    prepare(release, now)
    assert told(release, now).more
    assert not HostedCommit.objects.filter(range_at__isnull=False).exists()


def test_what_could_not_be_read_is_not_known_and_a_reading_of_another_base_does_not_count(
    repo: GitRepo, repository: Repository, now: datetime
):
    base, head = repo.commit({"a": "1"}), repo.commit({"a": "2"})
    release = opened(repository, "f" * 40, head)
    prepare(release, now)
    assert not told(release, now).read
    release.base_commit = base
    prepare(release, now)
    assert told(release, now).read
    release.base_commit = ""
    prepare(release, now)
    assert (told(release, now).read, told(release, now).base) == (False, "")


def test_a_range_is_read_from_git_once(
    repo: GitRepo, repository: Repository, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    base, head = repo.commit({"a": "1"}), repo.commit({"a": "2"})
    release = opened(repository, base, head)
    prepare(release, now)
    monkeypatch.setattr(preparing, "_first_parents", lambda *_: pytest.fail("read again"))
    prepare(release, now)
    assert ReleaseCommits.objects.get().commits == [head]
