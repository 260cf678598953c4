from __future__ import annotations

from pathlib import Path

import pytest

from maturity.adapters.git import Mirror
from maturity.adapters.git.differing import Changed
from tests.gitrepo import GitRepo


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "app")


def mirror(repo: GitRepo) -> Mirror:
    return Mirror(str(repo.path))


def test_changed_files_are_told_with_their_lines(repo: GitRepo):
    old = repo.commit({"a.tf": "1\n2\n", "b.tf": "1\n", "moved.tf": "x\ny\n"})
    new = repo.commit({"a.tf": "1\n3\n4\n", "b.tf": None, "moved.tf": None, "to/moved.tf": "x\ny\n"})
    found = mirror(repo).changed(old, new)
    assert found is not None
    assert sorted(found, key=lambda one: one.path) == [
        Changed("a.tf", 2, 1), Changed("b.tf", 0, 1), Changed("moved.tf", 0, 2), Changed("to/moved.tf", 2, 0)
    ]  # fmt: skip


def test_names_with_tabs_line_breaks_and_other_alphabets_are_one_name(repo: GitRepo):
    old = repo.commit({"a": "1"})
    new = repo.commit({"tab\tand\nbreak": "1\n", "图.tf": "1\n"})
    found = mirror(repo).changed(old, new)
    assert {one.path for one in found or ()} == {"tab\tand\nbreak", "图.tf"}


def test_binary_files_count_no_lines(repo: GitRepo):
    old = repo.commit({"a": "1"})
    new = repo.commit({"image.png": b"\0\1\2" * 100})
    assert mirror(repo).changed(old, new) == [Changed("image.png", 0, 0)]


def test_a_program_that_the_repository_names_is_not_started(repo: GitRepo, tmp_path: Path):
    old = repo.commit({"a": "1\n", ".gitattributes": "a diff=evil\n"})
    repo.git("config", "diff.evil.command", f"touch {tmp_path}/started")
    repo.git("config", "diff.external", f"touch {tmp_path}/started")
    assert mirror(repo).changed(old, repo.commit({"a": "2\n"}))
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize("odd", ["", "f" * 40, "HEAD", "--output=x", "a1b2c3d"])
def test_what_is_no_commit_here_is_not_known(repo: GitRepo, odd: str):
    head = repo.commit({"a": "1"})
    assert (mirror(repo).changed(head, odd), mirror(repo).changed(odd, head)) == (None, None)
    assert mirror(repo).on_branch(odd) is None


def test_a_commit_of_another_branch_is_not_part_of_the_default_one(repo: GitRepo):
    first = repo.commit({"a": "1"})
    repo.git("checkout", "--quiet", "-b", "side")
    side = repo.commit({"a": "2"})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"a": "3"})
    assert (mirror(repo).on_branch(first), mirror(repo).on_branch(side)) == (True, False)
