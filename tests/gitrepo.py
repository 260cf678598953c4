"""Small real git repositories for tests."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ENV = {
    "PATH": os.environ["PATH"], "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com",
}  # fmt: skip


class GitRepo:
    """A work tree at `path`. Every commit is one hour after the last."""

    def __init__(self, path: Path, branch: str = "main") -> None:
        self.path = path
        self._hours = 0
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", f"--initial-branch={branch}")

    def git(self, *args: str, stdin: bytes = b"") -> str:
        date = f"2026-03-01T{self._hours:02}:00:00Z"
        env = {**ENV, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        argv = ["git", *args]
        done = subprocess.run(argv, cwd=self.path, env=env, input=stdin, capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace").strip()

    def commit(self, files: Mapping[str, str | bytes | None], message: str = "change") -> str:
        """Write the files (None removes one) and commit them: the commit's hash."""
        self._hours += 1
        for name, text in files.items():
            file = self.path / name
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def tree(self, listing: bytes) -> str:
        """Commit a tree made of `ls-tree -z` records: names and modes no file system would take."""
        tree = self.git("mktree", "-z", "--missing", stdin=listing)
        commit = self.git("commit-tree", tree, "-m", "made by hand")
        self.git("update-ref", "refs/heads/main", commit)
        return commit

    def blob(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", stdin=content)
