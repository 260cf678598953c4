from __future__ import annotations

from maturity.core.criteria._ask import GATES, Question, ask
from maturity.core.criterion import Effort, Finding, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.fixes.quality import scanned as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="scans the infrastructure code and can fail", acts=(Act.SCAN,), when=GATES)


@criterion(
    level=4,
    effort=Effort.LOW,
    aspect="Policy",
    practice="security_scan",
    question="Does a security scan of the infrastructure code fail the build?",
    why="An open bucket is found in the pull request, or by somebody else later.",
    fix=fix,
    live_only=False,
)
def security_scanned(stack: Stack, delivery: Delivery) -> Finding:
    return ask(QUESTION, delivery, stack)
