"""Checkers of Kubernetes manifests."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import Line, read

NAMES = (
    "kubeconform",
    "kubeval",
    "kube-linter",
    "kube-score",
    "polaris",
    "datree",
    "pluto",
    "kubesec",
    "kubescape",
    "kubeaudit",
    "kubent",
    "popeye",
    "dyff",
    "kubepug",
)

_ALWAYS = {"kubeconform": Act.VALIDATE, "kubeval": Act.VALIDATE, "kubent": Act.LINT, "kubepug": Act.LINT}
_BY_VERB = {
    ("kube-linter", "lint"): Act.LINT,
    ("kube-score", "score"): Act.LINT,
    ("polaris", "audit"): Act.LINT,
    ("datree", "test"): Act.POLICY,
    ("kubesec", "scan"): Act.SCAN,
    ("kubescape", "scan"): Act.SCAN,
    ("kubeaudit", "all"): Act.SCAN,
    ("dyff", "between"): Act.PLAN,
    ("dyff", "bw"): Act.PLAN,
    ("pluto", "detect"): Act.LINT,
    ("pluto", "detect-files"): Act.LINT,
}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words)
    act = _ALWAYS.get(words[0]) or _BY_VERB.get((words[0], line.verb))
    if act is None or idle(line):
        return []
    return [Deed(act=act, tool=words[0], flags=line.flags, soft=_soft(words[0], line))]


def _soft(tool: str, line: Line) -> str:
    if tool == "polaris" and not line.has("--set-exit-code-on-danger", "--set-exit-code-below-score"):
        return "without --set-exit-code-on-danger it never fails"
    if tool == "kubescape" and not any("threshold" in flag for flag in line.flags):
        return "without a threshold it never fails"
    if tool == "datree" and line.has("--no-fail"):
        return "--no-fail"
    return ""
