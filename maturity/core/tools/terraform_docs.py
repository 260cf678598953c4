"""terraform-docs."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import read

NAMES = ("terraform-docs",)


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, {"-c", "--config", "--output-file", "--output-mode"})
    return [] if idle(line) else [Deed(act=Act.DOCS, tool="terraform-docs", flags=line.flags)]
