"""YAML as nodes that know their line, built from parser events with limits, so no file can stall or crash us.

Text stays text ("on", "no", "1"), tags stay names ("!reference"), an alias is the very
node its anchor names: never expanded, so a node may contain itself. The helpers below
do not descend; `walk` visits every node once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from yaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)
from yaml._yaml import CParser

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_EVENTS = 200_000
_NULL = frozenset({"", "~", "null", "Null", "NULL"})

Node: TypeAlias = "Scalar | Sequence | Mapping"


class Scalar(str):
    """One value as written. `plain`: not quoted, not a block. `first_line`: where its text begins."""

    __slots__ = ("first_line", "line", "plain", "tag")
    line: int
    first_line: int
    tag: str | None
    plain: bool

    @property
    def is_null(self) -> bool:
        return self.plain and self in _NULL


class Sequence(list[Node]):
    __slots__ = ("line", "tag")
    line: int
    tag: str | None

    def __repr__(self) -> str:
        return f"<list of {len(self)} on line {self.line}>"


class Mapping(dict[str, Node]):
    """`<<` is merged in, own keys win; of equal keys the last wins; other keys than scalars are left out."""

    __slots__ = ("key_lines", "line", "tag")
    line: int
    tag: str | None
    key_lines: dict[str, int]

    def __repr__(self) -> str:
        """Short, because shared nodes written out in full can be without end."""
        return f"<mapping of {', '.join(list(self)[:5])} on line {self.line}>"


def documents(
    data: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH, max_events: int = MAX_EVENTS
) -> list[Node]:
    """Every document of a stream. Raises ValueError("one clear sentence, with the line")."""
    if len(data) > max_bytes:
        raise ValueError(f"The file is larger than {max_bytes:,} bytes.")
    builder = _Builder(max_depth, max_events)
    try:
        parser = CParser(data)
        while parser.check_event():
            builder.take(parser.get_event())
    except YAMLError as error:
        raise ValueError(_sentence(error, data)) from None
    except UnicodeError:
        raise ValueError("Line 1: the text is not valid Unicode.") from None
    return builder.documents


def text(node: Node | None, default: str = "") -> str:
    """The text of a scalar; `default` for null, nothing, and everything else."""
    return str(node) if isinstance(node, Scalar) and not node.is_null else default


def strings(node: Node | None) -> list[str]:
    """The texts of a list of scalars, or of one scalar."""
    return [str(item) for item in items(node) if isinstance(item, Scalar) and not item.is_null]


def mapping(node: Node | None) -> Mapping:
    """The node when it is a mapping, else an empty one."""
    return node if isinstance(node, Mapping) else _new_mapping(node.line if node is not None else 1, None)


def items(node: Node | None) -> list[Node]:
    """The nodes of a list; a single node counts as a list of one, null and nothing as an empty one."""
    if isinstance(node, Sequence):
        return node
    return [] if node is None or (isinstance(node, Scalar) and node.is_null) else [node]


def walk(*roots: Node) -> Iterator[Node]:
    """Every node below, each once, in the order written, however often it is aliased."""
    seen: set[int] = set()
    waiting: list[Node] = list(reversed(roots))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            yield node
            inside = list(node.values()) if isinstance(node, Mapping) else list(node)
            waiting += reversed(inside)


class _Builder:
    """Nodes out of events. A mapping collects keys and values in one flat list until it ends."""

    def __init__(self, max_depth: int, max_events: int) -> None:
        self.documents: list[Node] = []
        self._max_depth = max_depth
        self._max_events = max_events
        self._left = max_events
        self._anchors: dict[str, Node] = {}
        self._open: list[tuple[Mapping | Sequence, list[Node]]] = []
        self._into: list[Node] = self.documents

    def take(self, event: Any) -> None:
        kind = event.__class__
        self._spend(1)
        if kind is ScalarEvent:
            self._add(_scalar(event), event)
        elif kind is MappingStartEvent:
            self._start(_new_mapping(event.start_mark.line + 1, event.tag), [], event)
        elif kind is SequenceStartEvent:
            sequence = Sequence()
            sequence.line, sequence.tag = event.start_mark.line + 1, event.tag
            self._start(sequence, sequence, event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._end()
        elif kind is AliasEvent:
            self._alias(event)

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise ValueError(f"The file has more than {self._max_events:,} YAML nodes.")

    def _add(self, node: Node, event: Any) -> None:
        if event.anchor:
            self._anchors[event.anchor] = node
        self._into.append(node)

    def _start(self, node: Mapping | Sequence, content: list[Node], event: Any) -> None:
        if len(self._open) >= self._max_depth:
            raise ValueError(f"Line {node.line}: nested more than {self._max_depth} levels deep.")
        self._add(node, event)
        self._open.append((node, content))
        self._into = content

    def _end(self) -> None:
        node, content = self._open.pop()
        if isinstance(node, Mapping):
            self._fill(node, content)
        self._into = self._open[-1][1] if self._open else self.documents

    def _alias(self, event: Any) -> None:
        node = self._anchors.get(event.anchor)
        if node is None:
            line, name = event.start_mark.line + 1, event.anchor[:60]
            raise ValueError(f"Line {line}: the alias *{name} names no anchor.")
        self._into.append(node)

    def _fill(self, node: Mapping, content: list[Node]) -> None:
        pairs = list(zip(content[::2], content[1::2], strict=False))
        for key, value in pairs:
            if isinstance(key, Scalar):
                node[str(key)] = value
                node.key_lines[str(key)] = key.line
        if "<<" in node and any(isinstance(item, Mapping) for item in items(node["<<"])):
            self._merge(node)

    def _merge(self, node: Mapping) -> None:
        """Earlier mappings of a list win. Copied keys count against the limit, because merging multiplies."""
        del node.key_lines["<<"]
        for other in items(node.pop("<<")):
            if isinstance(other, Mapping):
                self._spend(len(other))
                for key, value in other.items():
                    if key not in node:
                        node[key] = value
                        node.key_lines[key] = other.key_lines.get(key, other.line)


def _scalar(event: Any) -> Scalar:
    scalar = Scalar(event.value)
    scalar.line = event.start_mark.line + 1
    scalar.first_line = scalar.line + 1 if event.style in ("|", ">") else scalar.line
    scalar.tag = event.tag
    scalar.plain = not event.style
    return scalar


def _new_mapping(line: int, tag: str | None) -> Mapping:
    node = Mapping()
    node.line, node.tag, node.key_lines = line, tag, {}
    return node


def _sentence(error: YAMLError, data: bytes) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not valid YAML"
    position = getattr(error, "position", None)
    if mark is not None:
        line = mark.line + 1
    else:
        line = data.count(b"\n", 0, position) + 1 if isinstance(position, int) else 1
    return f"Line {line}: {problem}."
