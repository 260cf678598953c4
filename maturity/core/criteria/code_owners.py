from __future__ import annotations

from maturity.core.criteria._negative import count
from maturity.core.criterion import Effort, Finding, Strength, criterion, met, not_met
from maturity.core.facts.owners import Owners
from maturity.core.facts.stack import Stack
from maturity.core.fixes.state import owners as fix
from maturity.core.owning import covers


@criterion(
    level=3,
    effort=Effort.LOW,
    aspect="Delivery",
    question="Does somebody own each stack?",
    why="A change nobody is asked about is merged by whoever is awake.",
    fix=fix,
    live_only=False,
)
def code_owners(stack: Stack, owners: Owners) -> Finding:
    deciding = next((rule for rule in reversed(owners.rules) if covers(rule.pattern, stack.directory)), None)
    if deciding and deciding.owners:
        return met(f"owned by {', '.join(deciding.owners[:4])}", deciding.at, strength=Strength.CONFIGURED)
    if deciding:
        return not_met("the last rule that matches names nobody", deciding.at)
    if owners.rules:
        text = f"no rule of CODEOWNERS matches {stack.label}"
        return not_met(text, owners.rules[0].at, looked_at=[f"{count(len(owners.rules), 'rule')} read"])
    return not_met(
        "there is no CODEOWNERS file", looked_at=["CODEOWNERS at the top, in .github, .gitlab and docs"]
    )
