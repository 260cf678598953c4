"""A person who is signed in, and one who is not."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import User
from tests.factories import make_user


@pytest.fixture
def lin(db: None) -> User:
    """An administrator: what the other roles may do, the tests of access say."""
    return make_user("lin", is_superuser=True)


@pytest.fixture
def client(lin: User) -> Client:
    """Signed in as lin."""
    client = Client()
    client.force_login(lin)
    return client


@pytest.fixture
def outsider(db: None) -> Client:
    return Client()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs workers were told about."""
    told: list[int] = []
    monkeypatch.setattr("maturity.tasks.scan_repository.delay", told.append)
    return told
