"""Where a request comes from."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104 - of a socket in the file system, which has no address
NETWORK = 64  # of IPv6: whoever has one address has all of these


def address(request: HttpRequest) -> str:
    """The client's address, as the outermost of our own proxies saw it.

    What stands further left in X-Forwarded-For was written by the client.
    """
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    hops = settings.RUNGS_BEHIND_PROXY
    seen = told[-hops] if 0 < hops <= len(told) else ""
    return _clean(seen) or _clean(request.META.get("REMOTE_ADDR", "")) or NOWHERE


def _clean(text: str) -> str:
    """Without a port, which some proxies write behind it."""
    for part in (text, text.rpartition(":")[0]):
        try:
            return str(ip_address(part.strip("[]")))
        except ValueError:
            continue
    return ""


def place(request: HttpRequest) -> str:
    """What failures are counted for: the address; of IPv6 the network."""
    found = ip_address(address(request))
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((found, NETWORK), strict=False).network_address)
