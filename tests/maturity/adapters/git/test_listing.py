from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from maturity.adapters.git.command import Git
from maturity.adapters.git.listing import changed_files, list_files
from tests.gitrepo import GitRepo

BLOBS = ("0" * 39 + "1", "0" * 39 + "2")


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "infra")


def test_a_change_says_what_a_path_was_and_what_it_is(repo):
    first = repo.commit({"a.tf": "1", "b.tf": "2", "same.tf": "3"})
    second = repo.commit({"a.tf": "changed", "b.tf": None, "new/c.tf": "4"})
    changes = changed_files(Git(repo.path), first, second)
    assert changes is not None
    assert [(one.path, bool(one.before), bool(one.after)) for one in changes] == [
        ("a.tf", True, True), ("b.tf", True, False), ("new/c.tf", False, True),
    ]  # fmt: skip


def test_changes_lead_from_one_list_to_the_other_whatever_becomes_of_a_path(repo):
    trees = [
        f"100644 blob {BLOBS[0]}\ta\x00100644 blob {BLOBS[1]}\tb\x00",
        f"100755 blob {BLOBS[0]}\ta\x00120000 blob {BLOBS[1]}\tb\x00",
        f"100644 blob {BLOBS[1]}\ta\x00100644 blob {BLOBS[1]}\tc\x00",
        f"160000 commit {'1' * 40}\ta\x00100644 blob {BLOBS[0]}\tb\x00",
        f"100644 blob {BLOBS[0]}\tb\x00",
    ]
    git = Git(repo.path)
    commits = [repo.tree(tree.encode()) for tree in trees]
    for old, new in itertools.pairwise(commits):
        before, after = list_files(git, old), list_files(git, new)
        entries = {entry.path: entry for entry in before.entries}
        skipped = {one.path: one.reason for one in before.skipped}
        for change in changed_files(git, old, new) or ():
            assert entries.pop(change.path, None) == change.before
            entries |= {change.path: change.after} if change.after else {}
            skipped.pop(change.path, None)
            skipped |= {change.path: change.skipped} if change.skipped else {}
        assert sorted(entries) == [entry.path for entry in after.entries]
        assert set(entries.values()) == set(after.entries)
        assert skipped == {one.path: one.reason for one in after.skipped}


def test_a_name_that_cannot_be_shown_as_it_is_is_not_compared(repo):
    first = repo.commit({"a.tf": "1"})
    second = repo.tree(f"100644 blob {BLOBS[0]}\t".encode() + b"\xff.tf\0")
    assert changed_files(Git(repo.path), first, second) is None


def test_a_history_that_is_gone_cannot_be_compared(repo):
    assert changed_files(Git(repo.path), "1" * 40, repo.commit({"a.tf": "1"})) is None
