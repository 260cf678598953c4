from __future__ import annotations

from pathlib import Path

import pytest

from maturity.adapters.git.command import Git
from maturity.adapters.git.listing import Listing, list_files
from tests.gitrepo import GitRepo


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "infra")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "listing"


def same(one: Listing, other: Listing) -> bool:
    return (one.entries(), sorted(one.skipped.items())) == (other.entries(), sorted(other.skipped.items()))


def test_the_next_list_is_the_last_one_with_its_changes(repo, cache):
    first = repo.commit({"a.tf": "1", "b/c.tf": "2", "b/d.tf": "3", "z": "4"})
    list_files(Git(repo.path), first, cache)
    (repo.path / "z").unlink()
    (repo.path / "z").symlink_to("a.tf")
    repo.commit({"b/d.tf": None})
    second = repo.commit({"a.tf": "changed", "b/c.tf": None, "b/d.tf/now/a/folder": "5", "new.tf": "6"})
    listed = list_files(Git(repo.path), second, cache)
    assert same(listed, list_files(Git(repo.path), second))
    assert "z" in listed.skipped


def test_every_kind_of_change_gives_the_same_list_as_listing_afresh(repo, cache):
    blobs = [repo.blob(str(n).encode()) for n in range(3)]
    trees = [
        f"100644 blob {blobs[0]}\ta\x00100644 blob {blobs[1]}\tb\x00",
        f"100755 blob {blobs[0]}\ta\x00120000 blob {blobs[1]}\tb\x00",
        f"100644 blob {blobs[2]}\ta\x00100644 blob {blobs[1]}\tc\x00",
        f"100644 blob {blobs[1]}\tc\x00100644 blob {blobs[1]}\t{'x' * 1_100}\x00",
        f"160000 commit {'1' * 40}\ta\x00100644 blob {blobs[0]}\tb\x00",
        f"100644 blob {blobs[0]}\tb\x00",
    ]
    for tree in trees:
        commit = repo.tree(tree.encode())
        assert same(list_files(Git(repo.path), commit, cache), list_files(Git(repo.path), commit))


def test_the_same_commit_is_listed_without_asking_git(repo, cache, tmp_path):
    commit = repo.commit({"a.tf": "1"})
    first = list_files(Git(repo.path), commit, cache)
    assert same(list_files(Git(tmp_path / "nowhere"), commit, cache), first)


def test_a_history_that_is_gone_is_listed_afresh(repo, cache):
    first = repo.commit({"a.tf": "1"})
    list_files(Git(repo.path), first, cache)
    other = GitRepo(repo.path.parent / "other")
    commit = other.commit({"b.tf": "2"})
    assert [entry.path for entry in list_files(Git(other.path), commit, cache).entries()] == ["b.tf"]


def test_a_broken_cache_is_as_good_as_none(repo, cache):
    commit = repo.commit({"a.tf": "1"})
    cache.parent.mkdir()
    cache.write_bytes(b"\xff")
    assert len(list_files(Git(repo.path), commit, cache).files) == 1
