"""Who acts, and the servers that tests of several layers talk to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from maturity.models import User
from tests.factories import make_user
from tests.servers_hooks import Hook, Slack, hook, slack


@pytest.fixture
def lin(db: None) -> User:
    """An administrator: what the other roles may do, the tests of access say."""
    return make_user("lin", is_superuser=True)


@pytest.fixture(params=["github", "gitlab"])
def kind(request: pytest.FixtureRequest) -> str:
    """Of a host that has an API."""
    return str(request.param)


@pytest.fixture
def server() -> Iterator[Hook]:
    """Where messages go to."""
    with hook() as made:
        yield made


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slack]:
    """Slack, with its bot."""
    with slack() as made:
        monkeypatch.setattr("maturity.adapters.notifiers.slack_bot.API", f"{made.hook.url}/api")
        yield made
