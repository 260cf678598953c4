"""Plain manifests and kustomize overlays that no controller in this repository applies."""

from __future__ import annotations

from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.chart import Chart
from maturity.core.readers.hcl import HclFile
from maturity.core.readers.kustomization import KustomizeFile
from maturity.core.readers.manifest import Manifest, Manifests
from maturity.core.stacks._clusters import by_cluster, is_manifest_live
from maturity.core.stacks._places import belongs_to, nearest

_WORKLOADS = frozenset({
    "Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Service", "Ingress", "HTTPRoute",
    "Namespace", "Rollout", "ConfigMap", "Secret", "ExternalSecret",
})  # fmt: skip


def stacks(files: Files) -> list[Stack]:
    charts = {folder(path) for path in files.of(Chart)}
    inputs = frozenset(folder(path) for path in files.of(HclFile))
    found = [
        (path, document)
        for path, manifests in files.of(Manifests).items()
        for document in manifests.documents
        if document.kind in _WORKLOADS
        and is_manifest_live(path, files)
        and nearest(charts, path) is None
        and not belongs_to(path, inputs)
    ]
    return by_cluster("kubernetes", found or _fetched(files), "the cluster keeps the state")


def _fetched(files: Files) -> list[tuple[str, Manifest]]:
    """Where no manifests lie here, the kustomizations that gather them from elsewhere declare the state."""
    return [
        (path, Manifest("kustomize.config.k8s.io", "Kustomization", one.fetches))
        for path, one in files.of(KustomizeFile).items()
        if one.fetches and is_manifest_live(path, files)
    ]
