"""The host of a repository, asked over its API: which address that is, and what goes wrong in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Struct

from maturity.adapters.address import Policy, check, github_api_of, origin_of, refuse
from maturity.adapters.credentials import login_for
from maturity.adapters.errors import AdapterError
from maturity.core.pulls.seen import Check, Comment, Pull

CONNECT_TIMEOUT = 5.0
TIMEOUT = 20.0
PAGE = 100
MAX_PAGES = 5
MAX_ANSWER = 16 * 1024 * 1024
LONGEST_PAUSE = timedelta(hours=2)
USER_AGENT = "rungs"


class RateLimited(AdapterError):
    """The host answers no more for now. until: when it will again."""

    def __init__(self, host: str, pause: timedelta) -> None:
        pause = min(max(pause, timedelta(minutes=1)), LONGEST_PAUSE)
        self.until = datetime.now(UTC) + pause
        super().__init__(
            f"{host} takes no more requests with this login until {self.until:%H:%M} UTC.", permanent=False
        )


class Missing(AdapterError):
    """It is not there, or this login may not see it: hosts do not tell the two apart."""


class Api(Struct, frozen=True):
    """Where one repository's host is asked. base: without trailing slash. path: "owner/name".

    me  the name this login writes under, where it is known without asking
    """

    host: str
    base: str
    path: str
    token: str
    me: str = ""

    @property
    def quoted(self) -> str:
        return quote(self.path, safe="")


class Branch(Struct, frozen=True):
    """The newest commit of a branch, and when it was made."""

    sha: str
    at: datetime | None


class Forge(Protocol):
    """What is asked of a host. Every method raises AdapterError."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def open_pulls(self) -> list[Pull]:
        """The open ones, the latest changed first."""

    def closed_pulls(self) -> list[Pull]:
        """Some that were closed or merged of late."""

    def pull(self, number: int) -> Pull:
        """One, with `behind` where the host tells it."""

    def branch(self, name: str) -> Branch: ...
    def committed_at(self, sha: str) -> datetime | None: ...
    def behind(self, pull: Pull) -> bool | None: ...
    def checks(self, pull: Pull) -> list[Check]: ...
    def comments(self, number: int) -> list[Comment]: ...
    def me(self) -> str:
        """The name this login writes under."""

    def write_comment(self, number: int, body: str, comment: str = "") -> str:
        """A new one, or `comment` anew: its id."""


def api_of(url: str, kind: str, policy: Policy) -> Api:
    """Where the API of a repository is, when it may be reached and an administrator set a login for its host.

    kind  "github" or "gitlab". Only a login's own host is ever asked, so no address that a person
          types leads a token, or us, anywhere else.
    """
    address = check(url, policy)
    login = login_for(address)
    if login is None:
        raise refuse(f"No login is set for {address.host or 'this machine'}, so its API is not asked.")
    base = github_api_of(address) if kind == "github" else origin_of(address)
    if urlsplit(base).hostname != address.host:
        check(f"{base}/meta", policy)
    return Api(address.host, base, address.path, login.token, login.name)


def connect(url: str, kind: str, policy: Policy) -> Forge:
    """The libraries are heavy: only who talks to a host loads them."""
    api = api_of(url, kind, policy)
    if kind == "github":
        from maturity.adapters.github import GitHub

        return GitHub(api)
    from maturity.adapters.gitlab import GitLab

    return GitLab(api)


def refused(api: Api, status: int) -> AdapterError:
    """What a status code means for whoever set this up."""
    if status == 401:
        return AdapterError(f"{api.host} refused the login an administrator set for it.", permanent=True)
    if status == 403:
        message = f"{api.host} does not let its login read the pull requests of {api.path}, or write to them."
        return AdapterError(message, permanent=True)
    if status in (404, 410):
        message = f"{api.host} shows no {api.path} to its login, or not its pull requests."
        return Missing(message, permanent=True)
    if 300 <= status < 400:
        return AdapterError(f"{api.path} has another address now: connect that one.", permanent=True)
    return AdapterError(f"The API of {api.host} fails at the moment (HTTP {status}).", permanent=status < 500)


def silent(api: Api) -> AdapterError:
    return AdapterError(
        f"The API of {api.host} did not answer within {TIMEOUT:.0f} seconds.", permanent=False
    )


def unreachable(api: Api) -> AdapterError:
    return AdapterError(f"The API of {api.host} cannot be reached.", permanent=False)


def unexpected(api: Api) -> AdapterError:
    return AdapterError(f"The API of {api.host} answered in a form Rungs does not know.", permanent=False)


def too_large(api: Api) -> AdapterError:
    return AdapterError(f"An answer of {api.host} is larger than Rungs reads.", permanent=True)


def decoded(api: Api, body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise unexpected(api) from None
