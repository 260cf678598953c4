from __future__ import annotations

from maturity.core.criteria._ask import GATES, Question, ask
from maturity.core.criterion import Effort, Finding, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.fixes.quality import linted as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="lints the code and can fail", acts=(Act.LINT,), when=GATES)


@criterion(
    level=4,
    effort=Effort.LOW,
    aspect="Quality",
    practice="lint",
    question="Does a linter that can fail the build read the code?",
    why="Validation knows the grammar; a linter knows the instance type that does not exist.",
    fix=fix,
    live_only=False,
)
def linted(stack: Stack, delivery: Delivery) -> Finding:
    return ask(QUESTION, delivery, stack)
