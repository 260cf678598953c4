"""Pulumi.yaml, Pulumi.<stack>.yaml and PulumiPolicy.yaml."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import base_name
from maturity.core.syntax import yaml

_PROJECT = frozenset({"Pulumi.yaml", "Pulumi.yml"})
_POLICY = frozenset({"PulumiPolicy.yaml", "PulumiPolicy.yml"})


class PulumiFile(Struct, frozen=True, kw_only=True):
    """Of whatever role (see `role_of`).

    name     of a project
    runtime  "python", "nodejs", "go", "yaml", "dotnet", …
    main     where the program is, from the file's folder
    backend  url of a backend the project names itself ("s3://…"), "" = whoever is logged in decides
    config   keys of the stack's configuration
    """

    name: str = ""
    runtime: str = ""
    main: str = ""
    backend: str = ""
    line: int = 1
    backend_line: int = 1
    resources: int = 0
    config: tuple[str, ...] = ()


def wants(path: str) -> bool:
    return role_of(path) != ""


def role_of(path: str) -> str:
    """ "project", "stack" or "policy": the name alone tells, and equal files may have different roles."""
    name = base_name(path)
    if name in _PROJECT:
        return "project"
    if name in _POLICY:
        return "policy"
    return "stack" if name.startswith("Pulumi.") else ""


def stack_name(path: str) -> str:
    return base_name(path).removeprefix("Pulumi.").rpartition(".")[0]


def read(path: str, data: bytes) -> PulumiFile | None:
    documents = yaml.documents(data)
    top = yaml.mapping(documents[0] if documents else None)
    runtime = top.get("runtime")
    backend = yaml.mapping(top.get("backend"))
    return PulumiFile(
        name=yaml.text(top.get("name")),
        runtime=yaml.text(runtime) or yaml.text(yaml.mapping(runtime).get("name")),
        main=yaml.text(top.get("main")),
        backend=yaml.text(backend.get("url")),
        line=top.key_lines.get("runtime", 1),
        backend_line=backend.key_lines.get("url", 1),
        resources=len(yaml.mapping(top.get("resources"))),
        config=tuple(sorted(str(key) for key in yaml.mapping(top.get("config"))))[:200],
    )


reader = Reader("pulumi", 1, PulumiFile, wants, read, ends=YAML)
