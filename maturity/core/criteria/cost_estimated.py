from __future__ import annotations

from maturity.core.criteria._ask import BEFORE, Question, ask
from maturity.core.criterion import Effort, Finding, Gate, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.fixes.quality import cost as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="estimates the cost of a change", acts=(Act.COST,), when=BEFORE, gates=False)


@criterion(
    level=4,
    gate=Gate.OPTIONAL,
    effort=Effort.LOW,
    aspect="Policy",
    question="Does a pull request show what the change costs?",
    why="The cheapest moment to see the bill is before the merge.",
    fix=fix,
)
def cost_estimated(delivery: Delivery) -> Finding:
    return ask(QUESTION, delivery)
