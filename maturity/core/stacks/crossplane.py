"""Crossplane and the clouds' own controllers: cloud resources declared as Kubernetes objects."""

from __future__ import annotations

from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.readers._kinds import CLOUD_GROUPS
from maturity.core.readers.manifest import Manifests
from maturity.core.stacks._clusters import by_cluster, is_manifest_live

# packages, and the definitions they are made of: what others claim, and nothing by itself
_DEFINITIONS = ("pkg.crossplane.io", "apiextensions.crossplane.io", "meta.dev.upbound.io")


def stacks(files: Files) -> list[Stack]:
    found = [
        (path, document)
        for path, manifests in files.of(Manifests).items()
        for document in manifests.documents
        if document.group.endswith(CLOUD_GROUPS)
        and not document.group.endswith(_DEFINITIONS)
        and is_manifest_live(path, files)
    ]
    return by_cluster("crossplane", found, "the cluster keeps the state")
