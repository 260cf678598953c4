"""How long a plan takes to read, and how much memory beside the mapped file: `python -m bench.reading FILE`.

A process of its own, so that nothing else is counted.
"""

from __future__ import annotations

import json
import mmap
import subprocess
import sys
import threading
import time
from pathlib import Path

from msgspec import Struct

from maturity.core.plans import read


class Cost(Struct, frozen=True):
    """CPU seconds, and MB of anonymous memory at the highest."""

    seconds: float
    megabytes: float


def measured(path: Path, *, plainly: bool = False) -> Cost:
    """`plainly`: by json.loads alone, which keeps nothing back and decides nothing."""
    argv = [sys.executable, "-m", "bench.reading", str(path), *(["--plainly"] if plainly else [])]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    return Cost(**json.loads(done.stdout))


def _anonymous() -> float:
    """Linux tells it; elsewhere it is not known."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan")
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


def _read(path: Path) -> object:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return read(data)


class _Highest(threading.Thread):
    """Looks at the memory all the time, because most of it is given back before the end."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.before = self.most = _anonymous()

    def run(self) -> None:
        while not self.done.wait(0.01):
            self.look()

    def look(self) -> None:
        self.most = max(self.most, _anonymous())


def main() -> None:
    path, plainly = Path(sys.argv[1]), "--plainly" in sys.argv
    memory = _Highest()
    memory.start()
    start = time.process_time()
    kept = json.loads(path.read_bytes()) if plainly else _read(path)
    seconds = time.process_time() - start
    memory.look()
    memory.done.set()
    print(json.dumps({"seconds": seconds, "megabytes": memory.most - memory.before}))
    del kept


if __name__ == "__main__":
    main()
