"""What was read from the environment, for the page that shows it. A secret's value is never among it."""

from __future__ import annotations

import os
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")


class Variable(NamedTuple):
    """source: "environment", "file" (`NAME_FILE` named it) or "default". value: "" for secrets."""

    name: str
    source: str
    secret: bool
    value: str


# By name. Whoever reads a variable notes it here, so that none can be forgotten.
READ: dict[str, Variable] = {}


def note(name: str, value: T, *, secret: bool = False) -> T:
    """Remember what is in force, and give it back."""
    READ[name] = Variable(name, _source(name), secret, "" if secret else _text(value))
    return value


def note_address(name: str, value: str) -> str:
    """Without the user and the password that may stand in it, and without its query."""
    parts = urlsplit(value)
    place = parts.hostname or ""
    if parts.port:
        place = f"{place}:{parts.port}"
    note(name, f"{parts.scheme}://{place}{parts.path}" if value else "")
    return value


def _source(name: str) -> str:
    if os.environ.get(f"{name}_FILE", "").strip():
        return "file"
    return "environment" if os.environ.get(name, "").strip() else "default"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
