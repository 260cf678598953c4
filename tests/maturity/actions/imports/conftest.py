"""A host of our own of each kind, which answers git as well, and somebody who may connect."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from maturity.actions import imports
from maturity.models import Import, User
from tests.servers_hosts import FakeHost, owned, serve


@pytest.fixture
def host(kind: str, bot: None) -> Iterator[FakeHost]:
    with serve(kind) as made:
        made.url = made.url.removesuffix("/network")
        made.repositories = [owned(kind, "network", topics=["net"]), owned(kind, "live")]
        yield made


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
