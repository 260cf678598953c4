"""Applies that change nothing that lasts: into a cluster of the job's own, or that pull requests run too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from maturity.core.linking.done import Done
from maturity.core.pipeline import Act, Event, Step

_MAKES_A_CLUSTER = frozenset({
    "helm/kind-action", "engineerd/setup-kind", "container-tools/kind-action", "absaoss/k3d-action",
    "nolar/setup-k3d-k3s", "medyagh/setup-minikube", "manusa/actions-setup-minikube",
    "jupyterhub/action-k3s-helm", "rinx/setup-k3d", "insightsengineering/k3d-action",
})  # fmt: skip
_MAKES = re.compile(
    r"(?:^|[\s;&|])(?:kind\s+create\s+cluster|k3d\s+cluster\s+create|minikube\s+start|microk8s\s+install"
    r"|ctlptl\s+(?:create|apply))\b"
)
_IN_A_CLUSTER = frozenset({
    "kubectl", "helm", "helmfile", "kustomize", "flux", "argocd", "kubernetes", "timoni", "skaffold",
})  # fmt: skip
_CHANGES = frozenset({Act.APPLY, Act.MUTATE, Act.DEPLOY, Act.RECONCILE})
MAX_TEXT = 30_000


def rehearsed(done: Sequence[Done], siblings: Sequence[Step]) -> list[Done]:
    made_at = next((at for at, step in enumerate(siblings) if _makes_a_cluster(step)), len(siblings))
    return [_judged(one, made_at) for one in done]


def _judged(one: Done, made_at: int) -> Done:
    if one.deed.act not in _CHANGES:
        return one
    if one.index >= made_at and one.deed.tool in _IN_A_CLUSTER:
        return _as_test(one, "in a cluster the job makes for itself")
    if one.deed.tool.startswith("ansible") and Event.PULL_REQUEST in one.events:
        return _as_test(one, "pull requests run it too")
    return one


def _as_test(one: Done, note: str) -> Done:
    return structs.replace(one, deed=structs.replace(one.deed, act=Act.INTEGRATION_TEST, note=note))


def _makes_a_cluster(step: Step) -> bool:
    name = step.uses.partition("@")[0].lower()
    return name in _MAKES_A_CLUSTER or _MAKES.search(step.run[:MAX_TEXT]) is not None
