from __future__ import annotations

from maturity.core.criterion import Effort, Finding, Strength, criterion, met, not_applicable, not_met
from maturity.core.facts.environments import STRONG, Environments, Isolation
from maturity.core.fixes.state import environments as fix


@criterion(
    level=2,
    effort=Effort.HIGH,
    aspect="State",
    practice="env_isolation",
    question="Is production kept apart from the other environments?",
    why="With one state for all, a mistake made in test is a mistake made in production.",
    fix=fix,
)
def env_isolation(environments: Environments) -> Finding:
    if environments.mixed:
        return not_met("one state switches on the environment's name", *environments.mixed)
    if not environments.several:
        return not_applicable("the files declare one environment only")
    names = ", ".join(environments.names)
    if environments.isolation in STRONG:
        return met(f"{environments.isolation}: {names}", *environments.evidence, strength=Strength.CONFIGURED)
    if environments.isolation is Isolation.WORKSPACES:
        text = f"workspaces keep {names} apart; the credentials may still be the same"
        return met(text, *environments.evidence, strength=Strength.DECLARED)
    return not_met(f"{names} are declared, and nothing keeps them apart", *environments.evidence)
