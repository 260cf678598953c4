"""Where one plan is made: a directory of its own that nobody else can read, gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from msgspec import Struct

from maturity.adapters.turns import mine, turn

FRESH = 60.0
_LOCK = "lock"
_LINK = "rungs-plan-"


class Place(Struct, frozen=True):
    """files  the checkout
    data   TF_DATA_DIR: providers and modules
    home   an empty HOME
    temp   for whatever the programs write there; a link, because providers listen on sockets in it, and the
           path of a socket has 108 characters at most
    out    what they print, and the plan file
    hold   the file descriptor of a lock: while any process has it open, somebody works here
    """

    top: Path
    files: Path
    data: Path
    home: Path
    temp: Path
    out: Path
    hold: int


@contextmanager
def place(run: str) -> Iterator[Place]:
    """A new one, removed at the end. Beside the data and not in /tmp, which may be memory."""
    _root().mkdir(parents=True, exist_ok=True)
    top = Path(tempfile.mkdtemp(prefix=f"{run}-", dir=_root()))  # 0700
    temp = Path(tempfile.gettempdir()) / f"{_LINK}{top.name}"
    try:
        with turn(top / _LOCK) as hold:
            made = Place(top, top / "files", top / "data", top / "home", temp, top / "out", hold)
            for name in ("files", "data", "home", "temp", "out"):
                (top / name).mkdir(mode=0o700)
            temp.symlink_to(top / "temp")
            yield made
    finally:
        temp.unlink(missing_ok=True)
        shutil.rmtree(top, ignore_errors=True)


def sweep() -> int:
    """Remove what killed workers left: how many. A lock says whether anybody is still there."""
    if not _root().is_dir():
        return 0
    old = time.time() - FRESH  # one that is just being made has no lock yet
    left = [top for top in _root().iterdir() if top.is_dir() and _changed(top) < old and _free(top)]
    for top in left:
        shutil.rmtree(top, ignore_errors=True)
    for link in Path(tempfile.gettempdir()).glob(f"{_LINK}*"):
        if link.is_symlink() and not link.exists():
            link.unlink(missing_ok=True)
    return len(left)


def _root() -> Path:
    return Path(settings.RUNGS_DATA) / "plans"


def _changed(top: Path) -> float:
    try:
        return top.stat().st_mtime
    except OSError:  # its owner just removed it
        return time.time()


def _free(top: Path) -> bool:
    try:
        file = os.open(top / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return False
    try:
        return mine(file)
    finally:
        os.close(file)
