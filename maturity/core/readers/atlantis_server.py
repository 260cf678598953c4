"""An Atlantis server run from here, and what its settings say about repositories."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from maturity.core.ci._tree import load
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Scalar, documents, mapping, text, walk

_IMAGE = re.compile(r"^(?:ghcr\.io/|docker\.io/)?runatlantis/atlantis(?:[:@].*)?$")
_CHART = re.compile(r"^(?:[\w.:/-]*/)?atlantis$")
_ALLOW = frozenset(
    {"orgallowlist", "orgwhitelist", "atlantis_repo_allowlist", "atlantis_repo_whitelist", "repo-allowlist"}
)


class AtlantisServer(Struct, frozen=True, kw_only=True):
    """`repositories`: what it may work on, "github.com/owner/name" or with `*`; empty = not told."""

    line: int
    repositories: tuple[str, ...] = ()
    policy: bool = False
    automerge: bool = False


def read(path: str, data: bytes) -> AtlantisServer | None:
    if b"atlantis" not in data:
        return None
    try:
        found = load(data)
    except ValueError:
        return None  # somebody else's template
    mappings = [node for document in found for node in walk(document) if isinstance(node, Mapping)]
    lines = [line for node in mappings for line in _runs(node)]
    if not lines:
        return None
    settings = dict(_settings(mappings))
    allowed = [one for name, value in settings.items() if name in _ALLOW for one in value.split(",")]
    return AtlantisServer(
        line=lines[0],
        repositories=tuple(one.strip() for one in [*allowed, *_configured(mappings)] if one.strip()),
        policy=settings.get("atlantis_enable_policy_checks") == "true",
        automerge=settings.get("atlantis_automerge") == "true",
    )


def wants(path: str) -> bool:
    """Folders and files are named after what they run, except where many services share one file."""
    name = path.rpartition("/")[2]
    return "atlantis" in path.lower() or name.startswith(("helmfile", "docker-compose", "compose."))


reader = Reader("atlantis_server", 1, AtlantisServer, wants, read, ends=YAML)


def _runs(node: Mapping) -> Iterator[int]:
    for key, value in node.items():
        if isinstance(value, Scalar) and key in {"chart", "image", "repository"}:
            pattern = _CHART if key == "chart" else _IMAGE
            if pattern.match(value):
                yield node.key_lines[key]


def _settings(mappings: list[Mapping]) -> Iterator[tuple[str, str]]:
    """`KEY: value`, and the `name: KEY, value: …` of a container."""
    for node in mappings:
        for key, value in node.items():
            if isinstance(value, Scalar):
                yield key.lower(), text(value)
        if "name" in node and isinstance(node.get("value"), Scalar):
            yield text(node["name"]).lower(), text(node["value"])


def _configured(mappings: list[Mapping]) -> Iterator[str]:
    """The ids of a server-side repository configuration kept as text in the chart's values."""
    for node in mappings:
        written = node.get("repoConfig")
        if isinstance(written, Scalar):
            try:
                inner = documents(written.encode())
            except ValueError:
                continue
            for document in inner:
                for entry in walk(document):
                    if isinstance(entry, Mapping) and "id" in entry:
                        yield text(mapping(entry).get("id"))
