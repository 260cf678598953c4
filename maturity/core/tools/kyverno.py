"""kyverno and gator: policies on manifests."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed, Needs
from maturity.core.tools._words import Line, is_rendered, read

NAMES = ("kyverno", "gator", "kubewarden", "kwctl")

_VALUED = frozenset({
    "-r", "--resource", "-f", "--filename", "--values-file", "-v", "--image", "--output", "-o",
    "--warn-exit-code", "--test-case-selector", "--git-branch", "-u", "--userinfo",
})  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if (words[0] == "kyverno" and line.verb == "apply") or (words[0] == "gator" and line.verb == "test"):
        return [_judges(words[0], line)]
    if line.verb in {"test", "verify"}:
        return [Deed(act=Act.OTHER, tool=words[0], flags=line.flags, note="tests the policies themselves")]
    return []


def _judges(tool: str, line: Line) -> Deed:
    targets = line.values("-r", "--resource", "-f", "--filename")
    rendered = next((target for target in targets if is_rendered(target)), "")
    act = Act.PLAN_POLICY if rendered else Act.POLICY
    target = rendered or next(iter(targets), "")
    soft = "--warn-only" if line.has("--warn-only") else ""
    return Deed(act=act, tool=tool, flags=line.flags, target=target, soft=soft, needs=Needs.NOTHING)
