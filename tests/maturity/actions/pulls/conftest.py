"""A repository on a host of our own, of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maturity.models import PullRequest, Repository
from tests.factories import make_repository
from tests.servers_hosts import FakeHost, github_pull, gitlab_merge, serve


@pytest.fixture
def host(kind: str, bot: None) -> Iterator[FakeHost]:
    with serve(kind) as made:
        made.commits["a" * 40] = "2026-11-02T09:00:00Z"
        yield made


@pytest.fixture
def repository(db: None, host: FakeHost, kind: str) -> Repository:
    return make_repository("acme/network", url=host.url, host=kind)


def offered(kind: str, number: int = 7, **more: Any) -> dict[str, Any]:
    return github_pull(number, **more) if kind == "github" else gitlab_merge(number, **more)


def only(repository: Repository) -> PullRequest:
    return repository.pull_requests.get()
