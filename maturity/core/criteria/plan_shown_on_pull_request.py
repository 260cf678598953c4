from __future__ import annotations

from maturity.core.criteria._ask import BEFORE, Question, ask
from maturity.core.criteria._platform import or_platform
from maturity.core.criterion import Effort, Finding, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.platforms import Platform, Platforms
from maturity.core.facts.stack import Stack
from maturity.core.fixes.delivery import shown_plan as fix
from maturity.core.pipeline import Act

QUESTION = Question(
    what="shows the plan on the pull request",
    acts=(Act.PLAN_COMMENT,),
    when=BEFORE,
    gates=False,
    anywhere=True,
)


@criterion(
    level=3,
    effort=Effort.LOW,
    aspect="Delivery",
    practice="plan_comment",
    question="Is the plan shown on the pull request?",
    why="What is two clicks away in a log is not read.",
    fix=fix,
)
def plan_shown_on_pull_request(stack: Stack, delivery: Delivery, platforms: Platforms) -> Finding:
    found = ask(QUESTION, delivery, stack)
    return or_platform(found, platforms, stack, shows, "shows the plan on the pull request")


def shows(platform: Platform) -> bool | None:
    return platform.comments and platform.plans_pull_requests
