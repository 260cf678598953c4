"""tflint."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import read

NAMES = ("tflint",)

_VALUED = frozenset({
    "-c", "--config", "-f", "--format", "--chdir", "--var-file", "--var", "--enable-rule", "--disable-rule",
    "--only", "--filter", "--minimum-failure-severity", "--max-workers",
})  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if idle(line) or line.has("--init", "-v", "--langserver"):
        return []
    soft = "--force: it always succeeds" if line.has("--force") else ""
    directory = line.value("--chdir") or line.verb
    return [Deed(act=Act.LINT, tool="tflint", flags=line.flags, directory=directory, soft=soft)]
