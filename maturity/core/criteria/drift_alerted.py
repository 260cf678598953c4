from __future__ import annotations

from maturity.core.criteria._ask import activities, trail
from maturity.core.criteria._drift import LOOKS, repairs
from maturity.core.criterion import Effort, Finding, criterion, met, not_applicable, not_met
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.fixes.drift import alerted as fix
from maturity.core.pipeline import Act, Event


@criterion(
    level=5,
    effort=Effort.LOW,
    aspect="Drift",
    practice="drift_notification",
    question="Does drift reach somebody by itself?",
    why="A yellow line in a log that nobody opens is not an alert.",
    fix=fix,
)
def drift_alerted(delivery: Delivery, infrastructure: Infrastructure) -> Finding:
    looks = [*activities(LOOKS, delivery, None), *repairs(delivery, infrastructure)]
    if not looks:
        return not_applicable("nothing looks for drift on a schedule yet")
    places = {one.context.workflow for one in looks}
    tells = [
        one
        for one in delivery.pipelines.doing(Act.NOTIFY, Act.ISSUE)
        if one.context.workflow in places and Event.SCHEDULE in one.events
    ]
    if tells:
        return met(f"{tells[0].tool or tells[0].act.value} tells about it", *trail(tells[0]))
    return not_met(
        "the check runs, and its result stays in the log",
        *trail(looks[0]),
        looked_at=["no chat message, page, mail or issue in the workflow that looks for drift"],
    )
