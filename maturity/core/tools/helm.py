"""helm and its plugins."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import acts_of
from maturity.core.tools._words import read

NAMES = ("helm", "helm-diff", "helm3")

_VALUED = frozenset({
    "-n", "--namespace", "-f", "--values", "--set", "--version", "--kube-context", "--timeout", "--repo",
    "--kubeconfig", "--set-string", "--file",
})  # fmt: skip
_VERBS: dict[str, Act | tuple[Act, ...]] = {
    "upgrade": Act.APPLY,
    "install": Act.APPLY,
    "rollback": Act.APPLY,
    "uninstall": Act.DESTROY,
    "delete": Act.DESTROY,
    "diff": Act.PLAN,
    "template": Act.VALIDATE,
    "lint": (Act.VALIDATE, Act.LINT),
    "test": Act.INTEGRATION_TEST,
    "unittest": Act.TEST,
}


def classify(words: tuple[str, ...]) -> list[Deed]:
    if words[0] == "helm-diff":
        return [Deed(act=Act.PLAN, tool="helm", flags=read(words, _VALUED).flags)]
    line = read(words, _VALUED)
    if line.verb == "diff" and line.rest[:1] == ("version",):
        return []
    tries = any(flag == "--dry-run" or flag.startswith("--dry-run=") for flag in line.flags)
    acts = [Act.VALIDATE if act is Act.APPLY and tries else act for act in acts_of(_VERBS, line)]
    return [Deed(act=act, tool="helm", flags=line.flags) for act in acts]
