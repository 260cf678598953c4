from __future__ import annotations

from maturity.core.criteria._ask import ANY_TIME, Question, activities, trail
from maturity.core.criterion import Effort, Finding, criterion, met, not_applicable, not_met, unknown
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.facts.stored_keys import StoredKeys
from maturity.core.fixes.delivery import keyless as fix
from maturity.core.pipeline import Act

QUESTION = Question(what="reaches the cloud", acts=(Act.PLAN, Act.APPLY), when=ANY_TIME, gates=False)


@criterion(
    level=3,
    effort=Effort.MEDIUM,
    aspect="Delivery",
    question="Does the pipeline reach the cloud without a stored key?",
    why="A stored key is copied, never changed, and works from anywhere.",
    fix=fix,
)
def keyless_ci(stack: Stack, delivery: Delivery, keys: StoredKeys) -> Finding:
    runs = activities(QUESTION, delivery, stack)
    if not runs:
        return not_applicable("no pipeline reaches the cloud for this stack")
    places = {run.at.path for run in runs} | {run.context.workflow for run in runs}
    if stored := [at for at in keys.places if at.path in places]:
        return not_met("the pipeline is given a stored key", *stored)
    if all(run.context.oidc for run in runs):
        return met("each job asks for an identity token", *trail(runs[0]))
    silent = next(run for run in runs if not run.context.oidc)
    who = f"job {silent.context.job}" if silent.context.job else "the pipeline"
    text = f"{who} asks for no identity token, and no key is seen"
    return unknown(f"{text}: the server may hold one", *trail(silent))
