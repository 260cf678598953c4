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
    checks = files.each(HclFile, _checks)
    found = [Source(path, line) for path, lines in checks.items() if not is_sample(path) for line in lines]
    if found:
        return met(f"{count(len(found), 'assertion')} in the code", *found, strength=Strength.CONFIGURED)
    read = sum(not is_sample(path) for path in files.each(HclFile, _is_there))
    if not read:
        return not_applicable("no Terraform code here")
    return not_met("no variable is validated and no condition is checked", looked_at=[count(read, "file")])


def _checks(path: str, body: HclFile) -> list[int]:
    checked = (block for block in body.blocks if block.type in ("variable", "check", "output"))
    return [inner.line for block in checked for inner in block.blocks if inner.type in WORDS]


def _is_there(path: str, body: HclFile) -> bool:
    return True
