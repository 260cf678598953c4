from __future__ import annotations

from maturity.core.criteria._ask import BEFORE, Question, ask
from maturity.core.criteria._platform import or_platform
from maturity.core.criterion import Effort, Finding, Gate, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.platforms import Platforms
from maturity.core.facts.stack import Stack
from maturity.core.fixes.delivery import plan as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="runs a plan on pull requests", acts=(Act.PLAN,), when=BEFORE, gates=False)


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
    found = ask(QUESTION, delivery, stack)
    return or_platform(
        found, platforms, stack, lambda one: one.plans_pull_requests, "plans every pull request"
    )
