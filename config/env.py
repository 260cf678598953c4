"""Settings from the environment. A wrong value stops the start with one sentence and is never echoed."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.read import note, note_address

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
_HOST = re.compile(r"\.?[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\]")
# One connection for each thread of a web process, and a page that says so soon when there is none.
POOL = {"min_size": 1, "max_size": 10, "timeout": 10}


def env_text(name: str, default: str = "", *, allowed: tuple[str, ...] = ()) -> str:
    value = os.environ.get(name, "").strip() or default
    if allowed and value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}.")
    return note(name, value)


def env_bool(name: str, default: bool) -> bool:  # noqa: FBT001 - reads as the variable's own value
    value = os.environ.get(name, "").strip().lower()
    if value and value not in YES | NO:
        raise ImproperlyConfigured(f"{name} is neither yes nor no: use 1 or 0.")
    return note(name, value in YES if value else default)


def env_int(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    value = os.environ.get(name, "").strip()
    try:
        number = int(value or default)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not a whole number: use {least} to {most}.") from None
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name} is out of range: use {least} to {most}.")
    return note(name, number)


def env_hops(name: str) -> int:
    """How many proxies of ours a request comes through: 0, 1 (or "yes"), 2 …"""
    value = os.environ.get(name, "").strip().lower()
    if value in YES | NO:
        return note(name, int(value in YES))
    if value and not (value.isascii() and value.isdigit() and int(value) < 10):
        raise ImproperlyConfigured(f"{name} is not a number of proxies: use 0, 1 or 2.")
    return note(name, int(value or 0))


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Comma-separated values."""
    value = os.environ.get(name, "")
    return note(name, [item.strip() for item in value.split(",") if item.strip()] or list(default))


def env_secret(name: str, default: str = "") -> str:
    """`NAME`, or the content of the file that `NAME_FILE` names."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    value = os.environ.get(name, "")
    note(name, "", secret=True)
    if not path:
        return value or default
    if value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one of them.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"{name}_FILE names a file that cannot be read: check its path and mode."
        ) from None


def env_url(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    """A URL, which may hold a password: `NAME` or `NAME_FILE`."""
    value = env_secret(name, default)
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not an address: check its host and its port.") from None
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} has a scheme Rungs does not know: use {' or '.join(schemes)}.")
    return note_address(name, value)


def web_address(name: str, default: str) -> str:
    """Where people find Rungs: "https://host" or "https://host:port"."""
    value = env_url(name, default, schemes=("http", "https")).rstrip("/")
    parts = urlsplit(value)
    if not parts.hostname or parts.username or parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} must be a scheme and a host alone: https://rungs.example.com.")
    return value


def hosts(name: str) -> list[str]:
    found = env_list(name)
    if not all(_HOST.fullmatch(host) for host in found):
        raise ImproperlyConfigured(f"{name} must be host names: without scheme, port or path.")
    return found


def credentials(name: str) -> str:
    """Logins, "host user token" each."""
    value = env_secret(name)
    if any(len(line.split()) not in (0, 3) for line in re.split(r"[;\n]", value)):
        raise ImproperlyConfigured(f"{name} has a line that is not a host, a user and a token.")
    return value


def broker(name: str, default: str) -> str:
    """The address of the queue: "sqlite:///path", or of a Redis."""
    value = env_url(name, default, schemes=("sqlite", "redis", "rediss", "redis+socket"))
    if value.startswith("sqlite:"):
        sqlite_path(name, value)
    elif not value.startswith("redis+socket:") and not urlsplit(value).hostname:
        raise ImproperlyConfigured(f"{name} names no host: use redis://host:6379/0.")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Django's settings for "sqlite:///path" or "postgres://user:password@host:port/name"."""
    url = env_url(name, default, schemes=("sqlite", "postgres", "postgresql"))
    return _sqlite(name, url) if url.startswith("sqlite:") else _postgres(name, urlsplit(url))


def sqlite_path(name: str, url: str) -> Path:
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/") or path == "/":
        raise ImproperlyConfigured(
            f"{name} names no file: use sqlite:///relative/path or sqlite:////absolute/path."
        )
    return Path(path[1:]).resolve()


def _sqlite(name: str, url: str) -> dict[str, Any]:
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=2000;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": sqlite_path(name, url),
        # IMMEDIATE: a transaction that reads first and then writes fails under WAL when it starts deferred.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def _postgres(name: str, url: SplitResult) -> dict[str, Any]:
    database_name = unquote(url.path.lstrip("/"))
    if not database_name:
        raise ImproperlyConfigured(
            f"{name} names no database: use postgres://user:password@host:port/database."
        )
    options: dict[str, Any] = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        # A socket's directory cannot stand in the host part: postgres://postgres@/rungs?host=/run/postgresql
        "HOST": options.pop("host", "") or unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {"pool": dict(POOL), **options},
    }
