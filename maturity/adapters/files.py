"""Small files of our own that another process may read at any moment."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

log = logging.getLogger(__name__)


def replace_file(path: Path, content: bytes) -> None:
    """All of it or nothing. For caches: when it cannot be written, it is not."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError as error:
        log.warning("%s is not remembered: %s", path.name, error)
