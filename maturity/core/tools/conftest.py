"""conftest: what it judges decides whether it is a policy on the plan."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import is_plan, is_rendered, read

NAMES = ("conftest",)

_VALUED = frozenset({
    "-p", "--policy", "-n", "--namespace", "-d", "--data", "-o", "--output", "--parser", "-i", "--input",
    "--ignore", "-u", "--update", "--proto-file-dirs", "-c", "--config-file",
})  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if line.verb == "verify":
        return [Deed(act=Act.OTHER, tool="conftest", flags=line.flags, note="tests the policies themselves")]
    if line.verb != "test":
        return []
    target = next((path for path in line.rest if is_plan(path)), "") or next(iter(line.rest), "")
    act = Act.PLAN_POLICY if is_plan(target) or is_rendered(target) else Act.POLICY
    soft = "--no-fail" if line.has("--no-fail") else ""
    return [Deed(act=act, tool="conftest", flags=line.flags, soft=soft, target=target)]
