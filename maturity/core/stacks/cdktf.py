"""CDK for Terraform: a folder with a cdktf.json; its backend is a call in the program."""

from __future__ import annotations

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.cdk import CdkFile, tool_of
from maturity.core.readers.program import Program
from maturity.core.source import Source
from maturity.core.stacks._locks import LOCKS_BY_ITSELF
from maturity.core.stacks._places import environment_of, is_live


def stacks(files: Files) -> list[Stack]:
    return [
        Stack(
            directory=folder(path),
            tool="cdktf",
            at=Source(path, one.line),
            environment=environment_of(folder(path)),
            backend=_backend(files, folder(path)),
        )
        for path, one in files.of(CdkFile).items()
        if tool_of(path) == "cdktf" and is_live(path, files)
    ]


def _backend(files: Files, place: str) -> Backend | None:
    for path, program in files.of(Program).items():
        if program.backends and (not place or path.startswith(f"{place}/")):
            name, line = program.backends[0]
            kind, at = name.lower(), Source(path, line)
            locks = kind in LOCKS_BY_ITSELF or program.locks
            return Backend(kind, at, locking=locks, locking_at=at if locks else None)
    return None
