"""A GitHub App signs in with its private key, and is given a token for an hour by each owner it serves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from msgspec import Struct

from maturity.adapters import rest
from maturity.adapters.address import Address, github_api_of
from maturity.adapters.credentials import App
from maturity.adapters.errors import AdapterError
from maturity.core.pulls.foreign import moment

LIFE = timedelta(minutes=9)  # of what we sign; GitHub takes ten at most
SKEW = timedelta(minutes=1)  # by which our clock may be ahead
SPARE = timedelta(minutes=10)  # a token that ends sooner is not handed out: git may fetch for a while
PAGE, MAX_PAGES = 100, 10
VERSION = {"X-GitHub-Api-Version": "2022-11-28", "Accept": "application/vnd.github+json"}
NOT_A_KEY = "That is not the private key of a GitHub App: give the whole .pem file."


class Installed(Struct, frozen=True):
    """permissions: as GitHub names them, "contents: read"."""

    installation: str
    name: str
    permissions: tuple[str, ...]


class _Token(Struct, frozen=True):
    text: str
    ends: datetime
    permissions: tuple[str, ...] = ()


_tokens: dict[str, _Token] = {}
_lock = Lock()


def check_key(pem: str) -> None:
    """Raises AdapterError. RSA is the only kind GitHub makes."""
    try:
        good = isinstance(load_pem_private_key(pem.encode(), None), RSAPrivateKey)
    except (ValueError, TypeError):  # TypeError: it has a password
        good = False
    if not good:
        raise AdapterError(NOT_A_KEY, permanent=True)


def token(app: App, address: Address) -> str:
    """One that lasts a while yet; fetched when the last one does not."""
    return _token(app, github_api_of(address), _owner(address.path)).text


def look(app: App, address: Address, owner: str) -> Installed:
    """What GitHub says of the app now; nothing remembered is used."""
    base = github_api_of(address)
    with _lock:
        _tokens.pop(_key(app, base, owner), None)
    about = _ask("GET", f"{base}/app", app).content
    name = str(about.get("slug", "")) if isinstance(about, dict) else ""
    found = _installation(app, base, owner)
    return Installed(found, f"{name[:90]}[bot]" if name else "", _fetched(app, base, found).permissions)


def _owner(path: str) -> str:
    return path.partition("/")[0].lower()


def _key(app: App, base: str, owner: str) -> str:
    return sha256(f"{base} {owner} {app.app_id} {app.installation} {app.key}".encode()).hexdigest()


def _token(app: App, base: str, owner: str) -> _Token:
    key, now = _key(app, base, owner), datetime.now(UTC)
    with _lock:
        for old in [one for one, kept in _tokens.items() if kept.ends - SPARE <= now]:
            del _tokens[old]
        known = _tokens.get(key)
    if known is None:
        known = _fetched(app, base, app.installation or _installation(app, base, owner))
        with _lock:
            _tokens[key] = known
    return known


def _fetched(app: App, base: str, installation: str) -> _Token:
    told = _ask("POST", f"{base}/app/installations/{int(installation)}/access_tokens", app).content
    try:
        text, ends = told["token"], moment(told["expires_at"])
        allowed = told.get("permissions") or {}
        permissions = tuple(sorted(f"{name}: {way}" for name, way in allowed.items()))[:50]
    except (KeyError, TypeError, AttributeError, ValueError):
        text, ends, permissions = "", None, ()
    if not isinstance(text, str) or not text.isascii() or not 0 < len(text) <= 1000 or ends is None:
        raise AdapterError("GitHub answered in a form Rungs does not know.", permanent=False)
    return _Token(text, ends, permissions)


def _installation(app: App, base: str, owner: str) -> str:
    """The number under which this owner has it. Without an owner: the only one there is."""
    found = {name: number for name, number in _installations(app, base) if not owner or name == owner}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise AdapterError("The app is installed for several owners: say which one.", permanent=True)
    where = f"for {owner}" if owner else "anywhere"
    raise AdapterError(f"The app is not installed {where}: install it on GitHub first.", permanent=True)


def _installations(app: App, base: str) -> Iterator[tuple[str, str]]:
    for page in range(1, MAX_PAGES + 1):
        listed = _ask("GET", f"{base}/app/installations?per_page={PAGE}&page={page}", app).content
        rows: list[Any] = listed if isinstance(listed, list) else []
        for row in rows:
            account = row.get("account") if isinstance(row, dict) else None
            if isinstance(account, dict) and isinstance(row.get("id"), int):
                yield str(account.get("login", "")).lower(), str(row["id"])
        if len(rows) < PAGE:
            return


def _ask(method: str, url: str, app: App) -> rest.Told:
    now = datetime.now(UTC)
    claims = {"iss": app.app_id, "iat": now - SKEW, "exp": now + LIFE}
    try:
        signed = jwt.encode(claims, app.key, algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError):
        raise AdapterError(NOT_A_KEY, permanent=True) from None
    return rest.ask(method, url, {**VERSION, "Authorization": f"Bearer {signed}"})
