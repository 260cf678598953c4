"""Where somebody, or something, looks for drift or repairs it."""

from __future__ import annotations

from maturity.core.criteria._ask import Question, activities
from maturity.core.cron import longest_gap
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.stack import Stack
from maturity.core.pipeline import Act, Activity, Event
from maturity.core.scoring import deciding

MAX_DAYS = 7
SCHEDULE = frozenset({Event.SCHEDULE})
LOOKS = Question(
    what="looks for drift on a schedule", acts=(Act.DRIFT_CHECK, Act.PLAN), when=SCHEDULE, gates=False
)
REPAIRS = Question(
    what="applies the default branch again on a schedule", acts=(Act.APPLY, Act.RECONCILE), when=SCHEDULE
)
DESTROYS = Question(what="destroys on a schedule", acts=(Act.DESTROY,), when=SCHEDULE, gates=False)


def repairs(delivery: Delivery, infrastructure: Infrastructure, stack: Stack | None = None) -> list[Activity]:
    """Scheduled applies of stacks that decide.

    An environment that is taken down on one schedule and put up on another is not being repaired.
    """
    wanted = [one for one in deciding(infrastructure.stacks) if stack is None or one == stack]
    found: list[Activity] = []
    for each in wanted:
        if not activities(DESTROYS, delivery, each):
            found += [one for one in activities(REPAIRS, delivery, each) if one not in found]
    return found


def too_rare(one: Activity) -> str:
    """Why the schedule is not enough, or "". One that is set on the server has no cron to judge."""
    gaps = [(gap, cron) for cron in one.context.crons if (gap := longest_gap(cron)) is not None]
    if not gaps or min(gaps)[0] <= MAX_DAYS:
        return ""
    days, cron = min(gaps)
    return f"the schedule {cron} leaves {days:.0f} days between two checks; {MAX_DAYS} are the most"
