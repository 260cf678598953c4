from __future__ import annotations

from msgspec.structs import replace

from maturity.core.criteria._ask import GATES, Question, ask
from maturity.core.criterion import Effort, Finding, Gate, Outcome, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.facts.tests import Tests, Tier
from maturity.core.fixes.quality import tested as fix
from maturity.core.pipeline import Act

CREATED = Question(what="tests what was created", acts=(Act.INTEGRATION_TEST,), when=GATES, anywhere=True)
PLANNED = Question(what="tests the code", acts=(Act.TEST,), when=GATES, anywhere=True)
STATIC = Question(
    what="validates, lints or tests the code and can fail", acts=(Act.VALIDATE, Act.LINT), when=GATES
)
TIERS = ((Tier.APPLY, CREATED), (Tier.PLAN, PLANNED), (Tier.STATIC, STATIC))
NAMES = {Tier.APPLY: "apply", Tier.PLAN: "plan", Tier.STATIC: "static"}


@criterion(
    level=4,
    gate=Gate.REQUIRED,
    effort=Effort.LOW,
    aspect="Quality",
    question="Is the infrastructure code tested before it is applied?",
    why="A plan shows what changes. A test says whether that is right.",
    fix=fix,
)
def tested(stack: Stack, delivery: Delivery, tests: Tests) -> Finding:
    """Shows the tier: static < plan < apply. Static validation is the lowest that counts."""
    answers = [(tier, ask(question, delivery, stack)) for tier, question in TIERS]
    for tier, found in answers:
        if found.outcome is Outcome.MET:
            return replace(found, message=f"{NAMES[tier]} tier: {found.message}")
    for _, found in answers:
        if found.outcome is Outcome.UNKNOWN:
            return found
    lowest = answers[-1][1]
    if not tests.files:
        return lowest
    told = f"{tests.files[0].at.path} is a test ({tests.files[0].framework}), and no pipeline runs it"
    return replace(lowest, looked_at=(told, *lowest.looked_at))
