"""Policy engines that need no page of their own."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import Line, is_plan, read

NAMES = ("regula", "sentinel", "terraform-compliance")


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(
        words,
        {"-p", "--planfile", "-f", "--features", "-i", "--include", "-t", "--input-type", "-u", "-config"},
    )
    if idle(line):
        return []
    if words[0] == "terraform-compliance":
        return [
            Deed(
                act=Act.PLAN_POLICY,
                tool=words[0],
                flags=line.flags,
                target=line.value("-p", "--planfile"),
                soft="--no-failure" if line.has("-n", "--no-failure") else "",
            )
        ]
    if words[0] == "sentinel":
        return _sentinel(line)
    if words[0] == "regula" and line.verb == "run":
        plan = line.value("-t", "--input-type") == "tf-plan" or any(is_plan(path) for path in line.rest)
        return [
            Deed(
                act=Act.PLAN_POLICY if plan else Act.POLICY,
                tool="regula",
                flags=line.flags,
                target=next(iter(line.rest), ""),
            )
        ]
    return []


def _sentinel(line: Line) -> list[Deed]:
    if line.verb == "apply":
        return [Deed(act=Act.PLAN_POLICY, tool="sentinel", flags=line.flags)]
    if line.verb == "test":
        return [Deed(act=Act.OTHER, tool="sentinel", flags=line.flags, note="tests the policies themselves")]
    return []
