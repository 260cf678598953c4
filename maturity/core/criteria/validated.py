from __future__ import annotations

from maturity.core.criteria._ask import GATES, Question, ask
from maturity.core.criterion import Effort, Finding, Outcome, criterion, not_applicable
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.fixes.quality import validated as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="validates the code before it is applied", acts=(Act.VALIDATE,), when=GATES)


@criterion(
    level=3,
    effort=Effort.LOW,
    aspect="Quality",
    practice="validate",
    question="Is the code validated before it is merged?",
    why="A typing mistake should fail in a minute, without credentials, not in the middle of an apply.",
    fix=fix,
    live_only=False,
)
def validated(stack: Stack, delivery: Delivery) -> Finding:
    found = ask(QUESTION, delivery, stack)
    if found.outcome is Outcome.NOT_MET and stack.tool == "pulumi":
        return not_applicable("pulumi validates nothing by itself: its preview does")
    return found
