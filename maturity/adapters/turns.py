"""Taking turns among the processes of one machine: a lock that goes with its holder, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ASK_EVERY = 0.2


@contextmanager
def turn(path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Wait until nobody else is inside; gives the file descriptor that holds the lock.

    waiting  called again and again meanwhile; whatever it raises ends the waiting
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        while not mine(file):
            waiting()
            time.sleep(ASK_EVERY)
        yield file
    finally:
        os.close(file)


def mine(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
