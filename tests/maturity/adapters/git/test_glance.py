"""The names of files, from a real git server on this machine."""

from __future__ import annotations

import os
import subprocess
from typing import Any

import pytest

from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import glance, listing, names

OPEN = Policy(http=True, private=True)


def test_names_come_without_the_files(repo, base, monkeypatch):
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit({"live/main.tf": "x", "README.md": "y"})
    seen: list[str] = []
    real = listing.list_files

    def listed(git: Any, commit: str) -> Any:
        packed = subprocess.run(
            ["git", "cat-file", "--batch-check", "--batch-all-objects"],
            cwd=git.folder, capture_output=True, text=True, check=True,
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1"},
        )  # fmt: skip
        seen.extend(line.split()[1] for line in packed.stdout.splitlines())
        return real(git, commit)

    monkeypatch.setattr(glance, "list_files", listed)
    assert sorted(names(f"{base}/acme/infra", OPEN)) == ["README.md", "live/main.tf"]
    assert set(seen) == {"commit", "tree"}


def test_a_server_that_knows_no_filters_is_read_all_the_same(repo, base):
    repo.git("config", "uploadpack.allowFilter", "false")
    repo.commit({"main.tf": "x"})
    assert names(f"{base}/acme/infra", OPEN) == ["main.tf"]


def test_a_path_on_this_machine_is_read_where_that_is_allowed(repo):
    repo.commit({"main.tf": "x"})
    assert names(str(repo.path), Policy(local=True)) == ["main.tf"]
    with pytest.raises(AdapterError, match="Paths on this machine"):
        names(str(repo.path), OPEN)


def test_what_is_not_there_is_told_plainly(base):
    with pytest.raises(AdapterError, match="There is no repository at"):
        names(f"{base}/acme/nothing", OPEN)


def test_a_private_address_is_not_reached():
    with pytest.raises(AdapterError, match="private address"):
        names("https://127.0.0.1/acme/infra", Policy())
