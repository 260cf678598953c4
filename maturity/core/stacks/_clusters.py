"""Which folder of a GitOps repository stands for one cluster or environment."""

from __future__ import annotations

import re
from collections.abc import Iterable

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.manifest import Manifest, Manifests
from maturity.core.source import Source
from maturity.core.stacks._places import environment_of, is_live

_ROLE = re.compile(r"(?:^|/)roles/[^/]+/(?:templates|files)/")
# The folder below one of these is a cluster or an environment.
_PARENTS = frozenset({"clusters", "cluster", "environments", "envs", "env", "overlays", "stages"})
# Folders that sort things inside a cluster: the cluster is what holds them.
_INSIDE = frozenset({
    "apps", "app", "applications", "application", "applicationsets", "appsets", "bootstrap", "argocd",
    "argo-cd", "argo", "flux", "flux-system", "infrastructure", "infra", "base", "bases", "manifests",
    "components", "core", "system", "charts", "projects", "resources", "templates", "config", "configs",
    "cluster", "kustomizations", "helmreleases", "releases", "workloads", "services", "platform",
    "addons", "argocd-apps", "dist",
})  # fmt: skip


def cluster_of(path: str) -> str:
    """The folder of the cluster or environment a manifest belongs to, "" the top of the repository."""
    segments = folder(path).split("/")
    for index, segment in enumerate(segments[:-1]):
        if segment in _PARENTS:
            return "/".join(segments[: index + (1 if segments[index + 1] in _INSIDE else 2)])
    for index, segment in enumerate(segments):
        if segment in _INSIDE or segment in _PARENTS:
            return "/".join(segments[:index])
    return segments[0]


def live_documents(files: Files, *groups: str, kinds: Iterable[str] = ()) -> list[tuple[str, Manifest]]:
    """Documents of these API groups (and kinds, when given) outside samples."""
    wanted = frozenset(kinds)
    return [
        (path, document)
        for path, manifests in files.of(Manifests).items()
        for document in manifests.documents
        if document.group in groups
        and (not wanted or document.kind in wanted)
        and is_manifest_live(path, files)
    ]


def is_manifest_live(path: str, files: Files) -> bool:
    """A chart's `templates` folder is no sample; what lies in an Ansible role is material for its tasks."""
    return _ROLE.search(path) is None and is_live(path, files, allowed=("templates",))


def by_cluster(tool: str, documents: Iterable[tuple[str, Manifest]], note: str) -> list[Stack]:
    """One stack per cluster folder, where its first object is written."""
    counted: dict[str, list[Source]] = {}
    for path, document in documents:
        counted.setdefault(cluster_of(path), []).append(Source(path, document.line))
    return [
        Stack(
            directory=place, tool=tool, at=sources[0], name=place or tool, environment=environment_of(place),
            backend=Backend("inherent", sources[0], note=note), resources=len(sources),
        )
        for place, sources in counted.items()
    ]  # fmt: skip
