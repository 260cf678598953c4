"""How git is called: one configuration, one environment, no prompt, no hook, no lazy fetch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from maturity.adapters import process
from maturity.adapters.process import Completed, Conversation

CONFIG = Path(__file__).with_name("gitconfig")
TIMEOUT = 60.0
READ_TIMEOUT = 600.0
SSH = "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes -oConnectTimeout=10"
# Above what any repository's own configuration says.
ALWAYS = {"core.fsmonitor": "false", "core.hooksPath": "/dev/null"}


class Git:
    """Git at work in one repository.

    folder     the git directory, or a work tree to find it from
    objects    read objects from there instead: the repository at `folder` is then ours and
               empty, and no configuration written by a stranger is ever read
    protocols  what may be fetched from ("https"); empty = nothing, so a partial clone cannot
               be made to fetch either
    config     settings for this use, handed over in the environment: never seen in a process list
    env        further environment
    """

    def __init__(
        self,
        folder: Path,
        *,
        objects: Path | None = None,
        protocols: Sequence[str] = (),
        config: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self._objects = objects
        self._protocols = protocols
        self._config = {**ALWAYS, **(config or {})}
        self._extra = dict(env or {})

    def run(
        self,
        *args: str,
        timeout: float = TIMEOUT,
        limit: int = process.OUTPUT_LIMIT,
        on_error_text: Callable[[str], None] | None = None,
    ) -> Completed:
        return process.run(
            ["git", *args],
            env=self._env(),
            cwd=self.folder,
            timeout=timeout,
            limit=limit,
            on_error_text=on_error_text,
        )

    def text(self, *args: str) -> str:
        """What it prints, or "" when it fails."""
        done = self.run(*args)
        return done.out.decode("utf-8", "replace").strip() if done.code == 0 else ""

    def conversation(self, *args: str) -> Conversation:
        return Conversation(["git", *args], env=self._env(), cwd=self.folder, timeout=READ_TIMEOUT)

    def _env(self) -> dict[str, str]:
        env = {
            "LC_ALL": "C",
            "HOME": "/nonexistent",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": str(CONFIG),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_SSH_COMMAND": SSH,
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_ALLOW_PROTOCOL": ":".join(self._protocols) or "none",
            "GIT_CONFIG_COUNT": str(len(self._config)),
        }
        for number, (key, value) in enumerate(self._config.items()):
            env |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        env |= self._extra
        if self._objects:
            env |= {"GIT_DIR": str(self.folder), "GIT_OBJECT_DIRECTORY": str(self._objects)}
        return env


def version() -> str:
    return Git(Path("/")).text("--version")
