from __future__ import annotations

from maturity.core.criteria._deploys import judge
from maturity.core.criterion import Effort, Finding, Fix, criterion
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.deployments import Deployments

_ROLLBACK = """\
auto_rollback_configuration {
  enabled = true
  events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
}
"""


def fix(context: RepositoryContext) -> Fix:
    return Fix("Let an alarm take a release back.", "", _ROLLBACK)


@criterion(
    level=0,
    effort=Effort.MEDIUM,
    aspect="Release safety",
    question="Does a bad release take itself back?",
    why="The minutes between an alarm and a person at a keyboard are the outage.",
    fix=fix,
)
def rolls_back(deployments: Deployments) -> Finding:
    kinds = ("automatic rollback", "circuit breaker")
    return judge(deployments, kinds, "no automatic rollback and no circuit breaker is set")
