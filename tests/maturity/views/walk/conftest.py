"""The world is made once; each request is undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.maturity.views.walk.world import World, make_world


@pytest.fixture(scope="package")
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            yield make_world()
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def world(_world: World, db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Nobody outside is asked, and no worker told."""
    monkeypatch.setattr("maturity.tasks.send", lambda run_id: None)
    monkeypatch.setattr("maturity.actions.notifications.try_channel", lambda channel, message: "")
    monkeypatch.setattr("maturity.tasks.send_import", lambda import_id: None)
    monkeypatch.setattr("maturity.actions.states.check_connection", lambda connection: None)
    monkeypatch.setattr("maturity.actions.logins.check_login", lambda login: None)
    return _world
