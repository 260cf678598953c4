"""cdk, cdktf and cdk8s."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, read, unknown

NAMES = ("cdk", "aws-cdk", "cdktf", "cdktf-cli", "cdk8s", "cdk8s-cli", "cdktn")

_VALUED = frozenset({
    "-a", "--app", "-c", "--context", "--profile", "-o", "--output", "--require-approval", "--progress",
    "--concurrency", "--parameters", "--role-arn", "-r", "--tags",
})  # fmt: skip
_VERBS = {
    "diff": Act.PLAN,
    "plan": Act.PLAN,
    "deploy": Act.APPLY,
    "apply": Act.APPLY,
    "destroy": Act.DESTROY,
    "synth": Act.VALIDATE,
    "synthesize": Act.VALIDATE,
    "validate": Act.VALIDATE,
    "drift": Act.DRIFT_CHECK,
    "bootstrap": Act.OTHER,
    "watch": Act.OTHER,
    "import": Act.OTHER,
}


def classify(words: tuple[str, ...]) -> list[Deed]:
    tool = next(name for name in ("cdktf", "cdk8s", "cdktn", "cdk") if name in words[0])
    line = read(words, _VALUED)
    if unknown(line.verb):
        note = f"the verb {line.verb} is known only at run time"
        return [
            Deed(act=act, tool=tool, flags=line.flags, certain=False, note=note)
            for act in (Act.PLAN, Act.APPLY)
        ]
    act = _VERBS.get(line.verb)
    if act is None:
        return []
    return [Deed(act=_meant(act, line), tool=tool, flags=line.flags, soft=_soft(act, line))]


def _meant(act: Act, line: Line) -> Act:
    only_prepares = line.has("--no-execute") or line.value("--method", "-m") == "prepare-change-set"
    return Act.PLAN if act is Act.APPLY and only_prepares else act


def _soft(act: Act, line: Line) -> str:
    return (
        "without --fail it reports drift and succeeds"
        if act is Act.DRIFT_CHECK and not line.has("--fail")
        else ""
    )
