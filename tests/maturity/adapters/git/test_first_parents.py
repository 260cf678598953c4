"""What came to a branch one by one."""

from __future__ import annotations

from pathlib import Path

from maturity.adapters.git import Mirror
from tests.gitrepo import GitRepo


def test_what_a_merge_brought_along_is_told_by_the_merge(tmp_path: Path):
    repo = GitRepo(tmp_path / "app")
    base = repo.commit({"shop/a": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"shop/b": "1"})
    repo.commit({"shop/b": "2"})
    repo.git("checkout", "-q", "main")
    elsewhere = repo.commit({"other/a": "1"})
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    merge = repo.git("rev-parse", "HEAD").strip()
    mirror = Mirror(str(repo.path))
    assert mirror.first_parents(base, merge) == [merge, elsewhere]
    assert mirror.first_parents(base, merge, "shop") == [merge]
    assert mirror.first_parents(base, merge, most=1) == [merge]
    assert mirror.first_parents(merge, merge) == []


def test_a_commit_that_is_not_here_tells_nothing(tmp_path: Path):
    repo = GitRepo(tmp_path / "app")
    head = repo.commit({"a": "1"})
    mirror = Mirror(str(repo.path))
    assert mirror.first_parents("f" * 40, head) is None
    assert mirror.first_parents("--all", head) is None
