"""cfn-lint, cfn-nag and cfn-guard."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import is_rendered, read

NAMES = ("cfn-lint", "cfn_nag", "cfn_nag_scan", "cfn-nag", "cfn-guard", "cfripper")


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, {"-d", "--data", "-r", "--rules", "--input-path", "-i"})
    if idle(line):
        return []
    if words[0] == "cfn-lint":
        return [Deed(act=act, tool="cfn-lint", flags=line.flags) for act in (Act.VALIDATE, Act.LINT)]
    if words[0] != "cfn-guard":
        return [Deed(act=Act.SCAN, tool=words[0].removesuffix("_scan").replace("_", "-"), flags=line.flags)]
    if line.verb != "validate":
        return []
    data = line.value("-d", "--data")
    act = Act.PLAN_POLICY if is_rendered(data) else Act.POLICY
    return [Deed(act=act, tool="cfn-guard", flags=line.flags, target=data)]
