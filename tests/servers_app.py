"""A GitHub of the tests that also knows an app: it checks what the app signs, and gives it tokens."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tests.servers_hosts import GITHUB, TOKEN, FakeHost, Handler, answering

APP_ID = "4711"


@cache
def private_key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


@dataclass
class FakeApp(FakeHost):
    """installed: owner -> number. given: how often a token was handed out. life: how long one lasts."""

    installed: dict[str, int] = field(default_factory=lambda: {"acme": 81, "other": 82})
    given: int = 0
    life: timedelta = timedelta(hours=1)
    permissions: dict[str, str] = field(
        default_factory=lambda: {"contents": "read", "pull_requests": "write"}
    )


class _AppHandler(Handler):
    host: FakeApp

    def _serve_app(self) -> None:
        parts = urlsplit(self.path)
        if not parts.path.startswith("/api/v3/app"):
            return self._serve()
        self.host.asked.append(f"{self.command} {parts.path}")
        try:
            _, _, signed = self.headers.get("Authorization", "").partition(" ")
            public = load_pem_private_key(private_key().encode(), None).public_key()
            claims = jwt.decode(signed, public, algorithms=["RS256"])  # type: ignore[arg-type]
        except jwt.PyJWTError:
            return self._answer(401, {"message": "A JSON web token could not be decoded"})
        if claims["iss"] != APP_ID or claims["exp"] - claims["iat"] > 600:
            return self._answer(401, {"message": "Integration must generate a public key"})
        return self._answer(*self._of_app(parts.path.removeprefix("/api/v3/app")))

    do_GET = do_POST = _serve_app

    def _of_app(self, rest: str) -> tuple[int, Any]:
        numbers = {str(number) for number in self.host.installed.values()}
        _, _, tail = rest.partition("/installations/")
        number, _, what = tail.partition("/")
        if not rest:
            return 200, {"slug": "rungs-acme"}
        if rest == "/installations":
            rows = [{"id": n, "account": {"login": owner}} for owner, n in self.host.installed.items()]
            return 200, rows
        if self.command == "POST" and what == "access_tokens" and number in numbers:
            self.host.given += 1
            ends = (datetime.now(UTC) + self.host.life).isoformat()
            return 201, {"token": TOKEN, "expires_at": ends, "permissions": self.host.permissions}
        return 404, {"message": "Not Found"}


def serve_app() -> AbstractContextManager[FakeApp]:
    return answering(FakeApp(), _AppHandler, GITHUB)
