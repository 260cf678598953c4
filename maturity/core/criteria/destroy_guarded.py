from __future__ import annotations

from collections import Counter

from maturity.core.criterion import Effort, Finding, Strength, criterion, met, not_met
from maturity.core.facts.guards import Guards
from maturity.core.fixes.state import destroy_guard as fix


@criterion(
    level=4,
    effort=Effort.LOW,
    aspect="Policy",
    question="Is what must not be lost guarded against being destroyed?",
    why="A renamed resource is a destroyed resource, and a plan of 200 lines hides one minus sign.",
    fix=fix,
)
def destroy_guarded(guards: Guards) -> Finding:
    if guards.guards:
        kinds = Counter(guard.kind for guard in guards.guards).most_common(3)
        text = ", ".join(f"{kind} on {number}" for kind, number in kinds)
        return met(text, *(guard.at for guard in guards.guards), strength=Strength.CONFIGURED)
    if guards.disabled:
        text = f"{guards.disabled[0].kind} is there and says no"
        return not_met(text, *(guard.at for guard in guards.disabled))
    return not_met(
        "nothing is guarded", looked_at=["no prevent_destroy, deletion protection or retain policy"]
    )
