"""YAML that is safe to walk, and that can be kept and joined with the YAML of other files.

Aliases multiply: ten levels of ten are ten thousand million nodes, and a node may contain
itself. `load` refuses such files, so that everything after it may simply recurse.
"""

from __future__ import annotations

from typing import Any

from maturity.core.source import Source
from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence, documents

MAX_NODES = 100_000
_TEXT_OF_A_NODE = 200  # so much text weighs as much as a node
MAX_DEPTH = 100
_LINES_OF_A_FILE = 1 << 20


def load(data: bytes) -> list[Node]:
    """The documents of a file. ValueError when it is not YAML, or would expand without end."""
    found = documents(data)
    known: dict[int, tuple[int, int]] = {}
    sizes = [_size(document, known, MAX_DEPTH) for document in found]
    if sum(size for size, _ in sizes) > MAX_NODES:
        raise ValueError(f"The aliases of the file expand to more than {MAX_NODES:,} nodes.")
    return found


def first_mapping(data: bytes) -> Mapping | None:
    """The first document that is a mapping; None when the file has none."""
    return next((node for node in load(data) if isinstance(node, Mapping)), None)


def _size(node: Node, known: dict[int, tuple[int, int]], depth: int) -> tuple[int, int]:
    """How many nodes it expands to, and how deep. Only a node that contains itself gets to depth 0."""
    if isinstance(node, Scalar):
        return 1 + len(node) // _TEXT_OF_A_NODE, 1
    if id(node) in known:
        return known[id(node)]
    inside = node.values() if isinstance(node, Mapping) else node
    measured = [_size(child, known, depth - 1) for child in inside] if depth else []
    height = 1 + max((height for _, height in measured), default=0)
    if not depth or height > MAX_DEPTH:
        raise ValueError(f"Line {node.line}: aliases nest more than {MAX_DEPTH} levels deep.")
    known[id(node)] = 1 + sum(size for size, _ in measured), height
    return known[id(node)]


def pack(node: Node) -> list[Any]:
    """The node as plain lists, to be kept with the facts of a file."""
    if isinstance(node, Scalar):
        return [0, node.line, node.tag, node.first_line, node.plain, str(node)]
    if isinstance(node, Sequence):
        return [1, node.line, node.tag, [pack(child) for child in node]]
    pairs = [[key, node.key_lines.get(key, node.line), pack(value)] for key, value in node.items()]
    return [2, node.line, node.tag, pairs]


def unpack(packed: list[Any], offset: int = 0) -> Node:
    """The node again, its lines raised by `offset`."""
    if packed[0] == 0:
        return scalar(packed[5], packed[1] + offset, packed[2], packed[3] + offset, plain=packed[4])
    if packed[0] == 1:
        return sequence([unpack(child, offset) for child in packed[3]], packed[1] + offset, packed[2])
    node = mapping_of({}, packed[1] + offset, packed[2])
    for key, line, value in packed[3]:
        node[key] = unpack(value, offset)
        node.key_lines[key] = line + offset
    return node


def scalar(
    text: str, line: int, tag: str | None = None, first_line: int = 0, *, plain: bool = False
) -> Scalar:
    node = Scalar(text)
    node.line, node.tag, node.first_line, node.plain = line, tag, first_line or line, plain
    return node


def sequence(children: list[Node], line: int, tag: str | None = None) -> Sequence:
    node = Sequence(children)
    node.line, node.tag = line, tag
    return node


def mapping_of(pairs: dict[str, Node], line: int, tag: str | None = None) -> Mapping:
    node = Mapping(pairs)
    node.line, node.tag, node.key_lines = line, tag, {key: value.line for key, value in pairs.items()}
    return node


def key_line(node: Mapping, key: str) -> int:
    return node.key_lines.get(key, node.line)


class Places:
    """Lines of many files in one numbering: file n begins at n times a million."""

    def __init__(self) -> None:
        self._paths: list[str] = []

    def add(self, path: str) -> int:
        """The offset for the lines of a further file."""
        self._paths.append(path)
        return (len(self._paths) - 1) * _LINES_OF_A_FILE

    def find(self, line: int) -> Source:
        number, own = divmod(line, _LINES_OF_A_FILE)
        return Source(self._paths[number], own)
