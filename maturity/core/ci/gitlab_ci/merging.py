"""One configuration out of `.gitlab-ci.yml` and everything it includes, as GitLab merges it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from maturity.core.ci._tree import Places, mapping_of, pack, scalar, sequence, unpack
from maturity.core.files import Files
from maturity.core.linking.globs import matches
from maturity.core.pipeline import Workflow
from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence, items, mapping, strings, text

MAX_FILES = 150
MAX_HOPS = 10
MAX_REFERENCED = 20_000
_INPUT = re.compile(r"\$\[\[\s{0,9}inputs\.([\w-]{1,64})[^\]]{0,100}\]\]")


class GitLabPipeline(Workflow, frozen=True, kw_only=True):
    """A configuration as written: what runs is known only once its includes are merged in."""

    body: list[Any]


class Outside(NamedTuple):
    """An include that lies elsewhere: "template:…", "component:…", "project:…", "remote:…"."""

    ref: str
    line: int
    inputs: dict[str, str]


class Merged(NamedTuple):
    body: Mapping
    places: Places
    outside: list[Outside]


def merged(path: str, files: Files) -> Merged | None:
    """`path` with its includes; None when it is not a configuration."""
    loader = _Loader(files)
    body = loader.file(path, {}, ())
    return None if body is None else Merged(body, loader.places, loader.outside)


class _Loader:
    def __init__(self, files: Files) -> None:
        self.places = Places()
        self.outside: list[Outside] = []
        self._files = files
        self._read = 0

    def file(self, path: str, given: dict[str, str], opened: tuple[str, ...]) -> Mapping | None:
        pipeline = self._files.get(path, GitLabPipeline)
        if pipeline is None or path in opened or len(opened) > MAX_HOPS or self._read >= MAX_FILES:
            return None
        self._read += 1
        packed = _with_inputs(pipeline.body, {**pipeline.inputs, **given})
        own = mapping(unpack(packed, self.places.add(path)))
        base = mapping_of({}, own.line)
        for include in items(own.get("include")):
            for part in self._include(include, (*opened, path)):
                base = deep_merge(base, part)
        return deep_merge(base, own)

    def _include(self, include: Node, opened: tuple[str, ...]) -> list[Mapping]:
        entry = mapping(include)
        inputs = {key: text(value) for key, value in mapping(entry.get("inputs")).items()}
        local = text(include) if isinstance(include, Scalar) else text(entry.get("local"))
        if local and "://" not in local:
            found = self._local(local)
            if found:
                return [body for path in found if (body := self.file(path, inputs, opened)) is not None]
            self.outside.append(Outside(f"local:{local}", include.line, inputs))
            return []
        for ref in [f"remote:{local}"] if local else _named(entry):
            self.outside.append(Outside(ref, include.line, inputs))
        return []

    def _local(self, written: str) -> list[str]:
        name = written.lstrip("/").removeprefix("./")
        if "*" in name:
            return [path for path in self._files.paths if matches(name, path)][:MAX_FILES]
        return [name] if self._files.has(name) else []


def _named(entry: Mapping) -> list[str]:
    if "project" in entry:
        return [
            f"project:{text(entry['project'])}/{name.lstrip('/')}"
            for name in strings(entry.get("file")) or [""]
        ]
    return [f"{kind}:{text(entry[kind])}" for kind in ("template", "component", "remote") if kind in entry]


def _with_inputs(packed: list[Any], given: dict[str, str]) -> list[Any]:
    """`$[[ inputs.x ]]` replaced in every text."""
    if not given:
        return packed
    if packed[0] == 0:
        replaced = (
            _INPUT.sub(lambda found: given.get(found[1]) or found[0], packed[5])
            if "$[[" in packed[5]
            else packed[5]
        )
        return [*packed[:5], replaced]
    if packed[0] == 1:
        return [*packed[:3], [_with_inputs(child, given) for child in packed[3]]]
    pairs = [
        [_INPUT.sub(lambda found: given.get(found[1]) or found[0], key), line, _with_inputs(value, given)]
        for key, line, value in packed[3]
    ]
    return [*packed[:3], pairs]


def deep_merge(base: Mapping, over: Mapping) -> Mapping:
    """Mappings merge, everything else is replaced by `over`."""
    result = mapping_of({}, over.line, over.tag)
    for source in (base, over):
        for key, value in source.items():
            known = result.get(key)
            both = isinstance(known, Mapping) and isinstance(value, Mapping)
            result[key] = deep_merge(mapping(known), mapping(value)) if both else value
            result.key_lines[key] = source.key_lines.get(key, value.line)
    return result


class Extender:
    """`extends` and `!reference` of one merged configuration."""

    def __init__(self, body: Mapping) -> None:
        self._body = body
        self._left = MAX_REFERENCED
        self._done: dict[str, tuple[Mapping, tuple[str, ...]]] = {}

    def job(self, name: str, opened: tuple[str, ...] = ()) -> tuple[Mapping, tuple[str, ...]]:
        """The job with what it extends, references replaced, and the names it extends that lie elsewhere."""
        if name in self._done:
            return self._done[name]
        own = mapping(self._body.get(name))
        result, missing = mapping_of({}, own.line), []
        for parent in strings(own.get("extends"))[:20]:
            if parent not in self._body:
                missing.append(parent)
            elif parent not in opened and len(opened) <= MAX_HOPS:
                inherited, further = self.job(parent, (*opened, name))
                result = deep_merge(result, inherited)
                missing += further
        own = deep_merge(result, own)
        self._done[name] = mapping(self.dereferenced(own)), tuple(missing)
        return self._done[name]

    def dereferenced(self, node: Node, hops: int = 0) -> Node:
        """The node with every `!reference [job, key]` replaced by what it names."""
        self._left -= 1
        if isinstance(node, Scalar) or self._left < 0 or hops > MAX_HOPS:
            return node
        if isinstance(node, Mapping):
            result = mapping_of(
                {key: self.dereferenced(value, hops) for key, value in node.items()}, node.line
            )
            result.key_lines.update(node.key_lines)
            return result
        if node.tag == "!reference":
            target = self._target(strings(node))
            return (
                scalar("", node.line, plain=True) if target is None else self.dereferenced(target, hops + 1)
            )
        return sequence(self._flat(node, hops), node.line, node.tag)

    def _flat(self, node: Sequence, hops: int) -> list[Node]:
        children: list[Node] = []
        for child in node:
            found = self.dereferenced(child, hops)
            spread = isinstance(child, Sequence) and child.tag == "!reference" and isinstance(found, Sequence)
            children += found if spread and isinstance(found, Sequence) else [found]
        return children

    def _target(self, keys: list[str]) -> Node | None:
        node: Node | None = self._body
        for key in keys:
            node = mapping(node).get(key)
        return node


def read_body(document: Mapping) -> list[Any]:
    return pack(document)
