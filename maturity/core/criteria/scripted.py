from __future__ import annotations

from maturity.core.criteria._negative import count
from maturity.core.criterion import Effort, Finding, Gate, criterion, met, not_met
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.pipelines import Pipelines
from maturity.core.facts.scripting import Scripting
from maturity.core.fixes.state import scripted as fix
from maturity.core.pipeline import Act


@criterion(
    level=1,
    gate=Gate.REQUIRED,
    effort=Effort.LOW,
    aspect="State",
    question="Is provisioning written down?",
    why="What only one person's hands remember cannot be repeated, reviewed or recovered.",
    fix=fix,
    waivable=False,
    live_only=False,
)
def scripted(scripting: Scripting, infrastructure: Infrastructure, pipelines: Pipelines) -> Finding:
    if infrastructure.declared:
        return met("it is declared as code, which says more than a script", *infrastructure.declared[:3])
    if scripts := scripting.scripts:
        text = f"{count(len(scripts), 'script')} with {', '.join(scripting.tools)}"
        return met(text, *(script.at for script in scripts))
    if changes := pipelines.doing(Act.MUTATE, Act.APPLY):
        return met(
            f"the pipeline changes infrastructure with {changes[0].tool}", *(one.at for one in changes)
        )
    return not_met(
        "nothing in this repository creates or changes infrastructure",
        looked_at=[f"{count(len(pipelines.workflows), 'workflow')}, no script and no declared resource"],
    )
