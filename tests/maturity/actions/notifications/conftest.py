from __future__ import annotations

from typing import Any

import pytest

from tests.maturity.actions.notifications.house import Clock


@pytest.fixture(autouse=True)
def _near(settings: Any) -> None:
    """This machine may be reached, as an administrator can allow."""
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    settings.RUNGS_URL, settings.RUNGS_HOST = "https://rungs.example", "rungs.example"


@pytest.fixture
def clock() -> Clock:
    return Clock()
