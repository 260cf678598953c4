"""kubectl and oc: declarative for a folder or an overlay, imperative for the rest."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, read

NAMES = ("kubectl", "oc", "kubectl-validate", "microk8s.kubectl")

_VALUED = frozenset({
    "-n", "--namespace", "-f", "--filename", "-k", "--kustomize", "-o", "--output", "--context", "-l",
    "--selector", "--kubeconfig", "-c", "-p", "--timeout", "--cluster",
})  # fmt: skip
_CHANGES = frozenset({
    "create", "delete", "patch", "replace", "edit", "annotate", "label", "expose", "taint", "cordon",
    "uncordon", "drain", "autoscale", "run",
})  # fmt: skip
_DEPLOYS = frozenset({"set", "rollout", "scale"})
_PLUGINS = {"kuttl", "argo", "kustomize"}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if words[0] == "kubectl-validate" or line.verb == "validate":
        return [Deed(act=Act.VALIDATE, tool="kubectl", flags=line.flags)]
    if line.verb in _PLUGINS:
        return deeds_of((line.verb, *line.rest))
    act = _act(line)
    return [Deed(act=act, tool="kubectl", flags=line.flags, note=f"kubectl {line.verb}")] if act else []


def _act(line: Line) -> Act | None:
    if line.verb == "diff":
        return Act.PLAN
    if line.verb in {"apply", *_CHANGES} and line.has("--dry-run") and line.value("--dry-run") != "none":
        return Act.VALIDATE
    if line.verb == "apply":
        return Act.APPLY if _declares(line) else Act.MUTATE
    if line.verb in _CHANGES:
        return Act.MUTATE
    if line.verb in _DEPLOYS:
        return Act.OTHER if line.rest[:1] == ("status",) else Act.DEPLOY
    return Act.OTHER if line.verb else None


def _declares(line: Line) -> bool:
    """An overlay, a folder, or what a renderer pipes in; a single manifest is loose."""
    targets = line.values("-f", "--filename")
    folders = [target for target in targets if not target.endswith((".yml", ".yaml", ".json"))]
    return bool(line.values("-k", "--kustomize") or folders) or line.has("-k", "--prune", "-R", "--recursive")
