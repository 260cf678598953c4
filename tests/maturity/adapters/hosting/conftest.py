"""A host of each kind, with a login that may be sent to it although it speaks plain http."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from maturity.adapters.address import Policy
from maturity.adapters.hosting import Forge, connect
from tests.servers_hosts import FakeHost, serve

OPEN = Policy(http=True, private=True)


@pytest.fixture
def host(kind: str, bot: None) -> Iterator[FakeHost]:
    with serve(kind) as made:
        yield made


@pytest.fixture
def forge(host: FakeHost, kind: str) -> Iterator[Forge]:
    with connect(host.url, kind, OPEN) as made:
        yield made
