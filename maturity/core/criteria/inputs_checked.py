from __future__ import annotations

from maturity.core.criteria._negative import count
from maturity.core.criterion import Effort, Finding, Gate, Strength, criterion, met, not_applicable, not_met
from maturity.core.files import Files
from maturity.core.fixes.state import assertions as fix
from maturity.core.paths import is_sample
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source

WORDS = frozenset({"validation", "precondition", "postcondition", "assert"})


@criterion(
    level=4,
    gate=Gate.OPTIONAL,
    effort=Effort.LOW,
    aspect="Quality",
    question="Does the code refuse inputs that make no sense?",
    why="A variable that accepts anything is tested in production.",
    fix=fix,
    live_only=False,
)
def inputs_checked(files: Files) -> Finding:
    read = {path: body for path, body in files.of(HclFile).items() if not is_sample(path)}
    found = [
        Source(path, inner.line)
        for path, body in read.items()
        for block in body.blocks
        if block.type in ("variable", "check", "output")
        for inner in block.blocks
        if inner.type in WORDS
    ]
    if found:
        return met(f"{count(len(found), 'assertion')} in the code", *found, strength=Strength.CONFIGURED)
    if not read:
        return not_applicable("no Terraform code here")
    return not_met(
        "no variable is validated and no condition is checked", looked_at=[count(len(read), "file")]
    )
