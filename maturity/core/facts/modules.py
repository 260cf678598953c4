"""Which modules the declared infrastructure is made of."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from maturity.core.facts.configurations import Configurations
from maturity.core.files import Files
from maturity.core.paths import folder, is_sample
from maturity.core.readers.bicep import BicepFile
from maturity.core.readers.component import Components
from maturity.core.source import Source
from maturity.core.stacks._units import source_of, targets_of, units_of


class ModuleCall(Struct, frozen=True):
    """One use of a module.

    directory  of the caller
    source     as written
    target     for a local module: its directory from the top of the repository, else ""
    """

    name: str
    directory: str
    source: str
    at: Source
    target: str = ""


class Modules(Struct, frozen=True):
    """calls: outside samples, in path order. shared: local modules with two or more callers."""

    calls: tuple[ModuleCall, ...] = ()
    shared: tuple[str, ...] = ()


def collect(files: Files, configurations: Configurations) -> Modules:
    calls = [
        ModuleCall(call.name, one.directory, call.source, call.at, call.target or "")
        for one in configurations.live() for call in one.calls
    ]  # fmt: skip
    calls += _units(files) + _bicep(files) + _components(files)
    callers = Counter(
        target for target, _ in {(call.target, call.directory) for call in calls if call.target}
    )
    return Modules(
        tuple(sorted(calls, key=lambda call: call.at)), tuple(sorted(t for t, n in callers.items() if n > 1))
    )


def _units(files: Files) -> list[ModuleCall]:
    """A terragrunt unit is the call of the module it names."""
    return [
        ModuleCall(
            "source",
            folder(path),
            source_of(content),
            Source(path),
            min(targets_of(path, content), default=""),
        )
        for path, content in units_of(files).items()
        if source_of(content)
    ]


def _components(files: Files) -> list[ModuleCall]:
    """A class of a folder of components is what the programs around it are made of."""
    return [
        ModuleCall(name, folder(path), path, Source(path, line))
        for path, one in files.of(Components).items() if not is_sample(path)
        for name, line in one.found.items()
    ]  # fmt: skip


def _bicep(files: Files) -> list[ModuleCall]:
    return [
        ModuleCall(module, folder(path), module, Source(path, one.line))
        for path, one in files.of(BicepFile).items() if not is_sample(path) for module in one.modules
    ]  # fmt: skip
