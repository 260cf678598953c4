"""Where `cd` leads, as far as the text tells."""

from __future__ import annotations

import re

_ABSOLUTE = re.compile(
    r"/|~|\$\(|`|\$\{\{|\$\{?(?:PWD|OLDPWD|HOME|\w*(?:WORKSPACE|ROOT|PROJECT_DIR|SOURCESDIRECTORY|CLONE_DIR"
    r"|SRC_DIR|SCRIPT_DIR|SCRIPTDIR|BASE_?DIR))\b",
    re.IGNORECASE,
)
_MAX_PATH = 1_000


def enter(cwd: str, target: str) -> str:
    """`cd target` in `cwd`. A variable named like a root or workspace starts afresh; others go deeper."""
    if _ABSOLUTE.match(target) or not cwd or len(cwd) > _MAX_PATH:
        parts: list[str] = []
    else:
        parts = cwd.split("/")
    for part in target.split("/"):
        if part == ".." and parts and parts[-1] not in ("..", "") and "$" not in parts[-1]:
            parts.pop()
        elif part != "." and (part or not parts):
            parts.append(part)
    return "/".join(parts) or ("/" if target.startswith("/") else "")


class Folders:
    """The working directory while a script runs: `cd`, `cd -`, `pushd`, `popd`."""

    def __init__(self, cwd: str = "", previous: str = "", stack: tuple[str, ...] = ()) -> None:
        self.cwd = cwd
        self._previous = previous
        self._stack = stack

    def copy(self) -> Folders:
        return Folders(self.cwd, self._previous, self._stack)

    def run(self, words: list[str]) -> None:
        arguments = [word for word in words[1:] if not word.startswith("-") or word == "-"]
        if words[0] in ("cd", "chdir"):
            self._go(arguments[0] if arguments else "~")
        elif words[0] == "pushd" and arguments:
            self._stack = (*self._stack[-20:], self.cwd)
            self._go(arguments[0])
        elif words[0] == "popd" and self._stack:
            before, self._stack = self._stack[-1], self._stack[:-1]
            self._previous, self.cwd = self.cwd, before

    def _go(self, target: str) -> None:
        before = self.cwd
        self.cwd = self._previous if target == "-" else enter(before, target)
        self._previous = before
