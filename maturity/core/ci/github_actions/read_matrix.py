"""`strategy.matrix` as written."""

from __future__ import annotations

from maturity.core.ci.github_actions.shape import Matrix
from maturity.core.syntax import yaml
from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence

MAX_AXES = 16
MAX_VALUES = 256
MAX_KEYS = 64


def read_matrix(node: Node | None) -> Matrix | None:
    if isinstance(node, Scalar):
        return Matrix(whole=str(node)) if "${{" in node else None
    if not isinstance(node, Mapping):
        return None
    axes: dict[str, tuple[dict[str, str], ...]] = {}
    computed: dict[str, str] = {}
    entries: dict[str, tuple[dict[str, str], ...]] = {}
    for axis, values in list(node.items())[: MAX_AXES + 2]:
        if isinstance(values, Scalar):
            computed[axis] = str(values)
        elif isinstance(values, Sequence) and axis in {"include", "exclude"}:
            entries[axis] = tuple(_entry(one) for one in values[:MAX_VALUES])
        elif isinstance(values, Sequence):
            axes[axis] = tuple(_flat(axis, one) for one in values[:MAX_VALUES])
    include, exclude = entries.get("include", ()), entries.get("exclude", ())
    return Matrix(axes=axes, include=include, exclude=exclude, computed=computed)


def _entry(node: Node) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in list(yaml.mapping(node).items())[:MAX_KEYS]:
        flat.update(_flat(key, value))
    return flat


def _flat(name: str, node: Node, depth: int = 0) -> dict[str, str]:
    """One value under dotted names; what is nested deeper than three levels is left out."""
    if isinstance(node, Scalar):
        return {name: yaml.text(node)}
    flat: dict[str, str] = {}
    if depth < 3:
        pairs = node.items() if isinstance(node, Mapping) else ((str(at), one) for at, one in enumerate(node))
        for key, value in list(pairs)[:MAX_KEYS]:
            flat.update(_flat(f"{name}.{key}", value, depth + 1))
    return flat
