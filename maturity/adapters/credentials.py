"""The logins of hosts, for git and their API alike: those of the environment, and those given on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from msgspec import Struct

from maturity.adapters.address import Address
from maturity.adapters.errors import AdapterError

# A login is sent where nobody can listen, or not at all.
SAFE_FOR_LOGIN = ("https",)


class Login(Struct, frozen=True):
    """user: what git sends with the token. name: whom the host says it is; "" when only the host can tell."""

    user: str
    token: str
    name: str = ""


class App(Struct, frozen=True):
    """key: its private key, PEM. installation: its number, "" to find it. name: "rungs-acme[bot]" or ""."""

    app_id: str
    key: str
    installation: str = ""
    name: str = ""


# Given a host and the path of a repository there. Raises AdapterError when a login is there but of no use.
Stored = Callable[[str, str], Login | App | None]
_stored: list[Stored] = []


def ask_also(stored: Stored) -> None:
    """Where else logins are. Adapters know no rows, so whoever keeps them says so."""
    _stored[:] = [stored]


def sealed_away(login: str) -> AdapterError:
    return AdapterError(
        f"The login for {login} was sealed with a key that is not in RUNGS_ENCRYPTION_KEYS any more: "
        "put the key back, or give the login again.",
        permanent=True,
    )


@contextmanager
def of_environment_alone() -> Iterator[None]:
    """For commands that have no database."""
    before, _stored[:] = list(_stored), []
    try:
        yield
    finally:
        _stored[:] = before


def login_for(address: Address) -> Login | None:
    """The one set for the address, when it may be sent there. AdapterError when it cannot be used.

    A GitHub App fetches its token here: that asks GitHub, once in an hour.
    """
    if address.scheme not in SAFE_FOR_LOGIN:
        return None
    found = login_of(address.host, address.path)
    if isinstance(found, App):
        from maturity.adapters import github_app  # it loads what few need

        return Login("x-access-token", github_app.token(found, address), found.name)
    return found


def login_of(host: str, path: str = "") -> Login | App | None:
    """A stored one before that of the environment: it is newer, and may be for one owner alone."""
    for stored in _stored:
        if found := stored(host, path):
            return found
    return dict(of_environment()).get(host)


def of_environment() -> Iterator[tuple[str, Login]]:
    """The "host user token" of RUNGS_GIT_CREDENTIALS."""
    for line in reversed(re.split(r"[;\n]", settings.RUNGS_GIT_CREDENTIALS)):
        words = line.split()
        if len(words) == 3:
            yield words[0].lower(), Login(words[1], words[2])
