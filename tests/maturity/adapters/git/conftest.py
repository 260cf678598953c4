"""A repository, and the address a real git server offers it at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gitrepo import GitRepo
from tests.servers import git_http


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "served" / "acme" / "infra")


@pytest.fixture
def base(repo: GitRepo) -> Iterator[str]:
    with git_http(repo.path.parent.parent) as base:
        yield base
