from __future__ import annotations

from maturity.core.criteria._ask import GATES, Question, ask
from maturity.core.criteria._rules import enforced_in_cluster, written
from maturity.core.criterion import Effort, Finding, Outcome, criterion, met
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.policies import Policies
from maturity.core.fixes.quality import policy as fix
from maturity.core.pipeline import Act

QUESTION = Question(
    what="judges a change by rules written as code", acts=(Act.POLICY, Act.PLAN_POLICY), when=GATES
)


@criterion(
    level=4,
    effort=Effort.HIGH,
    aspect="Policy",
    practice="policy_as_code",
    question="Are the organisation's own rules code that runs?",
    why="A rule on a wiki page is a wish. A rule that runs is kept.",
    fix=fix,
    live_only=False,
)
def policy_as_code(delivery: Delivery, policies: Policies) -> Finding:
    found = ask(QUESTION, delivery)
    if found.outcome is Outcome.MET:
        return found
    if rules := enforced_in_cluster(policies):
        return met(
            f"the cluster refuses what breaks a {rules[0].language} rule", *(rule.at for rule in rules)
        )
    return written(found, policies)
