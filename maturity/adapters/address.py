"""Which addresses may be reached: what a person types must not lead into our own network."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote, urlsplit

from django.conf import settings
from msgspec import Struct

from maturity.adapters.errors import AdapterError

MAX_URL = 500
NOT_AN_ADDRESS = "That is not the address of a git repository."
NOT_A_SERVICE = "That is not the address of a service."
PORTS = {"https": 443, "http": 80, "ssh": 22}
IP = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
_ODD = re.compile(r"[\s\x00-\x1f\x7f\\]")
_HELPER = re.compile(r"[A-Za-z0-9+.-]*::")
_LOCAL = re.compile(r"[/.~]|[^:]*\Z")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:.]{2,45}")
_USER = re.compile(r"[a-z][\w.-]{0,31}")
_NAT64 = IPv6Network("64:ff9b::/96")


class Policy(Struct, frozen=True):
    """What this installation allows. `local`: paths on this machine, for those who sit at it."""

    http: bool = False
    ssh: bool = False
    private: bool = False
    local: bool = False

    @classmethod
    def of_settings(cls, *, local: bool = False) -> Policy:
        return cls(
            http=settings.RUNGS_ALLOW_HTTP,
            ssh=settings.RUNGS_ALLOW_SSH,
            private=settings.RUNGS_ALLOW_PRIVATE_ADDRESSES,
            local=local or settings.RUNGS_ALLOW_LOCAL_PATHS,
        )


class Address(Struct, frozen=True):
    """A checked address.

    scheme   "https", "http", "ssh" or "file"
    url      what git is given
    path     without leading slash and ".git": "owner/name"; for "file" the path on this machine
    ips      where the host's name led when it was checked: git must use these. Empty when
             private addresses are allowed, since then nothing is looked up
    """

    scheme: str
    url: str
    host: str
    port: int
    path: str
    ips: tuple[str, ...] = ()


def origin_of(address: Address) -> str:
    """ "https://host", with the port where it is not the usual one."""
    shown = f"[{address.host}]" if ":" in address.host else address.host
    standard = address.port == PORTS[address.scheme]
    return f"{address.scheme}://{shown}" + ("" if standard else f":{address.port}")


def github_api_of(address: Address) -> str:
    """Where GitHub's API is: on github.com, or on a server of one's own."""
    return "https://api.github.com" if address.host == "github.com" else f"{origin_of(address)}/api/v3"


def refuse(message: str) -> AdapterError:
    return AdapterError(message, permanent=True)


def check(url: str, policy: Policy, *, resolve: Resolve | None = None) -> Address:
    """The address, when it may be reached; otherwise AdapterError with what to do instead."""
    if not url.strip() or len(url) > MAX_URL or url.startswith("-") or "\0" in url:
        raise refuse(NOT_AN_ADDRESS)
    if url.startswith("file://") or _LOCAL.match(url):
        return _local(url, policy)
    url = url.strip()
    if _ODD.search(url):
        raise refuse(NOT_AN_ADDRESS)
    if _HELPER.match(url):
        raise refuse("Addresses that start a helper program are not allowed.")
    if "://" not in url:
        raise refuse("SSH addresses are not supported here: use the https:// address of the repository.")
    return _remote(url, policy, resolve or addresses_of)


def check_service(url: str, policy: Policy, *, resolve: Resolve | None = None) -> Address:
    """The address of a service that is no repository, by the same policy: https unless more is allowed."""
    url = url.strip()
    if not 0 < len(url) <= MAX_URL or _ODD.search(url) or not url.startswith(("https://", "http://")):
        raise refuse("That is not the address of a service: it begins with https://.")
    return _remote(url, policy, resolve or addresses_of, NOT_A_SERVICE)


def _local(url: str, policy: Policy) -> Address:
    if not policy.local:
        raise refuse(
            "Paths on this machine are not allowed here: use the https:// address, or `manage.py connect`."
        )
    parts = urlsplit(url) if url.startswith("file://") else None
    if parts and parts.netloc not in ("", "localhost"):
        raise refuse("A file:// address must name a path on this machine.")
    path = unquote(parts.path) if parts else url
    return Address("file", path, "", 0, path)


def _remote(url: str, policy: Policy, resolve: Resolve, otherwise: str = NOT_AN_ADDRESS) -> Address:
    """`otherwise`: what is said of an address that is none. Only that of a repository needs a path."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refuse(otherwise) from None
    host = (parts.hostname or "").lower().rstrip(".")
    _check_scheme(parts.scheme, policy)
    user = parts.username or ""
    if parts.password or (user and not (parts.scheme == "ssh" and _USER.fullmatch(user))):
        raise refuse(
            "Leave the user and the password out of the address: an administrator sets them per host."
        )
    path = unquote(parts.path).strip("/").removesuffix(".git").strip("/")
    bare = not path and otherwise is NOT_AN_ADDRESS
    if parts.query or parts.fragment or not _HOST.fullmatch(host) or bare or ".." in path.split("/"):
        raise refuse(otherwise)
    port = port or PORTS[parts.scheme]
    ips = () if policy.private else _public(host, port, resolve)
    shown = (f"{user}@" if user else "") + (f"[{host}]" if ":" in host else host)
    standard = "" if port == PORTS[parts.scheme] else f":{port}"
    return Address(
        parts.scheme, f"{parts.scheme}://{shown}{standard}{parts.path.rstrip('/')}", host, port, path, ips
    )


def _check_scheme(scheme: str, policy: Policy) -> None:
    allowed = {"https": True, "http": policy.http, "ssh": policy.ssh}
    if not allowed.get(scheme, False):
        raise refuse("Only https:// addresses can be reached from here.")


def _public(host: str, port: int, resolve: Resolve) -> tuple[str, ...]:
    """Every address the name has, when all of them are public."""
    ips = resolve(host, port)
    if not all(is_public(ip_address(ip)) for ip in ips):
        raise refuse(f"{host} is a private address: an administrator can allow those.")
    return tuple(ips)


def addresses_of(host: str, port: int) -> Sequence[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AdapterError(f"The host {host} cannot be found.", permanent=False) from None
    return list(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in found))


def is_public(ip: IP) -> bool:
    """Whether it belongs to the internet at large, also when wrapped into another address."""
    inner = _wrapped(ip)
    if inner is not None:
        return is_public(inner)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _wrapped(ip: IP) -> IP | None:
    if isinstance(ip, IPv4Address):
        return None
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
