"""Commit after commit of a real repository, scanned with and without a memory."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from maturity.adapters.git import open_local
from maturity.adapters.memo import BlobMemo, RepositoryMemo
from maturity.core.assess import Assessment, assess
from maturity.core.memo import Memo
from tests.gitrepo import GitRepo
from tests.maturity.core.making import TERRAFORM

WORKFLOW = ".github/workflows/plan.yml"
PLAN = "on: pull_request\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ci/check\n"
CHECK = "#!/bin/sh\nset -e\ncd infra\nterraform plan\n"


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    repo = GitRepo(tmp_path / "infra")
    repo.commit({**TERRAFORM, WORKFLOW: PLAN, "ci/check": CHECK})
    return repo


class Scanner:
    """Scans one repository again and again, from one memory."""

    def __init__(self, repo: GitRepo, memory: Path) -> None:
        self._repo = repo
        self.left = memory / "left.sqlite3"
        self._shared = BlobMemo(memory / "facts.sqlite3")

    def scan(self) -> Assessment:
        memo = RepositoryMemo(self._shared, self.left)
        found = self._assess(memo)
        memo.save()
        return found

    def is_right(self) -> bool:
        return msgspec.json.encode(self.scan()) == msgspec.json.encode(self._assess())

    def _assess(self, memo: Memo | None = None) -> Assessment:
        with open_local(self._repo.path) as tree:
            return assess(tree, memo)


@pytest.fixture
def scanner(repo: GitRepo, tmp_path: Path) -> Scanner:
    scanner = Scanner(repo, tmp_path / "memory")
    scanner.scan()
    return scanner


def test_whatever_is_committed_the_memory_changes_no_answer(repo, scanner):
    main = repo.path / "infra" / "main.tf"
    (repo.path / "link.tf").symlink_to("infra/main.tf")
    repo.commit({"infra/main.tf": main.read_text().replace("orders", "invoices")})
    assert scanner.is_right()
    (repo.path / "ci/check").chmod(stat.S_IRWXU)
    repo.commit({"infra/main.tf": main.read_text() + 'resource "aws_sqs_queue" "more" {}\n'})
    assert scanner.is_right()
    (repo.path / "link.tf").unlink()
    repo.commit({"link.tf": "x {}\n", "ci/check": CHECK.replace("plan", "validate")})
    assert scanner.is_right()
    repo.git("mv", "infra", "platform")
    repo.commit({WORKFLOW: PLAN.replace("pull_request", "push"), "odd\nname.tf": "x {}\n"})
    assert scanner.is_right()
    assert scanner.is_right()


def test_a_name_that_is_not_text_is_told_after_a_change_too(repo, scanner):
    blob = repo.blob(b"x")
    repo.tree(f"100644 blob {blob}\t".encode() + b"\xff.tf\0")
    assert scanner.is_right()
    repo.tree(f"100644 blob {blob}\ta.tf\x00100644 blob {blob}\t".encode() + b"\xff.tf\0")
    assert scanner.is_right()


def test_a_content_that_was_missing_is_asked_for_again(repo, scanner):
    there = repo.blob(TERRAFORM["infra/main.tf"].encode() + b"# not seen before\n")
    (repo.path / ".git/objects" / there[:2] / there[2:]).rename(repo.path / "aside")
    repo.tree(f"100644 blob {there}\tmain.tf\x00100644 blob {repo.blob(b'1')}\tnotes\0".encode())
    assert "its content is missing from the repository" in {one.reason for one in scanner.scan().unreadable}
    repo.tree(f"100644 blob {there}\tmain.tf\x00100644 blob {repo.blob(b'2')}\tnotes\0".encode())
    assert scanner.is_right()
    (repo.path / "aside").rename(repo.path / ".git/objects" / there[:2] / there[2:])
    assert scanner.is_right()


def test_a_memory_that_broke_costs_time_and_no_scan(repo, scanner):
    content = scanner.left.read_bytes()
    for size in (0, 100, len(content) // 2, len(content) - 4096):
        scanner.left.write_bytes(content[:size])
        assert scanner.is_right()
    scanner.left.write_bytes(content.replace(b"infra", b"\xff\xff\xff\xff\xff"))
    repo.commit({"infra/main.tf": "x {}\n"})
    assert scanner.is_right()


def test_what_another_engine_left_is_dropped(repo, scanner, monkeypatch):
    monkeypatch.setattr("maturity.adapters.memo.database.engine", lambda: 7)
    asked: list[int] = []
    with open_local(repo.path, progress=lambda done, _: asked.append(done)) as tree:
        assess(tree, RepositoryMemo(scanner._shared, scanner.left))
    assert asked
