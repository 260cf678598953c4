from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers_hooks import Hook, Slack, hook, slack


@pytest.fixture
def server() -> Iterator[Hook]:
    with hook() as made:
        yield made


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slack]:
    with slack() as made:
        monkeypatch.setattr("maturity.adapters.notifiers.slack_bot.API", f"{made.hook.url}/api")
        yield made
