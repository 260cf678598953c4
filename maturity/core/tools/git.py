"""git: a diff that must be empty makes a check out of a formatter or generator that ran before it."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed, Needs
from maturity.core.tools._words import read

NAMES = ("git",)


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, {"-C", "-c"})
    if line.verb in {"diff", "diff-index", "diff-files"} and line.has("--exit-code", "--quiet"):
        return [Deed(act=Act.FMT, tool="git diff", flags=line.flags, needs=Needs.FORMATTER)]
    return []
