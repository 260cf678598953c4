"""rain: CloudFormation with a diff."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import read

NAMES = ("rain",)

_VERBS = {"deploy": Act.APPLY, "diff": Act.PLAN, "forecast": Act.PLAN, "rm": Act.DESTROY, "pkg": Act.OTHER}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words)
    if line.verb == "fmt":
        return [
            Deed(act=Act.FMT if line.has("-v", "--verify") else Act.FMT_WRITE, tool="rain", flags=line.flags)
        ]
    act = Act.PLAN if line.verb == "deploy" and line.has("-x", "--no-exec") else _VERBS.get(line.verb)
    return [Deed(act=act, tool="rain", flags=line.flags)] if act else []
