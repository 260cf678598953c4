from __future__ import annotations

from maturity.core.criteria._ask import activities, doubt, trail
from maturity.core.criteria._controllers import of_stack
from maturity.core.criteria._drift import LOOKS, repairs, too_rare
from maturity.core.criteria._negative import searched
from maturity.core.criteria._outside import outside
from maturity.core.criteria._platform import or_platform
from maturity.core.criterion import (
    Effort,
    Finding,
    Outcome,
    criterion,
    met,
    not_applicable,
    not_met,
    unknown,
)
from maturity.core.exit_code import SENTENCE, ExitCode
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.pipelines import covers
from maturity.core.facts.platforms import Platform, Platforms
from maturity.core.facts.reconcilers import Reconcilers
from maturity.core.facts.stack import GITOPS_TOOLS, Stack
from maturity.core.fixes.drift import checked as fix
from maturity.core.fixes.soft import reports
from maturity.core.pipeline import Act, Activity

# A job that stops at exit code 2 is red on drift: worse than a message, and seen all the same.
TELLS = frozenset({ExitCode.DISTINGUISHED, ExitCode.FAILS_ON_ANY, ExitCode.DEAD_BRANCH})
UNUSABLE = {
    "-target": "it looks at a part of the stack only (-target)",
    "-refresh=false": "it does not look at what is running (-refresh=false)",
}


@criterion(
    level=5,
    effort=Effort.LOW,
    aspect="Drift",
    practice="scheduled_drift_check",
    question="Is every stack checked for drift at least once a week?",
    why="Drift that is a week old is remembered by somebody; drift that is a year old is archaeology.",
    fix=fix,
)
def drift_checked(
    stack: Stack,
    delivery: Delivery,
    infrastructure: Infrastructure,
    platforms: Platforms,
    reconcilers: Reconcilers,
) -> Finding:
    """Not whether a plan runs on a schedule, but whether its answer reaches anybody."""
    found = in_pipeline(stack, delivery, infrastructure)
    found = or_platform(
        found, platforms, stack, lambda one: bool(one.drift_check), "looks for drift all the time"
    )
    controllers = [one for one in of_stack(stack, reconcilers) if one.repairs]
    if found.outcome is Outcome.MET or not controllers or stack.tool not in GITOPS_TOOLS:
        return found
    if inside := [one for one in platforms.plans if one.drift_check and one.certain and _lies_in(one, stack)]:
        return met(f"{inside[0].name} looks for drift all the time", *(one.at for one in inside))
    return not_applicable(f"{controllers[0].controller} compares and repairs all the time")


def _lies_in(platform: Platform, stack: Stack) -> bool:
    """What the cluster runs for one of the folders the stack is made of."""
    return any(covers(stack.directory, directory) for directory in platform.directories)


def in_pipeline(stack: Stack, delivery: Delivery, infrastructure: Infrastructure) -> Finding:
    looks = [*activities(LOOKS, delivery, stack), *repairs(delivery, infrastructure, stack)]
    judged = [(one, defect(one)) for one in looks if one.certain]
    if sound := [one for one, wrong in judged if not wrong]:
        return met(_told(sound[0]), *trail(sound[0]))
    if judged:
        one, wrong = judged[0]
        others = [f"{other.at}: {why}" for other, why in judged[1:4] if other.at != one.at]
        return not_met(wrong, *trail(one), looked_at=others)
    return _nothing(looks, delivery)


def defect(one: Activity) -> str:
    """What keeps this from being a drift check, in one sentence; "" when nothing does."""
    for flag, sentence in UNUSABLE.items():
        if any(given.startswith(flag) for given in one.flags):
            return sentence
    if rare := too_rare(one):
        return rare
    if one.act is not Act.PLAN:
        return one.soft and reports(one)
    if not one.exit_code:
        return "the scheduled plan ends with 0 whether there is drift or not: it needs -detailed-exitcode"
    return "" if one.exit_code in TELLS else _lower(SENTENCE[ExitCode(one.exit_code)])


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _told(one: Activity) -> str:
    when = f" ({', '.join(one.context.crons)})" if one.context.crons else ""
    text = f"{one.tool or one.act.value} looks for drift on a schedule{when}"
    if one.exit_code == ExitCode.FAILS_ON_ANY:
        return f"{text}; an error looks the same as drift: only exit code 2 should mean drift"
    if one.exit_code == ExitCode.DEAD_BRANCH:
        return f"{text}; {_lower(SENTENCE[ExitCode.DEAD_BRANCH])}: drift and an error look the same"
    return text


def _nothing(looks: list[Activity], delivery: Delivery) -> Finding:
    if looks:
        return unknown(doubt(looks[0]), *trail(looks[0]))
    if unseen := outside(delivery, LOOKS.acts, LOOKS.when):
        return unseen
    return not_met(f"nothing {LOOKS.what}", looked_at=searched(delivery, LOOKS.acts, LOOKS.when))
