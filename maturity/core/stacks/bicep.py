"""Bicep and ARM templates: Azure keeps the state of a deployment."""

from __future__ import annotations

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import environment, folder, join
from maturity.core.readers.bicep import BicepFile
from maturity.core.source import Source
from maturity.core.stacks._places import is_live, is_module_folder

MODULES_PER_STACK = 4


def stacks(files: Files) -> list[Stack]:
    """A file no other file uses as a module is what gets deployed.

    Where most of those lie in folders of modules, the repository is a library: they are for others.
    """
    live = {path: one for path, one in files.of(BicepFile).items() if is_live(path, files)}
    used = {_place(path, module) for path, one in live.items() for module in one.modules}
    free = [path for path, one in live.items() if path not in used and (one.resources or one.modules)]
    own = [path for path in free if not is_module_folder(folder(path))]
    return (
        [] if len(free) > MODULES_PER_STACK * max(len(own), 1) else [_stack(path, live[path]) for path in own]
    )


def modules(files: Files) -> list[Source]:
    """Where modules begin, used or not."""
    return [
        Source(path, one.line)
        for path, one in files.of(BicepFile).items()
        if is_live(path, files) and is_module_folder(folder(path))
    ]


def _place(path: str, module: str) -> str:
    return join(folder(path), module) or ""


def _stack(path: str, one: BicepFile) -> Stack:
    at = Source(path, one.line)
    backend = Backend(
        "inherent", at, locking=True, locking_at=at, note="Azure Resource Manager keeps the state"
    )
    return Stack(
        directory=folder(path),
        tool="bicep",
        at=at,
        name=path,
        environment=environment(path.rpartition(".")[0]),
        backend=backend,
        resources=one.resources,
    )
