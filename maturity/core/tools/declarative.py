"""nomad, octoDNS, DNSControl, tanka and other declarative tools with a preview of their own."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import acts_of, idle
from maturity.core.tools._words import read

NAMES = ("nomad", "octodns-sync", "dnscontrol", "tk", "kapp", "timoni", "levant", "eksctl")

_VERBS: dict[str, dict[str, Act | tuple[Act, ...]]] = {
    "nomad": {
        "plan": Act.PLAN,
        "job plan": Act.PLAN,
        "run": Act.APPLY,
        "job run": Act.APPLY,
        "validate": Act.VALIDATE,
        "job validate": Act.VALIDATE,
        "fmt": Act.FMT,
    },
    "dnscontrol": {"preview": Act.PLAN, "push": Act.APPLY, "check": Act.VALIDATE, "fmt": Act.FMT_WRITE},
    "tk": {
        "diff": Act.PLAN,
        "apply": Act.APPLY,
        "show": Act.VALIDATE,
        "lint": Act.LINT,
        "delete": Act.DESTROY,
    },
    "kapp": {"deploy": Act.APPLY, "delete": Act.DESTROY},
    "timoni": {
        "apply": Act.APPLY,
        "bundle apply": Act.APPLY,
        "build": Act.VALIDATE,
        "bundle vet": Act.VALIDATE,
    },
    "levant": {"plan": Act.PLAN, "deploy": Act.APPLY},
    "eksctl": {"create": Act.MUTATE, "upgrade": Act.MUTATE, "delete": Act.MUTATE, "scale": Act.MUTATE},
}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words)
    if idle(line):
        return []
    if words[0] == "octodns-sync":
        act = Act.APPLY if line.has("--doit") else Act.PLAN
        return [Deed(act=act, tool="octodns", flags=line.flags)]
    found = [
        Act.PLAN if words[0] == "kapp" and line.has("--diff-run") else act
        for act in acts_of(_VERBS[words[0]], line)
    ]
    return [Deed(act=act, tool=words[0], flags=line.flags) for act in found]
