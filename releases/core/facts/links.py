"""The runbook and the dashboard of an application, and whether they open."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

SIGN_IN = frozenset({"login", "signin", "sign_in", "sign-in", "auth", "oauth", "oauth2", "sso", "saml"})


class Link(Struct, frozen=True, kw_only=True):
    """kind: "runbook" or "dashboard". url: "" when the application names none.

    status     what was answered to a stranger; None when nothing answered, and `error` says why
    led_to     where redirects ended; "" at the link itself
    looked_at  None: not yet, or the link is another one since
    """

    kind: str
    url: str = ""
    status: int | None = None
    led_to: str = ""
    error: str = ""
    looked_at: datetime | None = None

    @property
    def closed(self) -> bool:
        """It wants a login before it says whether the page is there."""
        return self.status in (401, 403, 407) or (bool(self.led_to) and _is_door(self.url, self.led_to))

    @property
    def opens(self) -> bool:
        return self.status is not None and 200 <= self.status < 300 and not self.closed


class Links(Struct, frozen=True, kw_only=True):
    """page: where the application names them."""

    page: str
    links: tuple[Link, ...] = ()


def _is_door(url: str, led_to: str) -> bool:
    """Somewhere else, or a page that is called like one to sign in on."""
    (asked, _), (ended, path) = _parts(url), _parts(led_to)
    return asked != ended or bool({part.casefold() for part in path.split("/")} & SIGN_IN)


def _parts(url: str) -> tuple[str, str]:
    """Host and path. The same site answers with "www." and without."""
    host, _, path = url.partition("://")[2].partition("?")[0].partition("#")[0].partition("/")
    return host.casefold().removeprefix("www."), path
