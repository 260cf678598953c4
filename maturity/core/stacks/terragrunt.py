"""Terragrunt: units, with the backend that an included parent generates for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from maturity.core.facts.configurations import text_of
from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._backends import Given, backend_of, declared, entries
from maturity.core.stacks._places import environment_of
from maturity.core.stacks._units import UNIT, local_path, source_of, units_of
from maturity.core.syntax.hcl import Attribute, Block, parse

_ENTRY = re.compile(r"\w{1,60}\s*=\s*[\"\w]")
_BELOW = re.compile(r"\$\{\s{0,9}path_relative_to_include\(\)\s{0,9}\}")
ROOTS = ("root.hcl", UNIT, "terragrunt-root.hcl", "root-terragrunt.hcl")


Folders = Mapping[str, Sequence[tuple[str, HclFile]]]


def stacks(files: Files) -> list[Stack]:
    units = units_of(files)
    folders = _terraform_folders(files) if units else {}
    return [
        Stack(
            directory=folder(path),
            tool="terragrunt",
            at=Source(path),
            environment=environment_of(folder(path)),
            backend=_backend(path, content, files, folders),
            resources=_resources(folder(path), content, folders),
        )
        for path, content in units.items()
    ]


def _terraform_folders(files: Files) -> Folders:
    found: dict[str, list[tuple[str, HclFile]]] = {}
    for path, content in files.of(HclFile).items():
        if path.endswith((".tf", ".tofu")):
            found.setdefault(folder(path), []).append((path, content))
    return found


def _backend(path: str, content: HclFile, files: Files, folders: Folders) -> Backend | None:
    for place, one in [(path, content), *_included(path, content, files), *_parents(path, files)]:
        found = _remote_state(place, one, _below(path, place)) or _generated(place, one)
        if found:
            return found
    return _own(folders.get(folder(path), ()))


def _included(path: str, content: HclFile, files: Files) -> Iterator[tuple[str, HclFile]]:
    """Files that `include` names by a literal path."""
    for block in content.of("include"):
        found = block.attribute("path")
        target = local_path(folder(path), found.value.strip().strip('"')) if found else None
        one = files.get(target, HclFile) if target else None
        if target and one:
            yield target, one


def _parents(path: str, files: Files) -> Iterator[tuple[str, HclFile]]:
    """Configurations in the folders above, nearest first: what `find_in_parent_folders` finds."""
    place = folder(path)
    while place:
        place = folder(place)
        for name in ROOTS:
            above = f"{place}/{name}" if place else name
            content = files.get(above, HclFile) if above != path else None
            if content:
                yield above, content


def _below(path: str, included: str) -> str:
    """`path_relative_to_include()` of a unit; "." when it includes nothing."""
    unit, above = folder(path), folder(included)
    return unit[len(above) :].strip("/") or "." if above in ("", unit) or unit.startswith(f"{above}/") else ""


def _remote_state(path: str, content: HclFile, below: str) -> Backend | None:
    for block in content.blocks:
        if block.type == "remote_state":
            return _from_block(path, block, below)
    return None


def _from_block(path: str, block: Block, below: str) -> Backend:
    config = block.attribute("config")
    own = (
        [
            Given(one.name, _filled(one.value, below), Source(path, config.line + one.line - 1))
            for one in entries(config.value) or _any_entries(config.value)
        ]
        if config
        else []
    )
    own += [
        Given(one.name, _filled(one.value, below), Source(path, one.line))
        for inner in block.blocks
        for one in inner.attributes
    ]
    kind = block.attribute("backend")
    return declared(
        text_of(block, "backend") or "s3", Source(path, kind.line if kind else block.line), own, []
    )


def _filled(value: str, below: str) -> str:
    return _BELOW.sub(lambda _: below, value) if below else value


def _any_entries(value: str) -> list[Attribute]:
    """The entries of every object in `merge(…)`, for one cloud each."""
    lines = (line.strip().rstrip(",") for line in value.splitlines())
    return list(parse("\n".join(line for line in lines if _ENTRY.match(line))).attributes)


def _generated(path: str, content: HclFile) -> Backend | None:
    """A `generate` block writes a file; when that file has a backend, it is the unit's."""
    for block in content.blocks:
        for settings in block.of("terraform") if block.type == "generate" else ():
            for inner in settings.blocks:
                if inner.type in ("backend", "cloud"):
                    return backend_of(path, inner, ())
    return None


def _own(content: Iterable[tuple[str, HclFile]]) -> Backend | None:
    for path, one in content:
        for settings in one.blocks:
            for inner in settings.blocks if settings.type == "terraform" else ():
                if inner.type in ("backend", "cloud"):
                    return backend_of(path, inner, ())
    return None


def _resources(place: str, content: HclFile, folders: Folders) -> int:
    source = source_of(content)
    target = local_path(place, source) if source.startswith((".", "${get_repo_root()}")) else place
    return sum(sum(one.resources.values()) for _, one in folders.get(target or "", ()))
