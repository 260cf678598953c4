"""Scripts of the repository that a command starts: `bash x.sh`, `./bin/x`, `source x`, `python x.py`."""

from __future__ import annotations

from msgspec import structs

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.done import Frame, Opened
from maturity.core.linking.places import inside
from maturity.core.linking.variables import arguments
from maturity.core.pipeline import Shell
from maturity.core.readers.script import Script
from maturity.core.syntax.shell import Command

_SHELLS = frozenset({"bash", "sh", "zsh", "dash", "ksh", "ash"})
_SOURCES = frozenset({"source", "."})
_PROGRAMS = frozenset({
    "python", "python3", "ruby", "node", "deno", "bun", "tsx", "ts-node", "pwsh", "powershell", "go",
    "babel-node",
})  # fmt: skip
_VERBS = frozenset({"run", "-File", "-file", "-f", "-Command"})
_SUFFIXES = (".sh", ".bash", ".py", ".rb", ".js", ".mjs", ".cjs", ".ts", ".ps1", ".zsh", ".go")
_WITH_VALUE = frozenset(
    {"-o", "-O", "+o", "--rcfile", "-W", "-X", "-r", "--require", "-I", "-ExecutionPolicy", "-P", "-c"}
)


def script(words: tuple[str, ...], frame: Frame, files: Files) -> list[Opened] | None:
    """None when the command starts no file; [] when the file is not tracked."""
    name = words[0].rpartition("/")[2]
    at = 0
    if name in _SHELLS | _PROGRAMS | _SOURCES and "=" not in words[0]:
        at = _file_at(words, name)
        if at == 0:
            return None
    elif "/" not in words[0] and not words[0].endswith(_SUFFIXES):
        return None
    path = _found(words[at], frame, files)
    if path is None:
        return None if at == 0 and not words[0].startswith((".", "$")) else []
    found = files.get(path, Script)
    if found is None:
        return []
    strict = name in _SHELLS and _stops(words[1:at])
    return [_opened(path, found, frame, words[at + 1 :], strict=strict, sourced=name in _SOURCES)]


def _opened(
    path: str, found: Script, frame: Frame, rest: tuple[str, ...], *, strict: bool, sourced: bool
) -> Opened:
    if found.language != "shell":
        shell = Shell.ERREXIT  # the reader marks what is not checked
    else:
        shell = frame.shell if sourced else Shell.ERREXIT if strict else Shell.LOOSE
    return Opened(
        name=f"{path} {' '.join(rest)[:200]}",
        path=path,
        line=1,
        commands=found.commands,
        cwd=frame.cwd,
        shell=shell,
        values=arguments(rest) if not sourced or rest else {},
        sourced=sourced,
    )


def _file_at(words: tuple[str, ...], name: str) -> int:
    """The index of the file an interpreter is given, 0 when it is given none."""
    at = 1
    while at < len(words):
        word = words[at]
        if word in {"-m", "-c", "-e", "--eval"} and name not in _SHELLS:
            return 0
        if word in _VERBS and name in _PROGRAMS:
            at += 1
        elif word.startswith(("-", "+")):
            at += 2 if word in _WITH_VALUE else 1
        else:
            return at if name != "go" or word.endswith(".go") else 0
    return 0


def _found(word: str, frame: Frame, files: Files) -> str | None:
    """The tracked file a word names: from where it runs, from its script's folder, or from the top."""
    own = paths.folder(frame.path)
    for base in dict.fromkeys((frame.cwd, own if frame.depth else "", "")):
        path = inside(base, word, own)
        if path is not None and files.has(path):
            return path
    return None


def _stops(options: tuple[str, ...]) -> bool:
    """`bash -e x.sh`, `bash -euo pipefail x.sh`."""
    return any(word.startswith("-") and not word.startswith("--") and "e" in word for word in options)


def placed(commands: tuple[Command, ...], line: int) -> tuple[Command, ...]:
    """The same commands some lines further down."""
    return (
        tuple(structs.replace(command, line=command.line + line) for command in commands)
        if line
        else commands
    )
