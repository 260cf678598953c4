"""The key that signs sessions: given, or made once for this data directory."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

FILE = "secret_key"


def secret_key(given: str, data: Path) -> str:
    """A key of its own for each installation, so that no default can reach production."""
    if given:
        return given
    path = data / FILE
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        return _made_once(path)
    except OSError:
        return get_random_secret_key()


def _made_once(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    except OSError:
        return get_random_secret_key()  # rungs.E002 says that the directory is not writable
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = get_random_secret_key()
        file.write(key)
    return key
