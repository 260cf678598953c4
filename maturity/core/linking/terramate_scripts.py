"""`terramate script run NAME`: the commands of that script, in every stack it selects."""

from __future__ import annotations

import re

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.done import Frame, Opened
from maturity.core.linking.places import inside
from maturity.core.readers.hcl import HclFile
from maturity.core.syntax.hcl import Block
from maturity.core.syntax.shell import Command
from maturity.core.tools._words import read
from maturity.core.tools.terramate import VALUED

_SHARED = ("sync_drift_status", "sync_preview", "sync_deployment")
_ENDINGS = (".tm", ".tm.hcl")
_WORD = r"\"(?:[^\"\\]|\\.){0,400}\""
_COMMAND = re.compile(rf"\[\s*({_WORD}(?:\s*,\s*{_WORD}){{0,60}})\s*,?\s*(\{{[^{{}}]{{0,1000}}\}})?")
_QUOTED = re.compile(_WORD)


def terramate_script(words: tuple[str, ...], frame: Frame, files: Files) -> list[Opened] | None:
    """None when it is no such command, [] when the script is not found."""
    if words[0].rpartition("/")[2] not in {"terramate", "tm"}:
        return None
    line = read(words, VALUED)
    if line.verbs[:2] != ("script", "run"):
        return None
    name = line.verbs[2:] + line.after
    folder = inside(frame.cwd, line.value("-C", "--chdir"))
    found = [
        one for path, block in _scripts(folder, files) if block.labels == name for one in _opened(path, block)
    ]
    return found[:20]


def _scripts(folder: str | None, files: Files) -> list[tuple[str, Block]]:
    """Those in the folder and below it, else those of the nearest folder above."""
    every = [
        (path, block)
        for path, file in files.of(HclFile).items() if path.endswith(_ENDINGS)
        for block in file.of("script")
    ]  # fmt: skip
    if not folder:
        return every
    below = [one for one in every if f"{paths.folder(one[0])}/".startswith(f"{folder}/")]
    above = [
        one
        for one in every
        if f"{folder}/".startswith(f"{paths.folder(one[0])}/") or not paths.folder(one[0])
    ]
    deepest = max((len(paths.folder(path)) for path, _ in above), default=0)
    return below or [one for one in above if len(paths.folder(one[0])) == deepest]


def _opened(path: str, script: Block) -> list[Opened]:
    commands = [
        command
        for job in script.blocks if job.type == "job"
        for attribute in job.attributes if attribute.name in {"command", "commands"}
        for command in _commands(attribute.value, attribute.line)
    ]  # fmt: skip
    name = f"{path}#{' '.join(script.labels)}"
    return [Opened(name=name, path=path, line=0, commands=tuple(commands), cwd=None)] if commands else []


def _commands(value: str, line: int) -> list[Command]:
    found = []
    for at, match in enumerate(_COMMAND.finditer(value)):
        words = tuple(word[1:-1] for word in _QUOTED.findall(match[1]))
        options = match[2] or ""
        shared = [f"--{name.replace('_', '-')}" for name in _SHARED if name in options]
        if shared:
            words = ("terramate", "run", *shared, "--", *words)
        found.append(
            Command(words, line + value.count("\n", 0, match.start()), pipeline=at + 1, errexit=True)
        )
    return found
