"""What public actions, tasks, orbs, templates and hooks do: one table per platform, found by folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from msgspec import Struct

from maturity.core import registry
from maturity.core.known._row import Row
from maturity.core.tools._deed import Deed

MAX_REF = 300
_VERSION = re.compile(r"@[^#]*")
_DISTINCTIVE = re.compile(
    r"checkov|tfsec|trivy|kics|terrascan|tflint|infracost|digger|atmos|terragrunt|tf-via-pr|mega-?linter|super-linter"
    r"|flux-local|argocd-diff|conftest|cfn|kubeconform|kubeval|kube-linter|tfcmt|tfnotify|sticky-pull-request|kyverno"
)


class Table(Struct, frozen=True):
    exact: dict[str, Row]
    patterns: tuple[tuple[str, Row], ...]
    by_repository: dict[str, Row]  # distinctive names, for forks


@cache
def table() -> Table:
    """Every row of every file, by the names it stands for."""
    rows: list[Row] = [row for rows in registry.load("maturity.core.known", "ROWS") for row in rows]
    named = [(name.lower(), row) for row in rows for name in row.names]
    exact = {name: row for name, row in named if "*" not in name}
    patterns = tuple((name, row) for name, row in named if "*" in name)
    forks = {
        name.partition("/")[2]: row
        for name, row in exact.items()
        if ":" not in name and _DISTINCTIVE.search(name.partition("/")[2])
    }
    return Table(exact, patterns, forks)


@lru_cache(maxsize=4096)
def row_of(ref: str) -> Row | None:
    """The row of "owner/name/sub@v1", "task:TerraformTaskV4@4", "orb:…"; None when not known.

    The version is ignored. A fork under another owner is known by its name, when that name
    can only be the known one's.
    """
    if len(ref) > MAX_REF:
        return None
    name = _VERSION.sub("", ref).strip().strip("/").lower()
    tables = table()
    if name in tables.exact:
        return tables.exact[name]
    for pattern, row in tables.patterns:
        if fnmatchcase(name, pattern):
            return row
    return None if ":" in name else tables.by_repository.get(name.partition("/")[2])


def deeds_of(ref: str, inputs: Mapping[str, str], env: Mapping[str, str] | None = None) -> list[Deed] | None:
    """What using it with these inputs does; None when it is not known, [] when nothing of interest."""
    row = row_of(ref)
    version = ref.partition("@")[2] or ref.rpartition(":")[2]
    return None if row is None else row.deeds({**inputs, "@": version}, env or {})
