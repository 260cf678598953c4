"""Values of a YAML node by dotted path, stepping through lists."""

from __future__ import annotations

from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence

MAX_ITEMS = 50
TEXT_LIMIT = 200


def pick(node: Node, path: str) -> tuple[str, int] | None:
    """(text, line) of what lies at `path`; the text of a mapping is "", of a list its scalars joined by ",".

    A list on the way is stepped through: the first item that has the rest of the path answers.
    """
    return _pick(node, path.split("."), 0)


def _pick(node: Node, keys: list[str], line: int) -> tuple[str, int] | None:
    if isinstance(node, Sequence) and keys:
        hits = (_pick(item, keys, line) for item in node[:MAX_ITEMS])
        return next((hit for hit in hits if hit is not None), None)
    if not keys:
        return _text(node), line or node.line
    if not isinstance(node, Mapping) or keys[0] not in node:
        return None
    return _pick(node[keys[0]], keys[1:], node.key_lines.get(keys[0], node.line))


def _text(node: Node) -> str:
    if isinstance(node, Scalar):
        return "" if node.is_null else str(node)[:TEXT_LIMIT]
    if isinstance(node, Sequence):
        return ",".join(str(item) for item in node[:MAX_ITEMS] if isinstance(item, Scalar))[:TEXT_LIMIT]
    return ""
