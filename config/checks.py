"""What is wrong with an installation, found before anybody meets it. docs/settings.md explains each id."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from maturity.adapters.errors import AdapterError
from maturity.adapters.git.command import version

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", ".localhost"})
GIT = (2, 32)
SQLITE = (3, 35)


@register(Tags.security)
def hosts(**_: Any) -> Sequence[CheckMessage]:
    outside = sorted({host for host in settings.ALLOWED_HOSTS if host not in LOCAL})
    if settings.DEBUG and outside:
        hint = "Unset RUNGS_DEBUG: its error pages show settings and code."
        return [Error(f"Debugging is on while {outside[0]} can be reached.", hint=hint, id="rungs.E001")]
    if outside and not settings.SECURE and not settings.DEBUG:
        hint = "Set RUNGS_URL to the https:// address people use: cookies are then sent over https only."
        return [Warning(f"{outside[0]} is served without https.", hint=hint, id="rungs.W001")]
    return []


@register(Tags.security)
def secret_key(**_: Any) -> Sequence[CheckMessage]:
    if len(settings.SECRET_KEY) < 32 or len(set(settings.SECRET_KEY)) < 8:
        hint = "Use 50 random characters, or leave RUNGS_SECRET_KEY out and one is made."
        return [Error("RUNGS_SECRET_KEY is too easy to guess.", hint=hint, id="rungs.E002")]
    if many_machines() and not settings.RUNGS_SECRET_KEY_GIVEN:
        hint = "Give every container the same RUNGS_SECRET_KEY or RUNGS_SECRET_KEY_FILE."
        return [Error("Each machine would make a secret key of its own.", hint=hint, id="rungs.E003")]
    return []


@register()
def data_directory(**_: Any) -> Sequence[CheckMessage]:
    try:
        settings.RUNGS_DATA.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.RUNGS_DATA):
            return []
    except OSError:
        hint = "Set RUNGS_DATA to a directory this user may write to."
        return [Error(f"{settings.RUNGS_DATA} cannot be written to.", hint=hint, id="rungs.E004")]


@register()
def programs(**_: Any) -> Sequence[CheckMessage]:
    found: list[CheckMessage] = []
    if not shutil.which("git"):
        found.append(Error("git is not installed.", hint="Install git 2.32 or newer.", id="rungs.E005"))
    elif (0,) < _git() < GIT:
        found.append(Error("git is too old.", hint="Install git 2.32 or newer.", id="rungs.E006"))
    if settings.BROKER_URL.startswith("sqlite:") and sqlite3.sqlite_version_info < SQLITE:
        hint = "Use a Python with SQLite 3.35 or newer, or set BROKER_URL to a Redis address."
        found.append(Error("SQLite is too old for the embedded queue.", hint=hint, id="rungs.E007"))
    return found


@register()
def halves(**_: Any) -> Sequence[CheckMessage]:
    """One machine or many: half of each works until the second machine comes."""
    embedded = settings.BROKER_URL.startswith("sqlite:")
    if many_machines() and embedded:
        hint = "Set BROKER_URL to a Redis address: workers on other machines cannot read a file of this one."
        return [Warning("PostgreSQL is used with the embedded queue.", hint=hint, id="rungs.W002")]
    if not many_machines() and not embedded:
        hint = "Set DATABASE_URL to a PostgreSQL address: other machines cannot read a file of this one."
        return [Warning("SQLite is used with Redis.", hint=hint, id="rungs.W003")]
    return []


@register(Tags.security)
def addresses(**_: Any) -> Sequence[CheckMessage]:
    if settings.RUNGS_ALLOW_LOCAL_PATHS:
        hint = "Unset RUNGS_ALLOW_LOCAL_PATHS unless all who sign in may read every repository here."
        return [Warning("Paths on this machine can be connected from the web.", hint=hint, id="rungs.W004")]
    return []


def many_machines() -> bool:
    return connection.vendor == "postgresql"


def _git() -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in re.findall(r"\d+", version())[:2])
    except AdapterError:
        return (0,)
