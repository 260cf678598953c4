from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from maturity.adapters.errors import AdapterError
from maturity.adapters.git import open_local
from tests.gitrepo import GitRepo


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "infra")


def paths(path: Path, ref: str | None = None) -> list[str]:
    with open_local(path, ref) as tree:
        return [entry.path for entry in tree.entries()]


def refusal(path: Path, ref: str | None = None) -> str:
    with pytest.raises(AdapterError) as refused, open_local(path, ref):
        pass
    assert refused.value.permanent
    return refused.value.message


def test_a_work_tree_is_read_at_its_head(repo):
    sha = repo.commit({"main.tf": "x"}, "first")
    with open_local(repo.path) as tree:
        assert (tree.commit, tree.name, tree.default_branch) == (sha, "infra", "main")
        assert (tree.info.author, tree.info.subject, tree.info.at.hour) == ("Ada", "first", 1)
        assert [entry.path for entry in tree.entries()] == ["main.tf"]
        assert dict(tree.read([tree.entries()[0].blob])) == {tree.entries()[0].blob: b"x"}


def test_a_bare_repository_is_read_too(repo, tmp_path):
    repo.commit({"main.tf": "x"})
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    with open_local(tmp_path / "bare.git") as tree:
        assert (tree.name, tree.uncommitted, len(tree.entries())) == ("bare", None, 1)


def test_the_git_folder_of_a_work_tree_may_be_named(repo):
    repo.commit({"main.tf": "x"})
    assert paths(repo.path / ".git") == ["main.tf"]


def test_a_second_work_tree_is_read_at_its_own_head(repo, tmp_path):
    repo.commit({"main.tf": "x"})
    repo.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "other"))
    (tmp_path / "other" / "new.tf").write_text("y")
    subprocess.run(["git", "add", "."], cwd=tmp_path / "other", check=True)
    repo.git("-C", str(tmp_path / "other"), "commit", "--quiet", "-m", "more")
    assert paths(tmp_path / "other") == ["main.tf", "new.tf"]


@pytest.mark.parametrize("ref", ["v1", "old", "HEAD~1", "refs/heads/old"])
def test_a_tag_a_branch_or_an_ancestor_can_be_asked_for(repo, ref):
    repo.commit({"a.tf": "x"})
    repo.git("tag", "v1")
    repo.git("branch", "old")
    repo.commit({"b.tf": "x"})
    assert paths(repo.path, ref) == ["a.tf"]


def test_a_detached_head_is_a_commit_like_any_other(repo):
    repo.commit({"a.tf": "x"})
    repo.git("checkout", "--quiet", "--detach")
    with open_local(repo.path) as tree:
        assert (tree.default_branch, len(tree.entries())) == ("", 1)


def test_changes_that_are_not_committed_are_noticed_and_not_read(repo):
    repo.commit({"a.tf": "x"})
    (repo.path / "b.tf").write_text("y")
    with open_local(repo.path, notice_changes=True) as tree:
        assert tree.uncommitted is True
        assert len(tree.entries()) == 1


def test_a_clean_work_tree_is_known_to_be_clean(repo):
    repo.commit({"a.tf": "x"})
    with open_local(repo.path, notice_changes=True) as tree:
        assert tree.uncommitted is False


def test_a_folder_that_is_no_repository_is_refused(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path} is not a git repository"


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    assert refusal(tmp_path / "nowhere") == f"{tmp_path}/nowhere is not a folder"


def test_a_folder_inside_a_repository_is_refused_rather_than_guessed_at(repo):
    repo.commit({"live/main.tf": "x"})
    assert "not its top" in refusal(repo.path / "live")


def test_a_repository_without_commits_is_refused(repo):
    assert refusal(repo.path).endswith("has no commits yet")


def test_a_repository_whose_head_leads_nowhere_is_refused(repo):
    repo.commit({"a.tf": "x"})
    repo.git("symbolic-ref", "HEAD", "refs/heads/gone")
    assert "has no default branch" in refusal(repo.path)


def test_a_ref_that_does_not_exist_is_named(repo):
    repo.commit({"a.tf": "x"})
    assert refusal(repo.path, "v9").endswith("has no commit named v9")


@pytest.mark.parametrize("ref", ["-x", "--all", ":/first", "a..b", "a b", "", "x\n"])
def test_a_ref_that_is_no_name_is_not_given_to_git(repo, ref):
    repo.commit({"a.tf": "x"})
    assert refusal(repo.path, ref) == "that is not the name of a commit, branch or tag"


def test_a_broken_repository_is_told_in_one_sentence(repo):
    repo.commit({"a.tf": "x"})
    (repo.path / ".git" / "config").write_text("[core\n")
    assert refusal(repo.path) == f"{repo.path} is not a git repository"


def test_nothing_a_strangers_configuration_names_is_started(repo, tmp_path):
    repo.commit({"a.tf": "x", ".gitattributes": "* filter=evil"})
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "filter.evil.smudge", "filter.evil.clean", "diff.external"):
        repo.git("config", key, str(trap))
    os.utime(repo.path / "a.tf", (1, 1))  # git must look into the file to know whether it changed
    with open_local(repo.path, notice_changes=True) as tree:
        assert (len(list(tree.read([entry.blob for entry in tree.entries()]))), tree.uncommitted) == (
            2,
            False,
        )
    assert not (tmp_path / "sprung").exists()


def test_what_the_work_tree_ignores_is_no_change(repo):
    repo.commit({"a.tf": "x", ".gitignore": "*.tfstate"})
    (repo.path / ".git" / "info" / "exclude").write_text("notes\n")
    (repo.path / "x.tfstate").write_text("")
    (repo.path / "notes").write_text("")
    with open_local(repo.path, notice_changes=True) as tree:
        assert tree.uncommitted is False


def test_a_commit_that_was_replaced_is_read_as_it_was_made(repo):
    first = repo.commit({"a.tf": "x"})
    repo.git("replace", first, repo.commit({"a.tf": "y"}, "another"))
    repo.git("reset", "--quiet", "--hard", first)
    with open_local(repo.path) as tree:
        assert dict(tree.read([tree.entries()[0].blob])).popitem()[1] == b"x"


def test_a_head_that_cannot_be_read_is_told_in_one_sentence(repo):
    sha = repo.commit({"a.tf": "x"})
    (repo.path / ".git" / "objects" / sha[:2] / sha[2:]).unlink()
    assert refusal(repo.path) == f"{repo.path} is broken: its newest commit cannot be read"


def test_a_path_that_is_not_utf_8_is_read_and_one_with_a_line_break_is_refused(tmp_path):
    odd = GitRepo(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")))
    odd.commit({"a.tf": "x"})
    assert paths(odd.path) == ["a.tf"]
    broken = GitRepo(tmp_path / "two\nlines")
    assert refusal(broken.path) == "a path with a line break in it cannot be read"


def test_a_partial_clone_is_read_without_fetching_the_rest(repo, tmp_path):
    repo.commit({"a.tf": "x", "b.tf": "y"})
    repo.git("config", "uploadpack.allowFilter", "true")
    part = tmp_path / "part.git"
    repo.git("clone", "--quiet", "--bare", "--filter=blob:none", f"file://{repo.path}", str(part))
    with open_local(part) as tree:
        blobs = [entry.blob for entry in tree.entries()]
        assert list(tree.read(blobs)) == []
        assert list(tree.refused()) == blobs


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user_is_read_too(repo):
    repo.commit({"a.tf": "x"})
    subprocess.run(["chown", "-R", "nobody", repo.path], check=True)
    with open_local(repo.path, notice_changes=True) as tree:
        assert (len(tree.entries()), tree.uncommitted) == (1, False)


def test_a_path_may_hold_blanks(tmp_path):
    repo = GitRepo(tmp_path / "my  infra")
    repo.commit({"a.tf": "x"})
    assert paths(repo.path) == ["a.tf"]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("git@git.example.org:acme/infra.git", "acme/infra"),
        ("https://user@git.example.org/group/sub/infra", "group/sub/infra"),
        ("ssh://git@git.example.org:2222/acme/infra.git", "acme/infra"),
        ("/srv/git/infra.git", ""),
        ("https://git.example.org/infra", ""),
    ],
)
def test_a_copy_knows_what_it_was_made_from(repo, address, origin):
    repo.commit({"main.tf": "x"})
    repo.git("remote", "add", "origin", address)
    with open_local(repo.path) as tree:
        assert tree.origin == origin


def test_the_default_branch_is_the_origins_whatever_is_checked_out(repo, tmp_path):
    repo.commit({"main.tf": "x"})
    repo.git("clone", "--quiet", ".", str(tmp_path / "copy"))
    repo.git("-C", str(tmp_path / "copy"), "checkout", "--quiet", "-b", "feature")
    with open_local(tmp_path / "copy") as tree:
        assert tree.default_branch == "main"
