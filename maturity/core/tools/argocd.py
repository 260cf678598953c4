"""argocd, and the tool that renders its diff for a pull request."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import acts_of, idle
from maturity.core.tools._words import read

NAMES = ("argocd", "argocd-diff-preview", "kubechecks", "argo")

_VALUED = frozenset({"--server", "--auth-token", "--revision", "--local", "-l", "--selector", "-f", "--file"})
_VERBS: dict[str, Act | tuple[Act, ...]] = {
    "app diff": Act.PLAN, "appset generate": Act.PLAN, "app sync": Act.APPLY, "app create": Act.MUTATE,
    "app set": Act.MUTATE, "app delete": Act.DESTROY, "app manifests": Act.VALIDATE, "app get": Act.OTHER,
    "app wait": Act.OTHER, "lint": Act.LINT,
}  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if words[0] in {"argocd-diff-preview", "kubechecks"}:
        return [] if idle(line) else [Deed(act=Act.PLAN, tool=words[0], flags=line.flags)]
    return [Deed(act=act, tool="argocd", flags=line.flags) for act in acts_of(_VERBS, line)]
