"""Our own copy of a repository, fetched from a real git server."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror, open_tree

OPEN = Policy(http=True, private=True)


@pytest.fixture
def mirror(data: Path, base: str) -> Mirror:
    return Mirror(f"{base}/acme/infra")


def test_the_head_is_fetched_and_read(repo, mirror):
    sha = repo.commit({"a.tf": "x"})
    with mirror.head(OPEN) as tree:
        assert (tree.commit, tree.default_branch) == (sha, "main")
        assert [content for _, content in tree.read([tree.entries()[0].blob])] == [b"x"]


def test_a_second_fetch_brings_what_is_new(repo, mirror):
    first = repo.commit({"a.tf": "x"})
    with mirror.head(OPEN):
        pass
    second = repo.commit({"b.tf": "y"})
    third = repo.commit({"c.tf": "z"})
    with mirror.head(OPEN) as tree:
        assert (tree.commit, len(tree.entries())) == (third, 3)
    assert mirror.between(first, third) == [second, third]


def test_a_rewritten_history_is_taken_over(repo, mirror):
    old = repo.commit({"a.tf": "x"})
    with mirror.head(OPEN):
        pass
    repo.git("checkout", "--quiet", "--orphan", "fresh")
    new = repo.commit({"b.tf": "y"})
    repo.git("branch", "--quiet", "--force", "main", new)
    repo.git("checkout", "--quiet", "main")
    with mirror.head(OPEN) as tree:
        assert tree.commit == new
    assert mirror.between(old, new) == []


def test_an_older_commit_can_be_read_again_without_the_server(repo, mirror):
    first = repo.commit({"a.tf": "x"})
    repo.commit({"b.tf": "y"})
    with mirror.head(OPEN):
        pass
    with mirror.at(first) as tree:
        assert [entry.path for entry in tree.entries()] == ["a.tf"]


def test_a_commit_nobody_has_is_told_in_one_sentence(repo, mirror):
    repo.commit({"a.tf": "x"})
    with mirror.head(OPEN):
        pass
    with pytest.raises(AdapterError, match="has no commit named"), mirror.at("f" * 40):
        pass


def test_a_fetch_that_fails_leaves_what_was_there(repo, mirror, base):
    sha = repo.commit({"a.tf": "x"})
    with mirror.head(OPEN):
        pass
    (repo.path / ".git").rename(repo.path / ".gone")
    with pytest.raises(AdapterError, match="no repository"), mirror.head(OPEN):
        pass
    with mirror.at(sha) as tree:
        assert len(tree.entries()) == 1


def test_an_address_is_opened_without_keeping_a_copy(repo, base, data, settings):
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    old = repo.commit({"a.tf": "x"})
    repo.git("tag", "v1")
    new = repo.commit({"b.tf": "y"})
    with open_tree(f"{base}/acme/infra") as tree:
        assert (tree.name, tree.commit, len(tree.entries())) == ("acme/infra", new, 2)
    with open_tree(f"{base}/acme/infra", "v1") as tree:
        assert (tree.commit, len(tree.entries())) == (old, 1)
    assert not data.exists()


def read_all(mirror: Mirror) -> int:
    with mirror.head(OPEN) as tree:
        return len(list(tree.read([entry.blob for entry in tree.entries()])))


@pytest.mark.parametrize("left", ["refs/rungs/head.lock", "shallow.lock", "packed-refs.lock"])
def test_what_a_killed_git_left_does_not_stop_the_next(repo, mirror, left):
    repo.commit({"a.tf": "x"})
    assert read_all(mirror) == 1
    (mirror.folder / "git" / left).write_text("")
    repo.commit({"b.tf": "y"})
    assert read_all(mirror) == 2


def test_a_copy_that_cannot_be_fetched_into_is_made_anew(repo, mirror):
    repo.commit({"a.tf": "x"})
    assert read_all(mirror) == 1
    (mirror.folder / "git" / "config").write_text("[core\n")
    repo.commit({"b.tf": "y"})
    assert read_all(mirror) == 2


def damage(mirror: Mirror, start: int, length: int) -> None:
    (pack,) = (mirror.folder / "git" / "objects" / "pack").glob("*.pack")
    content = bytearray(pack.read_bytes())
    content[start : start + length] = bytes(length)
    pack.chmod(0o644)
    pack.write_bytes(content)


def test_a_copy_with_a_hole_is_no_finding_and_the_next_try_has_a_new_one(repo, mirror):
    repo.commit({f"{number}.tf": os.urandom(2_000) for number in range(120)})
    assert read_all(mirror) == 120
    damage(mirror, 100_000, 10)
    with pytest.raises(AdapterError, match="Our copy of the repository is broken") as refused:
        read_all(mirror)
    assert not refused.value.permanent
    assert read_all(mirror) == 120


def test_a_copy_that_is_broken_all_over_is_made_anew_at_once(repo, mirror):
    repo.commit({f"{number}.tf": os.urandom(2_000) for number in range(120)})
    assert read_all(mirror) == 120
    damage(mirror, 12, 200_000)
    assert read_all(mirror) == 120
