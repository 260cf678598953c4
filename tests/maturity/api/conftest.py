"""A repository with one stack, its token, and a pipeline that sends plans with it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from maturity.api import limits
from maturity.models import Repository, Stack
from tests.factories import make_repository, make_stack, make_token

SECRET = "rungs_the-token-of-these-tests"
Send = Callable[..., Any]


@pytest.fixture
def network(db: None) -> Repository:
    repository = make_repository("acme/network")
    make_token(repository, SECRET)
    return repository


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.forget()


@pytest.fixture
def prod(network: Repository) -> Stack:
    return make_stack(network, "live/prod")


@pytest.fixture
def send(network: Repository, data: Any) -> Send:
    """`send(body, stack=…, exit_code=…)` as curl does it; `headers` are added."""

    def post(
        body: bytes = b"", *, packed: bool = False, headers: dict[str, str] | None = None, **query: object
    ) -> Any:
        given = {"Authorization": f"Bearer {SECRET}", **(headers or {})}
        if packed:
            body, given["Content-Encoding"] = gzip.compress(body), "gzip"
        return Client().post(
            f"/api/v1/runs?{urlencode(query)}", body, "application/x-www-form-urlencoded", headers=given
        )

    return post


@pytest.fixture
def ask(network: Repository) -> Callable[[str], Any]:
    return lambda address: Client().get(address, headers={"Authorization": f"Bearer {SECRET}"})
