"""Terraform and OpenTofu: directories that have a state of their own."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from maturity.core.facts.configurations import Configuration, Configurations, sizes
from maturity.core.facts.configurations import collect as configurations_of
from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.atmos_stack import AtmosStack
from maturity.core.readers.hcl import HclFile
from maturity.core.readers.script import Script
from maturity.core.source import Source
from maturity.core.stacks._backends import (
    Given,
    Settings,
    backend_of,
    declared,
    settings_files,
    settings_names,
    settings_words,
    tfvars_environments,
    variable_files,
)
from maturity.core.stacks._clusters import live_documents
from maturity.core.stacks._places import environment_of, is_module_folder
from maturity.core.stacks._units import sources_of, units_of

MAX_ENVIRONMENTS = 12
MODULES_PER_ROOT = 3
VARIABLE_FOLDERS = ("environments", "envs", "env", "vars", "tfvars", "variables", "config", "configs")


def stacks(files: Files) -> list[Stack]:
    configurations = files.once(configurations_of)
    roots = roots_of(configurations, files)
    places = [root.directory for root in roots]
    settings = files.once(_settings)
    found = [_sized(stack, files) for root in roots for stack in stacks_of(root, places, settings)]
    kept = _kept_by_atmos(files) if any(stack.backend is None for stack in found) else None
    return [replace(stack, backend=stack.backend or kept) for stack in found] if kept else found


def _kept_by_atmos(files: Files) -> Backend | None:
    """atmos writes the backend of every component from its stacks."""
    if not any(path.rpartition("/")[2] in ("atmos.yaml", "atmos.yml") for path in files.paths):
        return None
    for path, one in files.of(AtmosStack).items():
        given = [Given("use_lockfile", "true", Source(path, one.lock))] if one.lock else []
        backend = declared(one.backend, Source(path, one.line), given, [])
        return replace(backend, note=f"atmos writes it; {backend.note}")
    return None


def stacks_in(root: Configuration, files: Files) -> list[Stack]:
    """The stacks of a directory that is known to be started."""
    return [_sized(stack, files) for stack in stacks_of(root, [root.directory], files.once(_settings))]


def _sized(stack: Stack, files: Files) -> Stack:
    return replace(stack, resources=files.once(sizes).get(stack.directory, 0))


def roots_of(configurations: Configurations, files: Files) -> list[Configuration]:
    """Directories with a backend; where no directory has one, those that are started by somebody.

    A folder of modules is none even with `backend "s3" {}` in it: a library writes that for its users.
    """
    run_by_others = _run_by_others(files)
    called = run_by_others | _called(configurations.live())
    live = [
        one
        for one in configurations.live()
        if not is_module_folder(one.directory) and one.directory not in called
    ]
    with_backend = [one for one in live if one.backend()]
    if with_backend or units_of(files):
        return with_backend
    called |= _called(configurations.directories.values())
    free = [one for one in live if one.directory not in called]
    top = configurations.directories.get("")
    is_module = top is not None and top.declares and bool(top.variables) and not top.providers
    started = [
        one for one in free
        if one.declares and (_is_started(one, files) or (_composes(one) and not is_module))
    ]  # fmt: skip
    return [] if _is_library(started, called, configurations) else started


def _is_started(one: Configuration, files: Files) -> bool:
    """It says where it runs, or is given values."""
    return bool(one.providers) or _has_values(one.directory, files)


def _composes(one: Configuration) -> bool:
    """It puts modules of this repository together that lie outside it; a module's own parts lie inside."""
    targets = [call.target for call in one.calls if call.target is not None]
    return one.directory != "" and any(
        is_module_folder(place) and not place.startswith(f"{one.directory}/") for place in targets
    )


def _is_library(started: Iterable[Configuration], called: set[str], configurations: Configurations) -> bool:
    """Many modules, and most of them nobody here uses."""
    modules = [one.directory for one in configurations.live() if is_module_folder(one.directory)]
    unused = [place for place in modules if place not in called]
    return len(unused) > MODULES_PER_ROOT * len(list(started)) and len(unused) * 2 > len(modules)


def _called(configurations: Iterable[Configuration]) -> set[str]:
    return {call.target for one in configurations for call in one.calls if call.target is not None}


def _run_by_others(files: Files) -> set[str]:
    """Directories that a terragrunt unit or a controller in the cluster runs."""
    objects = live_documents(files, "infra.contrib.fluxcd.io", kinds=("Terraform",))
    paths = {document.value("spec.path").removeprefix("./").strip("/") for _, document in objects}
    return sources_of(files) | paths


def stacks_of(root: Configuration, places: Iterable[str], settings: Settings) -> list[Stack]:
    """One stack, or one per environment when the directory is used with several variable files."""
    named = environment_of(root.directory)
    choices = {} if named else _below(root.directory, places, settings)
    if not named and not choices and _is_for_any(root, places):
        choices = _beside(root.directory, settings.variables)
    if len(choices) < 2:
        return [_stack(root, named or next(iter(choices), ""), "", places, settings)]
    return [
        _stack(root, name, f"{root.directory or '.'} ({name})", places, settings)
        for name in list(choices)[:MAX_ENVIRONMENTS]
    ]


def _below(directory: str, places: Iterable[str], settings: Settings) -> dict[str, str]:
    """environment -> its variables file, in or below the directory."""
    found = tfvars_environments(directory, settings.variables) or tfvars_environments(
        directory, settings.files
    )
    return {name: path for name, path in found.items() if not _inside_another(path, directory, places)}


def _beside(directory: str, variables: Iterable[str]) -> dict[str, str]:
    """environment -> its variables file, in a folder of such files beside the directory or one above it."""
    variables = list(variables)
    while directory:
        directory = folder(directory)
        for name in VARIABLE_FOLDERS:
            found = tfvars_environments(f"{directory}/{name}" if directory else name, variables)
            if len(found) > 1:
                return found
    return {}


def _is_for_any(root: Configuration, places: Iterable[str]) -> bool:
    """Its state's place comes from outside, and it does not stand among folders of one environment each."""
    backend = root.backend()
    beside = (place for place in places if folder(place) == folder(root.directory))
    return backend is not None and backend_of(*backend, ()).partial and not any(map(environment_of, beside))


def _stack(root: Configuration, env: str, name: str, places: Iterable[str], settings: Settings) -> Stack:
    found = root.backend()
    given: list[Given] = []
    if found:
        others = [place for place in places if place != root.directory]
        given = [*settings.for_directory(root.directory, env, others), *settings.commands]
    backend = backend_of(*found, given) if found else None
    return Stack(
        directory=root.directory,
        tool=flavour(root),
        at=backend.at if backend else root.first,
        name=name,
        environment=env,
        backend=backend,
    )


def flavour(root: Configuration) -> str:
    paths = [path for path, _ in root.settings] or [root.first.path]
    return "opentofu" if any(path.endswith((".tofu", ".tofu.json")) for path in paths) else "terraform"


def _inside_another(path: str, directory: str, places: Iterable[str]) -> bool:
    return any(
        path.startswith(f"{place}/")
        for place in places
        if place and place != directory and place.startswith(directory)
    )


def _has_values(directory: str, files: Files) -> bool:
    base = f"{directory}/" if directory else ""
    return files.has(f"{base}terraform.tfvars") or directory in files.once(_with_own_values)


def _with_own_values(files: Files) -> frozenset[str]:
    return frozenset(folder(path) for path in files.of(HclFile) if path.endswith(".auto.tfvars"))


def _settings(files: Files) -> Settings:
    """Settings that scripts pass to `init`, and files of settings."""
    given: list[Given] = []
    named: set[str] = set()
    for path, script in files.of(Script).items():
        for command in script.commands:
            if any("-backend-config" in word for word in command.words):
                given += settings_words(command.words, Source(path, command.line + 1))
                named |= settings_names(command.words)
    return Settings(settings_files(files, frozenset(named)), tuple(given), variable_files(files))
