"""Connections of the hosts' libraries lead where a name led when it was checked, wherever it leads by then.

Behind a proxy the proxy looks names up, and nothing here is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies, proxy_bypass

if TYPE_CHECKING:
    import httpx
    import requests


def through_proxy(scheme: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)


def transport(host: str, ips: Sequence[str]) -> httpx.BaseTransport:
    """For httpx: the first address that answers, with the certificate of `host`."""
    import httpx  # heavy: only who talks to a host loads it

    class Pinned(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.host != host:
                raise httpx.ConnectError(f"{request.url.host} was not checked", request=request)
            for number, ip in enumerate(ips, 1):
                try:
                    return super().handle_request(_towards(request, ip))
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    if number == len(ips):
                        raise
            raise httpx.ConnectError("no address", request=request)

    def _towards(request: httpx.Request, ip: str) -> httpx.Request:
        return httpx.Request(
            request.method, request.url.copy_with(host=ip), headers=request.headers, stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )  # fmt: skip

    return Pinned()


def mount(session: requests.Session, host: str, ips: Sequence[str]) -> None:
    """The same for requests."""
    import requests
    from requests.adapters import HTTPAdapter

    class Pinned(HTTPAdapter):
        ip = ""

        def send(self, request: requests.PreparedRequest, *given: Any, **more: Any) -> requests.Response:
            for number, ip in enumerate(ips, 1):
                self.ip = ip
                try:
                    return super().send(request, *given, **more)
                except (requests.ConnectTimeout, requests.ConnectionError) as error:
                    if number == len(ips) or not _unsent(error):
                        raise
            raise requests.ConnectionError("no address", request=request)

        def add_headers(self, request: requests.PreparedRequest, **_: Any) -> None:
            request.headers["Host"] = (request.url or "").split("/")[2]

        def build_connection_pool_key_attributes(
            self, request: requests.PreparedRequest, verify: Any, cert: Any = None
        ) -> tuple[Any, Any]:
            place, pool = super().build_connection_pool_key_attributes(request, verify, cert)
            if str(place["host"]).strip("[]").lower() != host:
                raise requests.ConnectionError(f"{place['host']} was not checked")
            if place["scheme"] == "https":
                pool |= {"server_hostname": host, "assert_hostname": host}
            return {**place, "host": f"[{self.ip}]" if ":" in self.ip else self.ip}, pool

    for scheme in ("https://", "http://"):
        session.mount(scheme, Pinned())


def _unsent(error: Exception) -> bool:
    """No connection was made, so nothing was sent: it may be tried at another address."""
    import requests
    from urllib3.exceptions import NewConnectionError

    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)
