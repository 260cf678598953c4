"""Whether a page opens, as a stranger without a login sees it."""

from __future__ import annotations

import time
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from maturity.adapters import outgoing
from maturity.adapters.address import Policy, Resolve
from maturity.adapters.errors import AdapterError

HOPS = 4
SECONDS = 15.0  # for all hops together
MOST = 1_024  # bytes that are read: what a page says does not matter
LONGEST = 500


class Page(Struct, frozen=True):
    """status: at the end of redirects. led_to: where that was, without query; "" for the page itself."""

    status: int
    led_to: str = ""


def opened(url: str, policy: Policy, *, resolve: Resolve | None = None, seconds: float = SECONDS) -> Page:
    """Every hop is held against the policy. AdapterError when one is not allowed or does not answer."""
    end, at = time.monotonic() + seconds, url.partition("#")[0]
    for hop in range(HOPS + 1):
        left = max(end - time.monotonic(), 0.001)
        answer = outgoing.get(at, policy, resolve=resolve, seconds=left, most=MOST)
        onward = answer.headers.get("location", "")
        if answer.status not in (301, 302, 303, 307, 308) or not onward:
            return Page(answer.status, _plain(at) if hop else "")
        at = urljoin(at, onward).partition("#")[0]
    raise AdapterError(f"{urlsplit(url).hostname} leads in circles.", permanent=False)


def _plain(url: str) -> str:
    """Queries hold secrets of logins."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:LONGEST]
