"""The host of a repository, asked over its API: which address that is, and what goes wrong in words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Struct

from maturity.adapters.address import Policy, Resolve, check, github_api_of, origin_of, refuse
from maturity.adapters.credentials import Login, login_for
from maturity.adapters.errors import AdapterError
from maturity.core.hosts.listed import Listed, Unexpected
from maturity.core.pulls.seen import Check, Comment, Pull, Review

CONNECT_TIMEOUT = 5.0
TIMEOUT = 20.0
PAGE = 100
MAX_PAGES = 5
MAX_ANSWER = 16 * 1024 * 1024
MAX_REFUSAL = 64 * 1024
MAX_WORDS = 200
LONGEST_PAUSE = timedelta(hours=2)
USER_AGENT = "rungs"


class RateLimited(AdapterError):
    """The host answers no more for now. until: when it will again."""

    def __init__(self, host: str, pause: timedelta) -> None:
        self.host = host
        pause = min(max(pause, timedelta(minutes=1)), LONGEST_PAUSE)
        self.until = datetime.now(UTC) + pause
        super().__init__(
            f"{host} takes no more requests with this login until {self.until:%H:%M} UTC.", permanent=False
        )


class Missing(AdapterError):
    """It is not there, or this login may not see it: hosts do not tell the two apart."""


class Api(Struct, frozen=True):
    """Where one repository's host is asked. base: without trailing slash. path: "owner/name", or an owner's.

    token  "" for what everybody may ask
    me     the name this login writes under, where it is known without asking
    ips    where the API's own name led when it was checked; empty when nothing was looked up
    """

    host: str
    base: str
    path: str
    token: str
    me: str = ""
    ips: tuple[str, ...] = ()

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
    def checks_of(self, sha: str) -> list[Check]:
        """Of any commit."""

    def pulls_of(self, sha: str) -> list[Pull]:
        """Those that brought a commit in, or want to."""

    def reviews(self, number: int) -> list[Review]:
        """What people said of one, the oldest first."""

    def comments(self, number: int) -> list[Comment]: ...
    def me(self) -> str:
        """The name this login writes under."""

    def write_comment(self, number: int, body: str, comment: str = "") -> str:
        """A new one, or `comment` anew: its id."""

    def about(self) -> Listed:
        """The repository as such."""

    def repositories(self, page: int) -> tuple[list[Listed], bool]:
        """One page of those of the owner, or of the group with its subgroups, the oldest first, and whether
        there are more. What has no name that could be one is left out."""


def api_of(
    url: str, kind: str, policy: Policy, *, stranger: bool = False, resolve: Resolve | None = None
) -> Api:
    """Where the API of a repository is, when it may be reached and an administrator set a login for its host.

    kind      "github" or "gitlab". Only a login's own host is ever given it, so no address that a person
              types leads a token anywhere else.
    stranger  without a login it is asked what it tells everybody
    """
    address = check(url, policy, resolve=resolve)
    login = login_for(address)
    if login is None and not stranger:
        raise refuse(f"No login is set for {address.host or 'this machine'}, so its API is not asked.")
    if address.scheme not in ("https", "http"):
        raise refuse(f"The API of {address.host or 'this machine'} is not asked: use its https:// address.")
    base, ips = github_api_of(address) if kind == "github" else origin_of(address), address.ips
    if urlsplit(base).hostname != address.host:
        ips = check(f"{base}/meta", policy, resolve=resolve).ips
    login = login or Login("", "")
    return Api(address.host, base, address.path, login.token, login.name, ips)


def connect(
    url: str, kind: str, policy: Policy, *, stranger: bool = False, resolve: Resolve | None = None
) -> Forge:
    """The libraries are heavy: only who talks to a host loads them."""
    api = api_of(url, kind, policy, stranger=stranger, resolve=resolve)
    if kind == "github":
        from maturity.adapters.github import GitHub

        return GitHub(api)
    from maturity.adapters.gitlab import GitLab

    return GitLab(api)


def refused(
    api: Api, status: int, said: str = "", *, what: str = "pull requests", way: str = "read or write to"
) -> AdapterError:
    """What a status code means for whoever set this up, and what the host itself said.

    what, way  that it was asked for, and whether to read it or to write to it
    """
    words = quoted(said)
    if not api.token and status in (401, 403, 404, 410):
        message = f"{api.host} shows strangers no {api.path}, and no login is set for it.{words}"
        return Missing(message, permanent=True)
    if status == 401:
        return AdapterError(
            f"{api.host} refused the login an administrator set for it.{words}", permanent=True
        )
    if status == 403:
        message = f"{api.host} does not let its login {way} the {what} of {api.path}.{words}"
        return AdapterError(message, permanent=True)
    if status in (404, 410):
        message = f"{api.host} shows no {api.path} to its login, or not its {what}.{words}"
        return Missing(message, permanent=True)
    if 300 <= status < 400:
        return AdapterError(f"{api.path} has another address now: connect that one.", permanent=True)
    message = f"The API of {api.host} fails at the moment (HTTP {status}).{words}"
    return AdapterError(message, permanent=status < 500)


def quoted(said: str) -> str:
    """The host's own words, as the end of a message."""
    words = "".join(letter if letter.isprintable() else " " for letter in said[:2000])
    words = " ".join(words.split())[:MAX_WORDS]
    return f" It says: “{words}”" if words else ""


def words_in(body: bytes) -> str:
    """What an answer that refuses says: {"message": …} or {"error": …}; "" for pages of a proxy."""
    try:
        told = msgspec.json.decode(body[:MAX_REFUSAL])
    except (msgspec.DecodeError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return ""
    found = (told.get(name) for name in ("message", "error_description", "error"))
    return next((one for one in found if isinstance(one, str) and one), "")


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


def readable(api: Api, found: Any, make: Callable[[Any], Listed]) -> tuple[list[Listed], bool]:
    """A page of repositories. One that cannot be read is left out: it must not hide the others."""
    if not isinstance(found, list):
        raise unexpected(api)
    rows = []
    for one in found:
        with suppress(Unexpected):
            rows.append(make(one))
    if found and not rows:
        raise unexpected(api)
    return rows, len(found) >= PAGE


def decoded(api: Api, body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise unexpected(api) from None
