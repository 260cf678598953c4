from __future__ import annotations

from maturity.core.criteria._ask import AFTER, Question, activities, trail
from maturity.core.criteria._controllers import of_stack
from maturity.core.criterion import Effort, Finding, criterion, met, not_applicable, not_met
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.reconcilers import Reconcilers
from maturity.core.facts.stack import Stack
from maturity.core.fixes.delivery import saved_plan as fix
from maturity.core.fixes.tooling import TERRAFORM_LIKE
from maturity.core.known._row import REVIEWED
from maturity.core.pipeline import Act, Activity

QUESTION = Question(what="applies", acts=(Act.APPLY,), when=AFTER)


@criterion(
    level=3,
    effort=Effort.MEDIUM,
    aspect="Delivery",
    question="Is the plan that was shown the one that is applied?",
    why="Between the review and the apply the world moves; a saved plan refuses to run when it has.",
    fix=fix,
)
def saved_plan_applied(stack: Stack, delivery: Delivery, reconcilers: Reconcilers) -> Finding:
    if stack.tool not in TERRAFORM_LIKE or of_stack(stack, reconcilers):
        return not_applicable(f"{stack.tool or 'what scripts do'} has no saved plans")
    applies = activities(QUESTION, delivery, stack)
    if not applies:
        return not_applicable("no pipeline applies this stack")
    if saved := [one for one in applies if takes_a_plan(one)]:
        return met("the apply takes a saved plan", *trail(saved[0]))
    return not_met("the apply makes a plan of its own, which nobody has seen", *trail(applies[0]))


def takes_a_plan(apply: Activity) -> bool:
    """`terraform apply -input=false tfplan`: a last word that is no option and no verb; or an action does."""
    if apply.note == REVIEWED:
        return True
    return len(apply.words) > 2 and not apply.words[-1].startswith("-") and apply.words[-1] != "apply"
