from __future__ import annotations

from maturity.core.criteria._deploys import judge
from maturity.core.criterion import Effort, Finding, Fix, criterion
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.deployments import Deployments

KINDS = (
    "circuit breaker", "blue/green", "canary", "automatic rollback", "drain time", "minimum healthy",
    "start grace", "stop grace", "pre-stop hook", "disruption budget", "surge", "rolling replacement",
)  # fmt: skip
_BREAKER = "deployment_circuit_breaker {\n  enable   = true\n  rollback = true\n}\n"


def fix(context: RepositoryContext) -> Fix:
    return Fix("Let a deploy that fails take itself back: put this into each aws_ecs_service.", "", _BREAKER)


@criterion(
    level=0,
    effort=Effort.LOW,
    aspect="Release safety",
    practice="deploy_safety",
    question="Does a deploy replace what is running safely?",
    why="Most outages are deploys; a deploy that stops by itself is a short one.",
    fix=fix,
)
def deploy_safety(deployments: Deployments) -> Finding:
    return judge(
        deployments, KINDS, "no circuit breaker, blue/green, canary, drain or disruption budget is set"
    )
