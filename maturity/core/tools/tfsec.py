"""tfsec."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import read

NAMES = ("tfsec",)

_VALUED = frozenset({
    "-f", "--format", "-O", "--out", "-e", "--exclude", "-m", "--minimum-severity", "--tfvars-file",
    "--config-file", "--custom-check-dir", "--exclude-path", "--filter-results", "-w",
})  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if idle(line) or line.has("-v"):
        return []
    soft = "--soft-fail" if line.has("-s", "--soft-fail") else ""
    return [Deed(act=Act.SCAN, tool="tfsec", flags=line.flags, directory=line.verb, soft=soft)]
