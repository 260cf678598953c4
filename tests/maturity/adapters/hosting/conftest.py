"""A host of each kind, with a login that may be sent to it although it speaks plain http."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maturity.adapters.address import Policy
from maturity.adapters.hosting import Forge, connect
from tests.servers_hosts import TOKEN, FakeHost, serve

OPEN = Policy(http=True, private=True)


@pytest.fixture(params=["github", "gitlab"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def host(kind: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHost]:
    settings.RUNGS_GIT_CREDENTIALS = f"127.0.0.1 bot {TOKEN}"
    monkeypatch.setattr("maturity.adapters.credentials.SAFE_FOR_LOGIN", ("https", "http"))
    with serve(kind) as made:
        yield made


@pytest.fixture
def forge(host: FakeHost, kind: str) -> Iterator[Forge]:
    with connect(host.url, kind, OPEN) as made:
        yield made
