from __future__ import annotations

from maturity.core.criteria._ask import trail
from maturity.core.criteria._drift import repairs as scheduled_applies
from maturity.core.criterion import Effort, Finding, criterion, met, not_applicable, not_met
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.guards import Guards
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.reconcilers import Reconcilers
from maturity.core.fixes.drift import guarded as fix
from maturity.core.pipeline import Act, Activity


@criterion(
    level=5,
    effort=Effort.MEDIUM,
    aspect="Drift",
    question="Is self-healing kept from destroying things?",
    why="A repair that recreates a database is worse than the drift.",
    fix=fix,
)
def healing_guarded(
    delivery: Delivery, infrastructure: Infrastructure, reconcilers: Reconcilers, guards: Guards
) -> Finding:
    repairs = scheduled_applies(delivery, infrastructure)
    if not repairs and not reconcilers.repairing:
        return not_applicable("nothing repairs drift here yet")
    if guarded := [one for one in repairs if judged_before(one, delivery)]:
        return met("a rule judges the plan before the scheduled apply", *trail(guarded[0]))
    if guards.guards:
        kinds = ", ".join(dict.fromkeys(guard.kind for guard in guards.guards))
        return met(f"{kinds} keeps the repair from destroying", *(guard.at for guard in guards.guards))
    at = trail(repairs[0]) if repairs else (reconcilers.repairing[0].at,)
    return not_met("what repairs may also destroy", *at)


def judged_before(apply: Activity, delivery: Delivery) -> bool:
    same = [
        one
        for one in delivery.pipelines.doing(Act.PLAN_POLICY, Act.POLICY)
        if one.context.workflow == apply.context.workflow
    ]
    return any(one.events & apply.events and not one.soft for one in same)
