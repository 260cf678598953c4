"""A repository that worked once and then does not: what was found stays, and one sentence says why."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.utils import timezone

from maturity import tasks
from maturity.actions import connect_repository, request_scan
from maturity.models import Assessment, Event, Finding, Repository, Run, Snapshot, Stack, State
from maturity.models.runs import ATTEMPTS
from tests.factories import make_user
from tests.gitrepo import GitRepo
from tests.pages import get, signed_in
from tests.servers import git_http

pytestmark = pytest.mark.django_db

MAIN = 'terraform {\n  backend "s3" {}\n}\nresource "aws_s3_bucket" "logs" {}\n'


class Served:
    """A scanned repository and its server, which can be taken away."""

    def __init__(self, repo: GitRepo, repository: Repository) -> None:
        self.repo = repo
        self.repository = repository

    def scan(self) -> Run:
        """By the task, as often as it takes."""
        run = request_scan(None, self.repository)
        for _ in range(ATTEMPTS):
            tasks.scan_repository(run.pk)
            Run.objects.filter(pk=run.pk, state=State.QUEUED).update(queued_at=timezone.now())
        run.refresh_from_db()
        self.repository.refresh_from_db()
        return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "served"


@pytest.fixture
def base(root: Path, data: Path, settings: Any) -> Iterator[str]:
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    root.mkdir()
    with git_http(root) as base:
        yield base


@pytest.fixture
def served(root: Path, base: str) -> Served:
    repo = GitRepo(root / "acme" / "infra")
    repo.commit({"main.tf": MAIN})
    made = Served(repo, connect_repository(None, f"{base}/acme/infra"))
    assert made.scan().state == State.FINISHED
    return made


def gone(served: Served) -> None:
    shutil.rmtree(served.repo.path)


def emptied(served: Served) -> None:
    gone(served)
    GitRepo(served.repo.path)


def headless(served: Served) -> None:
    served.repo.git("symbolic-ref", "HEAD", "refs/heads/gone")


def broken(served: Served) -> None:
    for file in (served.repo.path / ".git" / "objects").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"x")


def moved_inside(served: Served) -> None:
    live.RUNGS_ALLOW_PRIVATE_ADDRESSES = False


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (gone, "There is no repository at "),
        (emptied, "has no commits on a default branch."),
        (headless, "has no commits on a default branch."),
        (broken, " does not answer, or not as a git server."),
        (moved_inside, "127.0.0.1 is a private address"),
    ],
)
def test_what_was_found_outlives_a_repository_that_fails(served, happens, sentence):
    def kept() -> list[list[Any]]:
        return [[*model.objects.order_by("pk").values()] for model in (Assessment, Finding, Snapshot, Stack)]

    before, level = kept(), served.repository.level
    served.repo.commit({"more.tf": "x"})
    happens(served)
    run = served.scan()
    assert (run.state, served.repository.scan_error) == (State.ERRORED, run.error)
    assert sentence in run.error
    assert "\n" not in run.error
    assert kept() == before
    assert (served.repository.level, level) == (2, 2)
    assert Event.objects.get(kind="scan.failed").data["error"] == run.error


def test_the_page_shows_the_last_result_and_why_it_is_old(served):
    gone(served)
    served.scan()
    page = get(signed_in(make_user()), "/repos/acme/infra/")
    assert "The scan has failed since: There is no repository at" in page.text
    assert "Level 2" in page.text or "L2" in page.text


def test_a_repository_that_comes_back_clears_the_failure(served):
    headless(served)
    assert served.scan().state == State.ERRORED
    served.repo.git("symbolic-ref", "HEAD", "refs/heads/main")
    assert served.scan().state == State.FINISHED
    assert served.repository.scan_error == ""


def test_a_server_that_becomes_private_is_told_without_any_token(served, root, settings, monkeypatch, caplog):
    settings.RUNGS_GIT_CREDENTIALS = "127.0.0.1 bot wr0ng-t0ken"
    monkeypatch.setattr("maturity.adapters.credentials.SAFE_FOR_LOGIN", ("https", "http"))
    with git_http(root, "bot:right") as base:
        Repository.objects.update(url=f"{base}/acme/infra")
        run = served.scan()
    assert run.state == State.ERRORED
    stored = f"{[*Event.objects.values()]} {[*Run.objects.values()]} {[*Repository.objects.values()]}"
    assert "login" in run.error
    assert "wr0ng-t0ken" not in stored + caplog.text


def test_files_that_cannot_be_read_do_not_stop_the_scan_of_the_others(served):
    served.repo.commit({
        ".github/workflows/deep.yml": "[" * 60_000, "half.tf": 'resource "a" {\n', "big.tf": b"#" * 5_000_001,
    })  # fmt: skip
    assert served.scan().state == State.FINISHED
    skipped = {one["path"] for one in served.repository.current.snapshot.skipped}
    assert skipped == {".github/workflows/deep.yml", "half.tf", "big.tf"}
    assert served.repository.level == 2
