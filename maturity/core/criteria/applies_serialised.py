from __future__ import annotations

from maturity.core.criteria._ask import AFTER, Question, activities, trail
from maturity.core.criterion import Effort, Finding, criterion, met, not_applicable, not_met
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.fixes.delivery import serialised_apply as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="applies", acts=(Act.APPLY,), when=AFTER)


@criterion(
    level=3,
    effort=Effort.LOW,
    aspect="Delivery",
    question="Does a second apply wait for the first?",
    why="Two merges in a minute start two applies; one fails on the lock, or worse, is cancelled half way.",
    fix=fix,
)
def applies_serialised(stack: Stack, delivery: Delivery) -> Finding:
    applies = activities(QUESTION, delivery, stack)
    if not applies:
        return not_applicable("no pipeline applies this stack")
    if cancelled := [one for one in applies if one.context.cancels]:
        return not_met("a newer run cancels an apply while it works", *trail(cancelled[0]))
    if loose := [one for one in applies if not one.context.serial]:
        return not_met("nothing makes a second run wait", *trail(loose[0]))
    return met(f"runs wait for each other: {applies[0].context.serial}", *trail(applies[0]))
