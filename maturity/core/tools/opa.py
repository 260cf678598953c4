"""opa."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, is_plan, is_rendered, read

NAMES = ("opa", "regal")

_VALUED = frozenset({"-i", "--input", "-d", "--data", "-b", "--bundle", "-f", "--format", "-p", "--package",
                     "--decision", "-c", "--config-file", "-t", "--target"})  # fmt: skip
_FAILS = ("--fail", "--fail-defined", "--fail-non-empty")


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if words[0] == "opa" and line.verb in {"eval", "exec"}:
        return [_judges(line)]
    if line.verb in {"test", "check", "lint"}:
        return [Deed(act=Act.OTHER, tool=words[0], flags=line.flags, note="tests the policies themselves")]
    return []


def _judges(line: Line) -> Deed:
    target = line.value("-i", "--input") or (line.rest[-1] if line.verb == "exec" and line.rest else "")
    act = Act.PLAN_POLICY if is_plan(target) or is_rendered(target) else Act.POLICY
    soft = "" if line.has(*_FAILS) else "without --fail or --fail-defined it prints and succeeds"
    return Deed(act=act, tool="opa", flags=line.flags, target=target, soft=soft)
