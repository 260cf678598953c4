"""Argo CD: the cluster folders whose Applications a controller applies."""

from __future__ import annotations

from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.stacks._clusters import by_cluster, live_documents

GROUP = "argoproj.io"
KINDS = ("Application", "ApplicationSet")


def stacks(files: Files) -> list[Stack]:
    return by_cluster("argocd", live_documents(files, GROUP, kinds=KINDS), "the cluster keeps the state")
