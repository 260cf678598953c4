"""People who sign in, and where from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from maturity.models import User
from tests.factories import PASSWORD, make_user
from tests.pages import Page

SignIn = Callable[..., str]


@pytest.fixture(autouse=True)
def _no_requests_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def mo() -> User:
    return make_user("mo", email="mo@acme.example")


@pytest.fixture
def visitor() -> Client:
    return Client()


def enter(
    client: Client, password: str = PASSWORD, name: str = "mo", at: str = "192.0.2.1", **more: Any
) -> str:
    """Where it led, or what the page said."""
    response = client.post("/accounts/login/", {"login": name, "password": password}, REMOTE_ADDR=at, **more)
    return response.headers.get("Location") or Page(response).text


def fail(client: Client, times: int, name: str = "mo", at: str = "192.0.2.1") -> str:
    """What was said last."""
    return [enter(client, "wrong", name, at) for _ in range(times)][-1]
