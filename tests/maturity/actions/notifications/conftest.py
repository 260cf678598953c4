from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.servers_hooks import Hook, Slack, hook, slack


@pytest.fixture(autouse=True)
def _near(settings: Any) -> None:
    """This machine may be reached, as an administrator can allow."""
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    settings.RUNGS_URL, settings.RUNGS_HOST = "https://rungs.example", "rungs.example"


@pytest.fixture
def server() -> Iterator[Hook]:
    with hook() as made:
        yield made


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slack]:
    with slack() as made:
        monkeypatch.setattr("maturity.adapters.notifiers.slack_bot.API", f"{made.hook.url}/api")
        yield made
