"""Terramate: every folder with a `stack` block; the code it generates is committed beside it."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.facts.configurations import text_of
from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._backends import backend_of
from maturity.core.stacks._places import environment_of, is_live
from maturity.core.syntax.hcl import Block

ENDS = (".tm.hcl", ".tm")


def stacks(files: Files) -> list[Stack]:
    content = {path: one for path, one in files.of(HclFile).items() if path.endswith((*ENDS, ".tf", ".tofu"))}
    return [
        _stack(path, block, content)
        for path, one in content.items() if path.endswith(ENDS) and is_live(path, files)
        for block in one.blocks if block.type == "stack"
    ]  # fmt: skip


def _stack(path: str, block: Block, content: dict[str, HclFile]) -> Stack:
    place = folder(path)
    inside = [(other, one) for other, one in content.items() if folder(other) == place]
    above = [
        (other, one)
        for other, one in content.items()
        if other.endswith(ENDS) and _is_above(folder(other), place)
    ]
    backend = next(_backends(inside), None) or next(_backends(above), None)
    resources = sum(sum(one.resources.values()) for _, one in inside)
    return Stack(
        directory=place,
        tool="terramate",
        at=Source(path, block.line),
        environment=environment_of(place),
        backend=backend,
        resources=resources,
        name=place or text_of(block, "name"),
    )


def _is_above(upper: str, lower: str) -> bool:
    return not upper or upper == lower or lower.startswith(f"{upper}/")


def _backends(content: list[tuple[str, HclFile]]) -> Iterator[Backend]:
    for path, one in content:
        for block in one.blocks:
            for inner in _inner(block, 4):
                if inner.type == "backend" or (
                    inner.type == "cloud" and block.type in ("terraform", "generate_hcl")
                ):
                    yield backend_of(path, inner, ())


def _inner(block: Block, depth: int) -> Iterator[Block]:
    for inner in block.blocks if block.type in ("terraform", "generate_hcl", "content") else ():
        yield inner
        if depth:
            yield from _inner(inner, depth - 1)
