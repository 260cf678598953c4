from __future__ import annotations

from pathlib import Path

import pytest

from maturity.adapters.git.command import Git
from maturity.adapters.git.objects import AT_ONCE, Objects, TooLarge
from tests.gitrepo import GitRepo

MISSING = "0123456789" * 4


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "infra")


def test_more_objects_than_a_pipe_holds_come_in_the_order_asked(repo):
    repo.commit({f"{number}": str(number) for number in range(30)})
    blobs = repo.git("ls-tree", "-r", "--object-only", "HEAD").splitlines()
    asked = blobs * (2 * AT_ONCE // len(blobs) + 1)
    with Objects(Git(repo.path)) as objects:
        assert [name for name, _ in objects.read(asked, 1_000)] == asked


def test_what_is_too_large_or_missing_does_not_hide_what_follows(repo):
    small, large = repo.blob(b"x"), repo.blob(b"x" * 50_000)
    with Objects(Git(repo.path)) as objects:
        found = [content for _, content in objects.read([large, MISSING, small, large, small], 1_000)]
    assert found == [TooLarge(50_000), None, b"x", TooLarge(50_000), b"x"]


def test_reading_that_is_broken_off_does_not_disturb_the_next(repo):
    one, two = repo.blob(b"one"), repo.blob(b"two")
    with Objects(Git(repo.path)) as objects:
        next(objects.read([one] * 10, 1_000))
        assert [content for _, content in objects.read([two], 1_000)] == [b"two"]


def test_a_commit_is_found_by_any_of_its_names(repo):
    sha = repo.commit({"a": "x"}, "First line\n\nbody")
    repo.git("tag", "-a", "v1", "-m", "a tag with an object of its own")
    with Objects(Git(repo.path)) as objects:
        for name in ("HEAD", "main", "v1", sha, sha[:10]):
            commit = objects.commit(name)
            assert commit
            assert (commit.sha, commit.subject, commit.author) == (sha, "First line", "Ada")


@pytest.mark.parametrize("name", ["nothing", MISSING, "HEAD:a"])
def test_what_is_no_commit_is_none_and_the_next_question_is_answered(repo, name):
    sha = repo.commit({"a": "x"})
    with Objects(Git(repo.path)) as objects:
        assert objects.commit(name) is None
        commit = objects.commit(sha)
    assert commit
    assert commit.sha == sha


def test_odd_commits_are_read_too(repo):
    tree = repo.git("mktree")
    raw = (
        f"tree {tree}\nauthor <> 99999999999999 +0000\ncommitter \xff <a@b> 99999999999999 +0000\n\n".encode(
            "latin-1"
        )
    )
    sha = repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
    with Objects(Git(repo.path)) as objects:
        commit = objects.commit(sha)
    assert commit
    assert (commit.at.year, commit.author, commit.subject) == (9999, "", "")
