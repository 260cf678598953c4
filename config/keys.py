"""The key that signs sessions: given, or made once for this data directory."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key

FILE = "secret_key"


def secret_key(given: str, data: Path) -> str:
    """A key of its own for each installation, so that no default can reach production."""
    if given:
        return given
    path = data / FILE
    try:
        return path.read_text(encoding="ascii") if path.exists() else _made_once(path)
    except OSError:
        return get_random_secret_key()  # rungs.E004 says that the directory cannot be used


def _made_once(path: Path) -> str:
    """Of two processes that start together, one makes it and both use it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=path.parent) as file:  # readable by us alone
        file.write(get_random_secret_key())
        file.flush()
        with suppress(FileExistsError):
            path.hardlink_to(file.name)
    return path.read_text(encoding="ascii")
