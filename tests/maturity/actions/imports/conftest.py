"""A host of our own of each kind, which answers git as well, and somebody who may connect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maturity.actions import imports
from maturity.models import Import, User
from tests.factories import make_user
from tests.servers_hosts import TOKEN, FakeHost, owned, serve


@pytest.fixture(params=["github", "gitlab"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def host(kind: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHost]:
    settings.RUNGS_GIT_CREDENTIALS = f"127.0.0.1 bot {TOKEN}"
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    monkeypatch.setattr("maturity.adapters.credentials.SAFE_FOR_LOGIN", ("https", "http"))
    with serve(kind) as made:
        made.url = made.url.removesuffix("/network")
        made.repositories = [owned(kind, "network", topics=["net"]), owned(kind, "live")]
        yield made


@pytest.fixture
def lin(db: None) -> User:
    return make_user("lin", is_superuser=True)


@pytest.fixture
def asked(lin: User, host: FakeHost, kind: str) -> Import:
    return imports.request_import(lin, host.url, kind)


@pytest.fixture
def listed(asked: Import) -> Import:
    return worked(asked)


def worked(found: Import) -> Import:
    """To where no worker has anything to do with it."""
    while imports.work(found.pk):
        pass
    found.refresh_from_db()
    return found
