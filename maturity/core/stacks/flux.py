"""Flux: the cluster folders whose Kustomizations and releases a controller applies."""

from __future__ import annotations

from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.stacks._clusters import by_cluster, live_documents

KUSTOMIZE = "kustomize.toolkit.fluxcd.io"
HELM = "helm.toolkit.fluxcd.io"


def stacks(files: Files) -> list[Stack]:
    found = live_documents(files, KUSTOMIZE, kinds=("Kustomization",)) or live_documents(
        files, HELM, kinds=("HelmRelease",)
    )
    return by_cluster("flux", found, "the cluster keeps the state")
