from __future__ import annotations

from maturity.core.criteria._negative import count
from maturity.core.criterion import Effort, Finding, Strength, criterion, met, not_applicable, not_met
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.modules import Modules
from maturity.core.fixes.state import modules as fix


@criterion(
    level=2,
    effort=Effort.MEDIUM,
    aspect="State",
    practice="modules",
    question="Is what repeats made of modules?",
    why="A copy is corrected in one place and forgotten in the others.",
    fix=fix,
)
def modules(modules: Modules, infrastructure: Infrastructure) -> Finding:
    if modules.calls:
        shared = f", {len(modules.shared)} of them shared by several callers" if modules.shared else ""
        targets = {call.target or call.source for call in modules.calls}
        text = f"{count(len(modules.calls), 'call')} of {count(len(targets), 'module')}{shared}"
        return met(text, *(call.at for call in modules.calls), strength=Strength.CONFIGURED)
    if not infrastructure.stacks:
        return not_applicable("nothing is declared that could be made of modules")
    return not_met(
        "no module is called",
        looked_at=[f"{count(len(infrastructure.stacks), 'stack')} without a module call"],
    )
