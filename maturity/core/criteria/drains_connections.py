from __future__ import annotations

from maturity.core.criteria._deploys import judge
from maturity.core.criterion import Effort, Finding, Fix, criterion
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.deployments import Deployments

KINDS = ("drain time", "stop grace", "pre-stop hook")


def fix(context: RepositoryContext) -> Fix:
    summary = "Give open connections the time of your longest session, and no more than stopTimeout."
    return Fix(summary, "", "deregistration_delay = 300\n")


@criterion(
    level=0,
    effort=Effort.LOW,
    aspect="Release safety",
    question="Do open connections get time to finish?",
    why="With 30 seconds of draining, a WebSocket session of ten minutes is cut at every deploy.",
    fix=fix,
)
def drains_connections(deployments: Deployments) -> Finding:
    return judge(deployments, KINDS, "no drain time, stop grace or pre-stop hook is set")
