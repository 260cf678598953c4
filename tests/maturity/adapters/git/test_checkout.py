from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror, checkout, open_local
from tests.gitrepo import GitRepo


def written(repo: GitRepo, folder: Path) -> list[str]:
    folder.mkdir()
    with open_local(repo.path) as tree:
        return tree.check_out(folder)


def names(folder: Path) -> set[str]:
    found = (Path(top) / name for top, folders, files in os.walk(folder) for name in [*folders, *files])
    return {str(path.relative_to(folder)) for path in found if path.is_symlink() or path.is_file()}


def linked(repo: GitRepo, **links: str) -> None:
    """Commit links, `a__b` for a/b."""
    for name, target in links.items():
        path = repo.path / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)
    repo.commit({})


def test_a_commit_is_written_as_it_is(repo, tmp_path):
    repo.commit(
        {"main.tf": "# $Id$\n", "live/prod/x.tf": b"\0\xff", ".gitattributes": "*.tf ident eol=crlf\n"}
    )
    (repo.path / "run.sh").write_text("#!/bin/sh\n")
    (repo.path / "run.sh").chmod(0o755)
    repo.commit({})
    assert written(repo, tmp_path / "out") == []
    assert (tmp_path / "out" / "main.tf").read_bytes() == b"# $Id$\n"
    assert (tmp_path / "out" / "live/prod/x.tf").read_bytes() == b"\0\xff"
    assert os.access(tmp_path / "out" / "run.sh", os.X_OK)
    assert not os.access(tmp_path / "out" / "main.tf", os.X_OK)
    assert not (tmp_path / "out" / ".git").exists()


def test_links_inside_are_kept_and_links_that_lead_out_are_not(repo, tmp_path):
    repo.commit({"modules/vpc/main.tf": "x"})
    linked(
        repo, live__vpc="../modules/vpc", live__loop="loop", live__gone="nothing", out="../..",
        live__passwd="/etc/passwd",
    )  # fmt: skip
    left = written(repo, tmp_path / "out")
    assert (tmp_path / "out/live/vpc/main.tf").read_text() == "x"
    assert names(tmp_path / "out") == {"modules/vpc/main.tf", "live/vpc", "live/loop", "live/gone"}
    assert sorted(left) == [
        "live/passwd is a link that leads out of the repository",
        "out is a link that leads out of the repository",
    ]


def test_a_link_that_leads_out_by_way_of_another_is_not_kept(repo, tmp_path):
    linked(repo, p__q__up="../..", sly="p/q/up/../x")
    assert written(repo, tmp_path / "out") == ["sly is a link that leads out of the repository"]
    assert names(tmp_path / "out") == {"p/q/up"}


def test_nothing_is_written_through_a_link(repo, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    blob, link = repo.blob(b"x"), repo.blob(b"../outside")
    inner = repo.git("mktree", "-z", stdin=f"100644 blob {blob}\tfile\0".encode())
    repo.tree(f"120000 blob {link}\ta\0".encode() + f"040000 tree {inner}\ta\0".encode())
    with pytest.raises(AdapterError, match="a cannot be written: File exists"):
        written(repo, tmp_path / "out")
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", ["..", ".git", ".GIT", "."])
def test_a_name_no_file_should_have_is_refused(repo, tmp_path, name):
    inner = repo.git("mktree", "-z", stdin=f"100644 blob {repo.blob(b'x')}\tconfig\0".encode())
    repo.tree(f"040000 tree {inner}\t{name}\0".encode())
    with pytest.raises(AdapterError, match="that cannot be written"):
        written(repo, tmp_path / "out")


def test_a_submodule_is_left_out_and_named(repo, tmp_path):
    repo.tree(f"160000 commit {'1' * 40}\tvendor\x00100644 blob {repo.blob(b'x')}\tx.tf\0".encode())
    assert written(repo, tmp_path / "out") == ["vendor is a submodule: it lies in another repository"]


@pytest.mark.parametrize(("cap", "said"), [("MAX_FILE", "b.tf is larger than 9 bytes"),
                                           ("MAX_BYTES", "larger than 9 bytes together")])  # fmt: skip
def test_what_is_too_large_is_told(repo, tmp_path, monkeypatch, cap, said):
    monkeypatch.setattr(checkout, cap, 9)
    repo.commit({"a.tf": "12345678", "b.tf": "1234567890"})
    with pytest.raises(AdapterError, match=said):
        written(repo, tmp_path / "out")


def test_a_disk_that_is_full_is_told(repo, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    repo.commit({"a.tf": "x"})
    monkeypatch.setattr(checkout, "_write", full)
    with pytest.raises(AdapterError, match=r"a\.tf cannot be written: No space left on device") as told:
        written(repo, tmp_path / "out")
    assert not told.value.permanent


def test_a_file_whose_content_is_gone_is_named(repo, tmp_path):
    repo.tree(f"100644 blob {'1' * 40}\tgone.tf\0".encode())
    with pytest.raises(AdapterError, match=r"the content of gone\.tf"):
        written(repo, tmp_path / "out")


def test_whoever_fetches_at_the_same_time_takes_turns(repo, base, data, settings):
    from maturity.adapters.address import Policy
    from maturity.adapters.turns import turn

    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    repo.commit({"main.tf": "x"})
    mirror, said = Mirror(f"{base}/acme/infra"), []

    def fetching(what: str, percent: int | None) -> None:
        said.append(what)
        if len(said) == 2:
            raise InterruptedError

    with turn(mirror.folder / "fetching"), pytest.raises(InterruptedError):
        mirror.head(Policy.of_settings(), fetching=fetching).__enter__()
    assert said == ["waiting for another fetch"] * 2
    with mirror.head(Policy.of_settings()) as tree:
        assert tree.commit == repo.git("rev-parse", "HEAD")
