"""Terragrunt's units, and the directories they use as modules."""

from __future__ import annotations

from maturity.core.files import Files
from maturity.core.paths import folder, join
from maturity.core.readers.hcl import HclFile
from maturity.core.stacks._places import is_live

UNIT = "terragrunt.hcl"
STACK = "terragrunt.stack.hcl"


def units_of(files: Files) -> dict[str, HclFile]:
    """Files that are run: they name a source, include a parent, or lie beside .tf files."""
    found = {}
    for path, content in files.of(HclFile).items():
        name = path.rpartition("/")[2]
        if name not in (UNIT, STACK) or not is_live(path, files):
            continue
        if name == STACK or source_of(content) or any(block.type == "include" for block in content.blocks):
            found[path] = content
    return found


def sources_of(files: Files) -> set[str]:
    """The directories that units and shared files use as their module."""
    every = files.of(HclFile).items()
    return {
        target for path, content in every if path.endswith(".hcl") for target in targets_of(path, content)
    }


def targets_of(path: str, content: HclFile) -> set[str]:
    """The local directories one file names as its source; several when an expression chooses."""
    parts = source_of(content).split('"')
    written = (part for part in parts if part.startswith(("../", "./", "${get_repo_root()}")))
    found = (local_path(folder(path), part) for part in written)
    return {target for target in found if target is not None}


def local_path(place: str, source: str) -> str | None:
    if source.startswith("${get_repo_root()}"):
        return join("", source.removeprefix("${get_repo_root()}").replace("//", "/").lstrip("/"))
    return join(place, source.replace("//", "/")) if "${" not in source and "(" not in source else None


def source_of(content: HclFile) -> str:
    """The text of `terraform { source = … }`, expression or not."""
    for block in content.blocks:
        if block.type == "terraform" and (found := block.attribute("source")):
            return (
                found.value.strip().removeprefix('"').removesuffix('"')
                if "?" not in found.value
                else found.value
            )
    return ""
