from __future__ import annotations

from maturity.core.criteria._ask import ANY_TIME, Question, ask
from maturity.core.criterion import Effort, Finding, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.fixes.quality import integration_test as fix
from maturity.core.pipeline import Act

QUESTION = Question(
    what="tests something that was really created", acts=(Act.INTEGRATION_TEST,), when=ANY_TIME
)


@criterion(
    level=4,
    effort=Effort.HIGH,
    aspect="Quality",
    practice="integration_test",
    question="Is something real created and asked whether it works?",
    why="A plan succeeds for a database nobody can reach.",
    fix=fix,
    live_only=False,
)
def integration_tested(delivery: Delivery) -> Finding:
    return ask(QUESTION, delivery)
