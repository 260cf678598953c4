from __future__ import annotations

from maturity.core.criteria._ask import BEFORE, Question, activities, ask, trail
from maturity.core.criteria._platform import or_platform
from maturity.core.criterion import Effort, Finding, Gate, criterion, not_met
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.platforms import Platforms
from maturity.core.facts.stack import Stack
from maturity.core.fixes.delivery import plan as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="runs a plan on pull requests", acts=(Act.PLAN,), when=BEFORE, gates=False)
APPLIES = Question(what="applies before the merge", acts=(Act.APPLY,), when=BEFORE, gates=False)


@criterion(
    level=3,
    gate=Gate.REQUIRED,
    effort=Effort.MEDIUM,
    aspect="Delivery",
    practice="plan_on_pr",
    question="Does every pull request run a plan?",
    why="A reviewer who cannot know the effect approves text, not infrastructure.",
    fix=fix,
)
def plan_on_pull_request(stack: Stack, delivery: Delivery, platforms: Platforms) -> Finding:
    found = _applied_unseen(delivery, stack) or ask(QUESTION, delivery, stack)
    return or_platform(
        found, platforms, stack, lambda one: one.plans_pull_requests, "plans every pull request"
    )


def _applied_unseen(delivery: Delivery, stack: Stack) -> Finding | None:
    """A plan that its own job applies on the same events is read by nobody before it happens."""
    plans = activities(QUESTION, delivery, stack)
    applies = {
        (one.context, event)
        for one in activities(APPLIES, delivery, stack)
        if one.certain
        for event in one.events
    }
    made = {(one.context, event) for one in plans for event in one.events & BEFORE}
    if not made or not made <= applies:
        return None
    return not_met("the job that makes the plan applies it at once", *trail(plans[0]))
