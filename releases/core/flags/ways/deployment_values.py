"""Values that a Compose file, a Kubernetes manifest or an ECS task definition gives to flags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from maturity.core.syntax import yaml
from releases.core.flags import Found, Valued, Way, names, values
from releases.core.flags.data import parse_all

ENDS = (".yml", ".yaml", ".json")
VARIABLES = ("environment", "env", "Environment", "data", "environment_variables", "variables")
MOST = 500


def wants(path: str) -> bool:
    return path.endswith(ENDS) and names.is_ours(path)


def read(path: str, data: bytes) -> Found:
    every = {one.key: one for document in parse_all(path, data) for one in _valued(path, document)}
    return Found(valued=tuple(every.values())[:MOST])


def _valued(path: str, document: Any) -> Iterator[Valued]:
    nodes = yaml.walk(document) if isinstance(document, yaml.Mapping | yaml.Sequence) else ()
    for node in (one for one in nodes if isinstance(one, yaml.Mapping)):
        for name in VARIABLES:
            for key, line, text in _variables(node.get(name)):
                if names.is_variable(key):
                    value, note = _value(key, text)
                    yield Valued(key=key, path=path, line=line, value=value, note=note)


def _variables(node: Any) -> Iterator[tuple[str, int, yaml.Node | str | None]]:
    """A mapping; a list of `NAME=value`; a list of {name, value}."""
    if isinstance(node, yaml.Mapping):
        for key, value in node.items():
            yield key, node.key_lines.get(key, node.line), value
    for one in node if isinstance(node, yaml.Sequence) else ():
        if isinstance(one, yaml.Scalar):
            key, _, text = one.partition("=")
            yield key.strip(), one.line, text
        elif isinstance(one, yaml.Mapping):
            key = yaml.text(one.get("name")) or yaml.text(one.get("Name"))
            yield key, one.line, one.get("value", one.get("Value"))


def _value(key: str, node: Any) -> tuple[Any, str]:
    if not isinstance(node, str) or "${" in node or "{{" in node:
        return None, "computed"
    return values.shown(key, values.meant(node)), ""


WAY = Way(name="deployment_values", wants=wants, words=names.WORDS, read=read)
