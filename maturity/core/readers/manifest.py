"""Kubernetes-style manifests: what each document of a YAML file is, and the fields facts ask about."""

from __future__ import annotations

import re

from msgspec import Struct, field

from maturity.core.reader import YAML, Reader
from maturity.core.readers._kinds import WORKLOAD_WORDS, WORKLOADS, wanted
from maturity.core.readers._lines import text_of
from maturity.core.readers._yaml_path import pick
from maturity.core.syntax import yaml

MAX_DOCUMENTS = 500
MAX_NESTED = 2  # "{{ `{{ .path }}` }}" writes a template of the next program
_TEMPLATE = re.compile(rb"\{\{[^{}\n]*(?:\{\}[^{}\n]*){0,9}\}\}")
_STEERING = re.compile(rb"^[ \t]*\{\}[ \t]*$", re.MULTILINE)
_NOT_MANIFESTS = (".github/", ".circleci/", ".gitlab/", ".azuredevops/", ".buildkite/")
_SPLIT = re.compile(rb"^---(?:[ \t][^\n]*)?\r?$", re.MULTILINE)
_HEADER = re.compile(rb"^(apiVersion|kind):[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
_METADATA = re.compile(rb"^metadata:[ \t]*\r?\n((?:[ \t\r][^\n]*(?:\n|\Z)|\n)*)", re.MULTILINE)
_CHILD = re.compile(rb"^([ \t]+)([\w.-]+):[ \t]*[\"']?([^\"'#\r\n]*)", re.MULTILINE)
_ANCHOR = re.compile(r"^&\S+\s+")
_COUNTED = re.compile(
    rb"^[ \t]+(terminationGracePeriodSeconds):[ \t]*(\d+)[ \t]*\r?$|^[ \t]+(preStop):", re.MULTILINE
)


class Manifest(Struct, frozen=True, array_like=True):
    """One document. `fields`: the wanted paths that are there -> (text, line)."""

    api: str
    kind: str
    line: int
    name: str = ""
    namespace: str = ""
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def group(self) -> str:
        return self.api.rpartition("/")[0]

    def value(self, path: str) -> str:
        return self.fields[path][0] if path in self.fields else ""


class Manifests(Struct, frozen=True):
    documents: tuple[Manifest, ...]


def wants(path: str) -> bool:
    return not path.startswith(_NOT_MANIFESTS)


def read(path: str, data: bytes) -> Manifests | None:
    if b"apiVersion:" not in data or b"kind:" not in data:
        return None
    found = []
    start, line = 0, 1
    for split in [*_SPLIT.finditer(data), None]:
        end = split.start() if split else len(data)
        document = _document(data[start:end], line)
        if document:
            found.append(document)
        if split is None or len(found) >= MAX_DOCUMENTS:
            break
        line += data.count(b"\n", start, end)
        start = end + 3  # what follows the dashes on their line is a comment or a tag
    return Manifests(tuple(found)) if found else None


def _document(data: bytes, first_line: int) -> Manifest | None:
    header: dict[bytes, re.Match[bytes]] = {hit[1]: hit for hit in reversed(list(_HEADER.finditer(data)))}
    if len(header) < 2:
        return None
    api, kind = text_of(header[b"apiVersion"][2]), text_of(header[b"kind"][2])
    if api.startswith("kustomize.config.k8s.io/"):
        return None  # not an object: `kustomization` reads it
    line = first_line + data.count(b"\n", 0, header[b"kind"].start())
    names = _metadata(data)
    return Manifest(api, kind, line, names.get("name", ""), names.get("namespace", ""),
                    _fields(data, api, kind, first_line))  # fmt: skip


def _metadata(data: bytes) -> dict[str, str]:
    block = _METADATA.search(data)
    found: dict[str, str] = {}
    indent = b""
    for child in _CHILD.finditer(block[1]) if block else ():
        indent = indent or child[1]
        if child[1] == indent and child[2] in (b"name", b"namespace"):
            found.setdefault(child[2].decode(), _ANCHOR.sub("", text_of(child[3]).strip()))
    return found


def _fields(data: bytes, api: str, kind: str, first_line: int) -> dict[str, tuple[str, int]]:
    paths = wanted(api, kind)
    if not paths or (kind in WORKLOADS and not any(word in data for word in WORKLOAD_WORDS)):
        return {}
    try:
        node = yaml.documents(data)[0]
    except (ValueError, IndexError):
        if kind in WORKLOADS:
            return _templated(data, first_line)
        try:
            node = yaml.documents(_without_templates(data))[0]
        except (ValueError, IndexError):
            return {}
    hits = {path: pick(node, path) for path in paths}
    return {path: (hit[0], hit[1] + first_line - 1) for path, hit in hits.items() if hit}


def _templated(data: bytes, first_line: int) -> dict[str, tuple[str, int]]:
    """A chart's template is not YAML before it is rendered; literal lines still say what they say."""
    found = {}
    for hit in _COUNTED.finditer(data):
        name = (
            "spec.template.spec.terminationGracePeriodSeconds"
            if hit[1]
            else "spec.template.spec.containers.lifecycle.preStop"
        )
        found[name] = (
            text_of(hit[2] or b""),
            first_line + data.count(b"\n", 0, hit.start(1) if hit[1] else hit.start(3)),
        )
    return found


def _without_templates(data: bytes) -> bytes:
    """Lines kept: a line that only steers the template is empty, a value it fills in is `{}`."""
    for _ in range(MAX_NESTED):
        data = _TEMPLATE.sub(b"{}", data)
    return _STEERING.sub(b"", data)


reader = Reader("manifest", 2, Manifests, wants, read, ends=YAML)
