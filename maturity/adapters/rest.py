"""One question to a host's API, and what it says when it refuses, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from maturity.adapters.errors import AdapterError

if TYPE_CHECKING:
    import httpx

CONNECT_TIMEOUT = 5.0
TIMEOUT = 20.0
MAX_ANSWER = 4 * 1024 * 1024
MAX_WORDS = 300
HEADERS = {"User-Agent": "rungs", "Accept": "application/json"}


class Told(Struct, frozen=True):
    """headers: by lower-case name."""

    content: Any
    headers: Mapping[str, str]


def ask(method: str, url: str, headers: Mapping[str, str]) -> Told:
    """The JSON it answers. AdapterError with its status and its words otherwise. Follows no redirect."""
    import httpx  # takes long to load, and few commands ask

    host = urlsplit(url).hostname or url
    timeout = httpx.Timeout(TIMEOUT, connect=CONNECT_TIMEOUT)
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=False) as client,
            client.stream(method, url, headers={**HEADERS, **headers}) as response,
        ):
            body = _read(response, host)
    except httpx.TimeoutException:
        raise AdapterError(f"{host} did not answer within {TIMEOUT:.0f} seconds.", permanent=False) from None
    except (httpx.HTTPError, ValueError) as error:
        why = f": {str(error)[:MAX_WORDS]}" if isinstance(error, httpx.ConnectError) else ""
        raise AdapterError(f"{host} cannot be reached{why}.", permanent=False) from None
    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        content = None
    if response.status_code >= 300:
        raise _refusal(host, response.status_code, content)
    if content is None:
        raise AdapterError(f"{host} answered in a form Rungs does not know.", permanent=False)
    return Told(content, {name.lower(): value for name, value in response.headers.items()})


def _read(response: httpx.Response, host: str) -> bytes:
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER:
            raise AdapterError(f"An answer of {host} is larger than Rungs reads.", permanent=True)
    return body


def _refusal(host: str, status: int, content: Any) -> AdapterError:
    """GitHub says {"message": …}, GitLab {"message": …} or {"error": …, "error_description": …}."""
    told = content if isinstance(content, dict) else {}
    said = next(
        (told[name] for name in ("message", "error_description", "error") if isinstance(told.get(name), str)),
        "",
    )
    words = "".join(letter for letter in said if letter.isprintable()).strip().rstrip(".")[:MAX_WORDS]
    return AdapterError(
        f"{host} answered {status}{f': {words}' if words else ''}.", permanent=status < 500 and status != 429
    )
