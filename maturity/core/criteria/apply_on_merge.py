from __future__ import annotations

from maturity.core.criteria._ask import AFTER, Question, ask
from maturity.core.criteria._controllers import applied_by_controller
from maturity.core.criteria._platform import or_platform
from maturity.core.criterion import Effort, Finding, Gate, Outcome, criterion
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.platforms import Platforms
from maturity.core.facts.reconcilers import Reconcilers
from maturity.core.facts.stack import Stack
from maturity.core.fixes.delivery import apply as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="applies after the merge", acts=(Act.APPLY, Act.RECONCILE), when=AFTER, gates=False)


@criterion(
    level=3,
    gate=Gate.REQUIRED,
    effort=Effort.HIGH,
    aspect="Delivery",
    practice="apply_on_merge",
    question="Does the merge apply the change?",
    why="What is applied by hand differs from what was reviewed, and only one person knows.",
    fix=fix,
)
def apply_on_merge(
    stack: Stack, delivery: Delivery, reconcilers: Reconcilers, platforms: Platforms
) -> Finding:
    controlled = applied_by_controller(stack, reconcilers)
    if controlled is not None and controlled.outcome is Outcome.MET:
        return controlled
    found = ask(QUESTION, delivery, stack)
    if controlled is not None and found.outcome is Outcome.NOT_MET:
        found = controlled
    return or_platform(found, platforms, stack, lambda one: one.applies_after_merge, "applies what is merged")
