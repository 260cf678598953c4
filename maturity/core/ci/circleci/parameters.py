"""`<< parameters.x >>`: values given, defaults declared, whole steps included."""

from __future__ import annotations

import re

from maturity.core.ci._tree import mapping_of, scalar, sequence
from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence, mapping

MAX_PARTS = 500  # in one text
_WHOLE = re.compile(r"\s*<<\s{0,9}([\w.-]{1,200})\s{0,9}>>\s*")
_PART = re.compile(r"<<\s{0,9}([\w.-]{1,200})\s{0,9}>>")


def name_in(node: Node | None) -> str:
    """ "pipeline.git.branch" of "<< pipeline.git.branch >>"; "" for anything else."""
    found = _WHOLE.fullmatch(node) if isinstance(node, Scalar) else None
    return found[1] if found else ""


def declared(node: Node | None) -> dict[str, Node]:
    """The defaults of a `parameters:` block; a parameter without one is left out."""
    return {
        name: mapping(value)["default"]
        for name, value in mapping(node).items()
        if "default" in mapping(value)
    }


class Given:
    """The values expressions may name. `left` bounds how much replacing can grow a file."""

    def __init__(self, values: dict[str, Node], budget: list[int] | None = None) -> None:
        self._values = values
        self._budget = budget if budget is not None else [50_000]

    def inside(self, defaults: dict[str, Node], given: Mapping) -> Given:
        """The values in a job or command: its defaults, what the call gives, and those of the pipeline."""
        values = {name: value for name, value in self._values.items() if name.startswith("pipeline.")}
        own = {**defaults, **{name: self.replaced(value) for name, value in given.items()}}
        return Given({**values, **{f"parameters.{name}": value for name, value in own.items()}}, self._budget)

    def spend(self) -> bool:
        """Whether there is room for another step: commands that call commands multiply."""
        self._budget[0] -= 1
        return self._budget[0] >= 0

    def value(self, node: Node) -> Node | None:
        """What a node says; None when it names something only the run knows."""
        found = self.replaced(node)
        return None if isinstance(found, Scalar) and "<<" in found else found

    def replaced(self, node: Node) -> Node:
        self._budget[0] -= 1
        if self._budget[0] < 0:
            return node
        if isinstance(node, Scalar):
            return self._text(node) if "<<" in node else node
        if isinstance(node, Sequence):
            return sequence([self.replaced(child) for child in node], node.line, node.tag)
        result = mapping_of({key: self.replaced(value) for key, value in node.items()}, node.line, node.tag)
        result.key_lines.update(node.key_lines)
        return result

    def _text(self, node: Scalar) -> Node:
        whole = name_in(node)
        if whole:
            return self._values.get(whole, node)
        written = _PART.sub(self._part, node) if node.count("<<") < MAX_PARTS else node
        self._budget[0] -= len(written) // 50
        return scalar(written, node.line, node.tag, node.first_line, plain=node.plain)

    def _part(self, found: re.Match[str]) -> str:
        value = self._values.get(found[1])
        return str(value)[:2_000] if isinstance(value, Scalar) else found[0]
