"""The clock, and what is held against it."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from maturity.adapters.git import GitTree, open_local
from maturity.adapters.memo import BlobMemo, RepositoryMemo
from maturity.core.assess import assess


class Watching:
    """A tree that notes which contents a scan asks for."""

    def __init__(self, tree: GitTree) -> None:
        self._tree = tree
        self.commit = tree.commit
        self.entries = tree.entries
        self.skipped = tree.skipped
        self.changes = tree.changes
        self.refused = tree.refused
        self.asked: set[str] = set()

    def read(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(blobs)
        self.asked.update(wanted)
        return self._tree.read(wanted)


def seconds(work: Callable[[], object], repeat: int) -> float:
    """The quickest of several runs: what the machine can do when nothing else disturbs it."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def wanted_blobs(repository: Path, commit: str) -> list[str]:
    """The content of every file a scan reads, one for each file."""
    with open_local(repository, commit) as tree:
        watching = Watching(tree)
        assess(watching)
        return [entry.blob for entry in tree.entries() if entry.blob in watching.asked]


def floor(repository: Path, commit: str, blobs: Iterable[str], repeat: int) -> float:
    """git alone: list the tree, and hand over the same contents."""
    ids = "".join(f"{blob}\n" for blob in blobs).encode()

    def read() -> None:
        subprocess.run(["git", "ls-tree", "-r", commit], cwd=repository, capture_output=True, check=True)
        batch = ["git", "cat-file", "--batch", "--buffer"]
        subprocess.run(batch, cwd=repository, input=ids, capture_output=True, check=True)

    return seconds(read, repeat)


def scan(repository: Path, commit: str, memory: Path) -> None:
    with open_local(repository, commit) as tree:
        memo = RepositoryMemo(BlobMemo(memory / "facts.sqlite3"), memory / "pack")
        assess(tree, memo)
        memo.save()


def cold(repository: Path, commit: str, memory: Path, repeat: int) -> float:
    """Nothing is remembered."""

    def work() -> None:
        shutil.rmtree(memory, ignore_errors=True)
        scan(repository, commit, memory)

    return seconds(work, repeat)


def warm(repository: Path, old: str, new: str, memory: Path, repeat: int) -> float:
    """The commit before was scanned, and is remembered."""
    times = []
    for _ in range(repeat):
        shutil.rmtree(memory, ignore_errors=True)
        scan(repository, old, memory)
        times.append(seconds(lambda: scan(repository, new, memory), 1))
    return min(times)


def terraform_fmt(repository: Path, commit: str, folder: Path, repeat: int) -> float | None:
    program = shutil.which("terraform")
    if program is None:
        return None
    check_out(repository, commit, folder)
    argv = [program, "fmt", "-check", "-recursive"]
    return seconds(lambda: subprocess.run(argv, cwd=folder, capture_output=True, check=False), repeat)


def check_out(repository: Path, commit: str, folder: Path) -> None:
    """Plain files, as far as the repository has them."""
    with open_local(repository, commit) as tree:
        contents = dict(tree.read({entry.blob for entry in tree.entries()}))
        for entry in tree.entries():
            if entry.blob in contents:
                path = folder / entry.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(contents[entry.blob])
