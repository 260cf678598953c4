"""A real identity provider on this machine, and a browser that signs in there."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

from django.test import Client

from tests.pages import Page
from tests.servers import python, until


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class Provider:
    def __init__(self, address: str) -> None:
        self.address = address
        self.told: dict[str, str] = {}

    def apps(self) -> list[dict[str, Any]]:
        settings = {
            "server_url": self.address,
            "oauth_pkce_enabled": True,
            "scope": ["openid", "profile", "email"],
        }
        return [
            {
                "provider_id": "oidc",
                "name": "Acme",
                "client_id": "rungs",
                "secret": "s3cret",
                "settings": settings,
            }
        ]

    def knows(self, sub: str, **claims: Any) -> None:
        sent = Request(
            f"{self.address}/users/{sub}", json.dumps(claims).encode(), {"Content-Type": "application/json"},
            method="PUT",
        )  # fmt: skip
        urlopen(sent).close()

    def answer(self, client: Client, sub: str = "", **more: str) -> str:
        """Where the provider sends the browser back to. Without a person it refuses."""
        begun = client.post("/accounts/oidc/", more)
        leads = begun.headers["Refresh"].partition("url=")[2]
        self.told = {name: value[0] for name, value in parse_qs(urlsplit(leads).query).items()}
        form = f"sub={sub}" if sub else "action=deny"
        try:
            build_opener(Stay).open(leads, form.encode())
        except HTTPError as answered:
            address = answered.headers["Location"]
            answered.close()
            return "/accounts/oidc/callback/?" + urlsplit(unescape(address)).query
        raise AssertionError("the provider did not send the browser back")

    def sign_in(self, client: Client, sub: str, **more: str) -> str:
        """Where it led, or what the page said."""
        return said(client, self.answer(client, sub, **more))


def said(client: Client, address: str) -> str:
    response = client.get(address)
    return response.headers.get("Location") or re.sub(r"^Skip to content Rungs ", "", Page(response).text)


@contextmanager
def provider(*options: str) -> Iterator[Provider]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with python("-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *options) as child:
        until(lambda: child.poll() is not None or _answers(address), "the start of the identity provider")
        yield Provider(address)


def _answers(address: str) -> bool:
    try:
        urlopen(f"{address}/jwks", timeout=1).close()
    except OSError:
        return False
    return True
