"""Requests to addresses a person typed: only to where the name led when it was checked, and not for long."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from msgspec import Struct

from maturity.adapters.address import Address, Policy, Resolve, addresses_of, check_service, refuse
from maturity.adapters.errors import AdapterError

CONNECT_SECONDS = 5.0
SECONDS = 15.0
MOST = 64 * 1024
LONGEST_QUERY = 1500
USER_AGENT = "rungs"
_AS_IT_IS = "/%:@!$&'()+*,;=~?"


class Answer(Struct, frozen=True):
    """text: its beginning, 64 KiB unless more was asked for. headers: by lower-case name."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class Unsure(AdapterError):
    """The request went out and no answer came: it may have been carried out."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    policy: Policy,
    *,
    resolve: Resolve | None = None,
    seconds: float = SECONDS,
    most: int = MOST,
) -> Answer:
    """The answer, whatever its status; redirects are answers too, and are not followed.

    AdapterError when the address is not allowed or nothing was sent; Unsure when nobody knows what became
    of what was sent. No proxy of the environment is used.

    resolve  looks a name up, once: (host, port) -> addresses
    seconds  for everything together
    most     so many bytes of the answer are read
    """
    return _ask(("POST", url, body, headers), policy, resolve, seconds, most)


def get(
    url: str,
    policy: Policy,
    *,
    resolve: Resolve | None = None,
    seconds: float = SECONDS,
    most: int = MOST,
) -> Answer:
    """As `post`, without a body."""
    return _ask(("GET", url, None, {}), policy, resolve, seconds, most)


def _ask(
    question: tuple[str, str, bytes | None, Mapping[str, str]],
    policy: Policy,
    resolve: Resolve | None,
    seconds: float,
    most: int,
) -> Answer:
    """question: method, address, body, headers."""
    method, url, body, headers = question
    end = time.monotonic() + seconds
    address, target = checked(url, policy, resolve)
    wire = _opened(address, resolve or addresses_of, end)
    try:
        return _exchange(wire, address, (method, target, body, headers), most)
    except (OSError, http.client.HTTPException, ValueError) as error:
        said = _silent(address, error, seconds)
        raise (Unsure(said) if wire.used else AdapterError(said, permanent=True)) from None
    finally:
        wire.hang_up()


def checked(url: str, policy: Policy, resolve: Resolve | None = None) -> tuple[Address, str]:
    """The address when it may be reached, and what is asked for there. Its query may hold a secret."""
    base, _, query = url.strip().partition("?")
    if len(query) > LONGEST_QUERY or "#" in query or not query.isprintable():
        raise refuse("That is not the address of a service: it is too long, or has a #.")
    address = check_service(base, policy, resolve=resolve)
    target = urlsplit(base).path or "/"
    return address, quote(f"{target}?{query}" if query else target, safe=_AS_IT_IS)


def _opened(address: Address, resolve: Resolve, end: float) -> _Wire:
    """Connected to one of the addresses that were checked, and to no other."""
    found = address.ips or tuple(resolve(address.host, address.port))
    for ip in found:
        try:
            plain = socket.create_connection((ip, address.port), min(CONNECT_SECONDS, _left(end)))
        except OSError:
            continue
        try:
            return _Wire(_secured(plain, address) if address.scheme == "https" else plain, end)
        except ssl.SSLCertVerificationError as error:
            plain.close()
            raise AdapterError(
                f"The certificate of {address.host} cannot be trusted: {error.verify_message}.",
                permanent=False,
            ) from None
        except (OSError, ValueError):
            plain.close()
    raise AdapterError(f"{address.host} cannot be reached.", permanent=False)


def _secured(plain: socket.socket, address: Address) -> socket.socket:
    return _context().wrap_socket(plain, server_hostname=address.host)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _exchange(
    wire: _Wire, address: Address, sent: tuple[str, str, bytes | None, Mapping[str, str]], most: int
) -> Answer:
    connection = http.client.HTTPConnection(address.host, address.port)
    connection.default_port = 443 if address.scheme == "https" else 80
    connection.sock = wire
    method, target, body, headers = sent
    connection.request(method, target, body, {"User-Agent": USER_AGENT, **headers, "Connection": "close"})
    with connection.getresponse() as answer:
        text = answer.read(most).decode("utf-8", "replace")
        return Answer(answer.status, text, {name.lower(): value for name, value in answer.getheaders()})


def _silent(address: Address, error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError):
        return f"{address.host} did not answer within {seconds:.0f} seconds."
    return f"{address.host} broke the connection off, or answered in a form Rungs does not know."


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Wire:
    """What `http.client` needs of a socket, with one end of time for all that is read and written.

    used  something was sent
    """

    def __init__(self, plain: socket.socket, end: float) -> None:
        self._plain, self._end, self.used = plain, end, False

    def sendall(self, data: bytes) -> None:
        self.used = True
        self._plain.settimeout(_left(self._end))
        self._plain.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self._plain, self._end))

    def close(self) -> None:
        """`http.client` is done with it before the answer is read."""

    def hang_up(self) -> None:
        self._plain.close()


class _Reading(io.RawIOBase):
    """The answer, as it comes."""

    def __init__(self, plain: socket.socket, end: float) -> None:
        self._plain, self._end = plain, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._plain.settimeout(_left(self._end))
        return self._plain.recv_into(buffer)
