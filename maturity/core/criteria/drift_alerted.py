from __future__ import annotations

from maturity.core.criteria._ask import activities, trail
from maturity.core.criteria._drift import LOOKS, repairs
from maturity.core.criterion import Effort, Finding, criterion, met, not_applicable, not_met
from maturity.core.exit_code import ExitCode
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.fixes.drift import alerted as fix
from maturity.core.pipeline import Act, Event

_WAITS = "an earlier step"  # what decides whether the message is sent


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
    mute = {one.context for one in looks if one.exit_code == ExitCode.LOST_PIPE}
    heard = [one for one in tells if one.context not in mute or _WAITS not in one.note]
    if heard:
        return met(f"{heard[0].tool or heard[0].act.value} tells about it", *trail(heard[0]))
    if tells:
        return not_met("it waits for an exit code that is lost in a pipe", *trail(tells[0]))
    return not_met(
        "the check runs, and its result stays in the log",
        *trail(looks[0]),
        looked_at=["no chat message, page, mail or issue in the workflow that looks for drift"],
    )
