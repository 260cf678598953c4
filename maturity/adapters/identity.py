"""Whom a host takes a login for, and what it lets that one do."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from maturity.adapters import credentials, rest
from maturity.adapters.address import Address, github_api_of, origin_of
from maturity.adapters.credentials import App, Login
from maturity.adapters.errors import AdapterError


class Identity(Struct, frozen=True):
    """name: as the host shows it. may: in the host's own words, as far as it tells."""

    name: str
    may: tuple[str, ...] = ()
    installation: str = ""


def ask_who(login: Login | App, kind: str, address: Address, owner: str) -> Identity:
    """kind: "github" or "gitlab". Raises AdapterError with the host's own words."""
    if address.scheme not in credentials.SAFE_FOR_LOGIN:
        raise AdapterError("A login is sent over https only.", permanent=True)
    if isinstance(login, App):
        from maturity.adapters import github_app

        found = github_app.look(login, address, owner)
        return Identity(found.name, found.permissions, found.installation)
    return _github(login, address) if kind == "github" else _gitlab(login, address)


def no_api(host: str) -> AdapterError:
    return AdapterError(
        f"{host} has no API that Rungs knows: connect a repository of it, and test again.", permanent=True
    )


def _github(login: Login, address: Address) -> Identity:
    told = rest.ask("GET", f"{github_api_of(address)}/user", {"Authorization": f"Bearer {login.token}"})
    scopes = told.headers.get("x-oauth-scopes", "")  # tokens of the finer kind do not tell
    return Identity(_text(told.content, "login"), tuple(filter(None, map(str.strip, scopes.split(","))))[:50])


def _gitlab(login: Login, address: Address) -> Identity:
    at, headers = f"{origin_of(address)}/api/v4", {"PRIVATE-TOKEN": login.token}
    name = _text(rest.ask("GET", f"{at}/user", headers).content, "username")
    try:
        own = rest.ask("GET", f"{at}/personal_access_tokens/self", headers).content
    except AdapterError:
        return Identity(name)
    scopes = own.get("scopes") if isinstance(own, dict) else None
    return Identity(name, tuple(str(one)[:50] for one in scopes[:50]) if isinstance(scopes, list) else ())


def _text(content: Any, name: str) -> str:
    return str(content.get(name, ""))[:100] if isinstance(content, dict) else ""
