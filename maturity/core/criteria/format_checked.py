from __future__ import annotations

from maturity.core.criteria._ask import GATES, Question, ask
from maturity.core.criterion import Effort, Finding, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.fixes.quality import formatted as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="fails on unformatted code", acts=(Act.FMT,), when=GATES)


@criterion(
    level=3,
    effort=Effort.LOW,
    aspect="Quality",
    practice="fmt_check",
    question="Does unformatted code fail the build?",
    why="With one format a reviewer reads the change, not the spaces.",
    fix=fix,
    live_only=False,
)
def format_checked(stack: Stack, delivery: Delivery) -> Finding:
    return ask(QUESTION, delivery, stack)
