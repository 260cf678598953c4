from __future__ import annotations

from maturity.core.criteria._ask import GATES, Question, ask
from maturity.core.criterion import Effort, Finding, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.fixes.quality import plan_policy as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="judges the plan by rules", acts=(Act.PLAN_POLICY,), when=GATES)


@criterion(
    level=4,
    effort=Effort.HIGH,
    aspect="Policy",
    practice="plan_policy_test",
    question="Are the organisation's rules tested against the plan?",
    why="Only the plan knows what the change will really do: what it deletes, opens and costs.",
    fix=fix,
)
def plan_policy(stack: Stack, delivery: Delivery) -> Finding:
    return ask(QUESTION, delivery, stack)
