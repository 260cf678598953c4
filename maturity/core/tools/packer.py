"""packer."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import read

NAMES = ("packer",)

_VERBS = {"validate": Act.VALIDATE, "build": Act.MUTATE, "init": Act.INIT, "inspect": Act.OTHER}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, {"-var", "-var-file", "-only", "-except"})
    if line.verb == "fmt":
        act = Act.FMT if line.has("-check", "--check") else Act.FMT_WRITE
    elif line.verb in _VERBS:
        act = _VERBS[line.verb]
    else:
        return []
    note = "builds an image" if act is Act.MUTATE else ""
    return [Deed(act=act, tool="packer", flags=line.flags, note=note)]
