"""What is read of a commit before gates ask, from real git."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from maturity.models import HostedCommit, Repository, Run
from releases.actions import preparing
from releases.actions.gathering.change import gather
from releases.actions.preparing import prepare
from releases.core.state import BEFORE, State
from releases.models import Change, Release
from tests.factories import days_ago, make_repository, make_stack
from tests.gitrepo import GitRepo
from tests.releases.factories import make_application, make_release, make_target


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "app")


@pytest.fixture
def repository(repo: GitRepo, db: None) -> Repository:
    return make_repository("acme/app", url=str(repo.path), host="local")


def opened(repository: Repository, base: str, head: str, path: str = "", **fields: Any) -> Release:
    application = make_application(repository=repository, path=path)
    return make_release(application, base_commit=base, commit=head, **fields)


def test_what_changes_is_read_once_the_commit_is_on_the_branch(repo: GitRepo, repository: Repository):
    base = repo.commit({"app.py": "1\n"})
    release = opened(repository, base, repo.commit({"app.py": "1\n2\n", "live/prod/main.tf": "a\nb\nc\n"}))
    make_stack(repository)
    prepare(release, timezone.now())
    row = Change.objects.get()
    assert (row.on_branch, row.files) == (True, [["live/prod/main.tf", 3, 0], ["app.py", 1, 0]])
    found = gather(release, timezone.now())
    assert found is not None
    assert [(one.path, one.stack) for one in found.files] == [
        ("live/prod/main.tf", "live/prod"), ("app.py", ""),
    ]  # fmt: skip
    Change.objects.update(at=days_ago(1))
    prepare(release, timezone.now())
    assert Change.objects.get().at < days_ago(0.5)


def test_of_a_part_of_a_repository_only_its_own_files_and_stacks_count(repo: GitRepo, repository: Repository):
    base = repo.commit({"a": "1"})
    files = {"shop/app.py": "1\n", "other/app.py": "1\n", "live/shop/a.tf": "1\n", "live/other/b.tf": "1\n"}
    release = opened(repository, base, repo.commit(files), path="shop")
    make_stack(repository, "live/other")
    make_target(release.application, make_stack(repository, "live/shop"))
    prepare(release, timezone.now())
    found = gather(release, timezone.now())
    assert found is not None
    assert {one.path for one in found.files} == {"shop/app.py", "live/shop/a.tf"}


def test_a_commit_that_our_copy_lacks_has_it_fetched_once(repo: GitRepo, repository: Repository):
    release = opened(repository, repo.commit({"a": "1"}), "f" * 40)
    prepare(release, timezone.now())
    assert (Change.objects.get().on_branch, Run.objects.get().repository) == (None, repository)
    Run.objects.all().delete()
    Change.objects.update(at=days_ago(1))
    prepare(release, timezone.now())
    assert (Change.objects.get().at > days_ago(0.5), Run.objects.count()) == (True, 0)


def test_a_commit_of_another_branch_is_read_again_until_it_is_merged(repo: GitRepo, repository: Repository):
    base = repo.commit({"a": "1"})
    repo.git("checkout", "--quiet", "-b", "side")
    release = opened(repository, base, repo.commit({"a": "2\n"}))
    repo.git("checkout", "--quiet", "main")
    prepare(release, timezone.now())
    assert Change.objects.get().on_branch is False
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    prepare(release, timezone.now())
    assert Change.objects.get().on_branch is False
    Change.objects.update(at=days_ago(1))
    prepare(release, timezone.now())
    assert Change.objects.get().on_branch is True


def test_the_beginning_of_a_commit_leads_to_the_whole_one(repo: GitRepo, repository: Repository):
    base = repo.commit({"a": "1"})
    release = opened(repository, base[:8], repo.commit({"a": "2\n"})[:7])
    prepare(release, timezone.now())
    row = Change.objects.get()
    assert (row.on_branch, row.files) == (True, [["a", 1, 1]])


def test_of_many_changes_the_last_are_kept(
    repo: GitRepo, repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(preparing, "KEPT", 2)
    release = opened(repository, "", repo.commit({"a": "1"}))
    for n in range(4):
        release.commit = repo.commit({"a": str(n)})
        prepare(release, timezone.now())
    assert Change.objects.count() == 2
    assert Change.objects.filter(head=release.commit).exists()


def test_a_release_that_replaces_nothing_is_read_without_files(repo: GitRepo, repository: Repository):
    release = opened(repository, "", repo.commit({"a": "1"}))
    prepare(release, timezone.now())
    assert (Change.objects.get().files, Change.objects.get().on_branch) == (None, True)


def test_of_very_many_files_the_largest_are_kept(
    repo: GitRepo, repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(preparing, "FILES", 2)
    base = repo.commit({"a": "1"})
    release = opened(repository, base, repo.commit({"b": "1\n", "c": "1\n2\n", "d": "1\n2\n3\n"}))
    prepare(release, timezone.now())
    row = Change.objects.get()
    assert ([path for path, *_ in row.files or ()], row.more) == (["d", "c"], 1)


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_a_host_with_an_api_is_asked_about_the_commit(repo: GitRepo, repository: Repository, host: str):
    Repository.objects.update(host=host)
    release = opened(Repository.objects.get(), "", repo.commit({"a": "1"}))
    prepare(release, timezone.now())
    assert HostedCommit.objects.get().commit == release.commit


@pytest.mark.parametrize("state", sorted(set(State) - BEFORE))
def test_what_is_on_its_way_or_over_is_not_prepared(repo: GitRepo, repository: Repository, state: str):
    release = opened(repository, "", repo.commit({"a": "1"}), state=state)
    prepare(release, timezone.now())
    assert Change.objects.count() == 0


def test_without_a_repository_or_a_commit_there_is_nothing_to_prepare(repository: Repository):
    for release in (opened(repository, "", ""), make_release(make_application("b", repository=None))):
        prepare(release, timezone.now())
        assert gather(release, timezone.now()) is None
    assert Change.objects.count() == 0
