"""sam."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import read

NAMES = ("sam", "samdev")

_VERBS = {"deploy": Act.APPLY, "sync": Act.APPLY, "delete": Act.DESTROY, "validate": Act.VALIDATE,
          "build": Act.OTHER, "package": Act.OTHER}  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, {"-t", "--template", "--template-file", "--stack-name", "--config-env", "--s3-bucket"})
    act = _VERBS.get(line.verb)
    if act is None:
        return []
    if act is Act.APPLY and line.has("--no-execute-changeset"):
        act = Act.PLAN
    acts = [act, Act.LINT] if act is Act.VALIDATE and line.has("--lint") else [act]
    return [Deed(act=each, tool="sam", flags=line.flags) for each in acts]
