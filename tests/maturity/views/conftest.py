"""A person who is signed in, and one who is not."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import User
from tests.pages import signed_in


@pytest.fixture
def client(lin: User) -> Client:
    """Signed in as lin."""
    return signed_in(lin)


@pytest.fixture
def outsider(db: None) -> Client:
    return Client()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs workers were told about."""
    told: list[int] = []
    monkeypatch.setattr("maturity.tasks.scan_repository.delay", told.append)
    return told
