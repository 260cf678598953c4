"""An application, the token of its team, and a pipeline that talks with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from maturity.api import limits
from releases.models import Application
from tests.factories import make_token
from tests.releases.factories import make_application

SECRET = "rungs_the-token-of-these-tests"
Talk = Callable[..., Any]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.forget()


@pytest.fixture
def shell(db: None) -> Application:
    application = make_application("ai-shell")
    make_token(None, SECRET, team=application.team, verbs=["release", "gate"])
    return application


@pytest.fixture
def post(shell: Application) -> Talk:
    """`post("releases", version="1.0")` as curl does it. `raw` instead of fields: the body as it is."""

    def send(path: str, *, secret: str = SECRET, key: str = "", raw: bytes | None = None, **sent: Any) -> Any:
        headers = {"Authorization": f"Bearer {secret}", **({"Idempotency-Key": key} if key else {})}
        body = json.dumps(sent).encode() if raw is None else raw
        return Client().post(f"/api/v1/{path}", body, "application/json", headers=headers)

    return send


@pytest.fixture
def get(shell: Application) -> Talk:
    return lambda path, secret=SECRET: Client().get(
        f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"}
    )
