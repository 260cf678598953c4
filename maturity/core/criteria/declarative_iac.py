from __future__ import annotations

from maturity.core.criteria._negative import count
from maturity.core.criterion import Effort, Finding, Gate, Strength, criterion, met, not_met
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.scripting import Scripting
from maturity.core.fixes.state import declared as fix


@criterion(
    level=2,
    gate=Gate.REQUIRED,
    effort=Effort.HIGH,
    aspect="State",
    practice="declarative_iac",
    question="Is the infrastructure declared as code?",
    why="Declared state can be compared with what is running. A list of commands cannot.",
    fix=fix,
    waivable=False,
    live_only=False,
)
def declarative_iac(infrastructure: Infrastructure, scripting: Scripting) -> Finding:
    if infrastructure.declared:
        used = sorted({stack.tool for stack in infrastructure.stacks}) or infrastructure.tools
        stacks = len(infrastructure.stacks)
        text = f"{count(stacks, 'stack') if stacks else 'declared'} with {', '.join(used)}"
        return met(text, *infrastructure.declared, strength=Strength.CONFIGURED)
    looked = []
    if samples := infrastructure.sample_only:
        looked.append(
            f"{count(len(samples), 'file')} under examples, tests or documentation, such as {samples[0]}"
        )
    if scripting.scripts:
        looked.append(f"scripts with {', '.join(scripting.tools)} say what to do, not what should be")
    return not_met("no resource is declared outside examples and tests", *samples, looked_at=looked)
