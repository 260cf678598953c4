from __future__ import annotations

from maturity.core.criteria._ask import GATES, Question, ask
from maturity.core.criteria._rules import enforced_in_cluster, written
from maturity.core.criterion import Effort, Finding, Gate, Outcome, criterion, met
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.policies import Policies
from maturity.core.facts.stack import CLUSTER_TOOLS, Stack
from maturity.core.fixes.quality import scanned as fix
from maturity.core.pipeline import Act

RULES = Question(what="judges a change by rules and can fail", acts=(Act.PLAN_POLICY, Act.POLICY), when=GATES)
SCAN = Question(what="scans or judges the infrastructure code and can fail", acts=(Act.SCAN,), when=GATES)


@criterion(
    level=4,
    gate=Gate.REQUIRED,
    effort=Effort.LOW,
    aspect="Policy",
    question="Can a rule stop a change before it is applied?",
    why="Automation without a rule applies mistakes faster.",
    fix=fix,
)
def policed(stack: Stack, delivery: Delivery, policies: Policies) -> Finding:
    """A gating security scan of the code, or policy as code: either is enough."""
    rules, scan = ask(RULES, delivery, stack), ask(SCAN, delivery, stack)
    for found in (rules, scan):
        if found.outcome is Outcome.MET:
            return found
    admission = enforced_in_cluster(policies) if stack.tool in CLUSTER_TOOLS else []
    if admission:
        text = f"the cluster refuses what breaks a {admission[0].language} rule"
        return met(text, *(rule.at for rule in admission))
    if rules.outcome is Outcome.UNKNOWN and scan.outcome is not Outcome.UNKNOWN:
        return rules
    return written(scan, policies)
